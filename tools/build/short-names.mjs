// Gives what the module and its glue call each other by short names, in both of them: wasm-bindgen's names carry a hash each, which
// nothing can compress (about 3 KB of the compressed module). The names that the TypeScript layer uses stay.
import { transformSync } from "esbuild";

/** Names that wasm-bindgen makes up: of imports, of exports, and of the module that the imports come from. */
const INTERNAL = /^(__wb|__externref|__abort|__instance|wasm_bindgen__|\.\/)/;
const IMPORTS = 2;
const EXPORTS = 7;

/**
 * @param {Buffer} wasm The module.
 * @param {string} glue Its glue, in which all of these names are names of members.
 * @param {string} banner What the glue is to begin with.
 */
export function shortenNames(wasm, glue, banner = "") {
  const names = {};
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const start = at;
    const id = wasm[at];
    const size = readNumber(wasm, at + 1);
    at = size.end + size.value;
    if (id !== IMPORTS && id !== EXPORTS) {
      parts.push(wasm.subarray(start, at));
      continue;
    }
    const content = renamed(wasm, size.end, id === IMPORTS ? 2 : 1, id === IMPORTS ? endOfImport : endOfExport, names);
    parts.push(Buffer.from([id]), number(content.length), content);
  }
  const { code } = transformSync(glue, { mangleProps: INTERNAL, mangleQuoted: true, mangleCache: names, banner });
  return { wasm: Buffer.concat(parts), glue: code };
}

/** A list of entries, each of which begins with `count` names. `endOf` finds the end of one behind them. */
function renamed(wasm, start, count, endOf, names) {
  const { value: entries, end } = readNumber(wasm, start);
  const written = [number(entries)];
  let at = end;
  for (let entry = 0; entry < entries; entry += 1) {
    for (let part = 0; part < count; part += 1) {
      const length = readNumber(wasm, at);
      at = length.end + length.value;
      const short = Buffer.from(shorten(wasm.toString("utf8", length.end, at), names));
      written.push(number(short.length), short);
    }
    const next = endOf(wasm, at);
    written.push(wasm.subarray(at, next));
    at = next;
  }
  return Buffer.concat(written);
}

/** Letters first, so that it is a name: a, b, … z, a0, b0, … */
function shorten(long, names) {
  if (!INTERNAL.test(long)) return long;
  const place = Object.keys(names).length;
  names[long] ??= String.fromCharCode(97 + (place % 26)) + (place < 26 ? "" : Math.floor(place / 26) - 1);
  return names[long];
}

/** wasm-bindgen imports functions only: a kind, 0, and the number of a type. */
function endOfImport(wasm, at) {
  if (wasm[at] !== 0) throw new Error("The module imports something else than functions.");
  return readNumber(wasm, at + 1).end;
}

/** A kind, and the number of a thing. */
const endOfExport = (wasm, at) => readNumber(wasm, at + 1).end;

/** A number in LEB128, and where it ends. */
function readNumber(wasm, at) {
  for (let value = 0, scale = 1; ; scale *= 128, at += 1) {
    value += (wasm[at] & 127) * scale;
    if (wasm[at] < 128) return { value, end: at + 1 };
  }
}

const number = (value) => Buffer.from(value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
