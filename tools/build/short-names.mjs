// Shortens the names of imports and exports in the module and its glue. wasm-bindgen's names have hashes, which do not compress (about
// 3 KB of the compressed module). The names that the TypeScript layer uses stay.
import { transformSync } from "esbuild";

/** Names that wasm-bindgen generates: imports, exports, and the module of the imports. */
const INTERNAL = /^(__wb|__externref|__abort|__instance|wasm_bindgen__|\.\/)/;
const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;

/**
 * @param {Buffer} wasm The module.
 * @param {string} glue Its glue, where all of these names are property names.
 * @param {string} banner The first lines of the glue.
 */
export function shortenNames(wasm, glue, banner = "") {
  const names = {};
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const start = at;
    const id = wasm[at];
    const size = readNumber(wasm, at + 1);
    at = size.end + size.value;
    if (id !== IMPORT_SECTION && id !== EXPORT_SECTION) {
      parts.push(wasm.subarray(start, at));
      continue;
    }
    const content = renamed(
      wasm,
      size.end,
      id === IMPORT_SECTION ? 2 : 1,
      id === IMPORT_SECTION ? endOfImport : endOfExport,
      names,
    );
    parts.push(Buffer.from([id]), number(content.length), content);
  }
  const { code } = transformSync(glue, { mangleProps: INTERNAL, mangleQuoted: true, mangleCache: names, banner });
  return { wasm: Buffer.concat(parts), glue: code };
}

/** Rewrites a list of entries that begin with `count` names each. `endOf` returns the end of an entry after its names. */
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

/** Returns a, b, … z, a0, b0, … as short names. */
function shorten(long, names) {
  if (!INTERNAL.test(long)) return long;
  const index = Object.keys(names).length;
  names[long] ??= String.fromCharCode(97 + (index % 26)) + (index < 26 ? "" : Math.floor(index / 26) - 1);
  return names[long];
}

/** An import is a kind, which is 0 for functions, and the index of a type. */
function endOfImport(wasm, at) {
  if (wasm[at] !== 0) throw new Error("The module imports something other than functions.");
  return readNumber(wasm, at + 1).end;
}

/** An export is a kind and an index. */
const endOfExport = (wasm, at) => readNumber(wasm, at + 1).end;

/** Reads a number in LEB128. Returns its value and its end. */
function readNumber(wasm, at) {
  for (let value = 0, scale = 1; ; scale *= 128, at += 1) {
    value += (wasm[at] & 127) * scale;
    if (wasm[at] < 128) return { value, end: at + 1 };
  }
}

const number = (value) => Buffer.from(value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
