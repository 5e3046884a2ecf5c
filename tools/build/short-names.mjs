// Gives what the module and its glue call each other by short names, in both of them.
//
// wasm-bindgen's names carry a hash each, which nothing can compress: as much as 1 KB of the compressed module. The names that
// the TypeScript layer uses stay.
import { readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { name, number, Reader, SECTION, section, sectionsOf, skipImportType } from "./wasm-binary.mjs";

/** Names that wasm-bindgen makes up: of imports, of exports, and of the module that the imports come from. */
const INTERNAL = /^(__wb|__externref|__abort|__instance|wasm_bindgen__|\.\/)/;

/** `imports`: what the glue is to import, at its beginning. */
export function shortenNames(wasmFile, glueFile, imports) {
  const wasm = readFileSync(wasmFile);
  const names = {};
  const shortened = sectionsOf(wasm).map((part) => {
    if (part.id === SECTION.import) return section(part, withShortNames(wasm, part, 2, skipImport, names));
    if (part.id === SECTION.export) return section(part, withShortNames(wasm, part, 1, skipExport, names));
    return wasm.subarray(part.start, part.end);
  });
  // In the glue they are all names of members, which esbuild can change.
  const options = { mangleProps: INTERNAL, mangleQuoted: true, mangleCache: names, banner: imports };
  const { code } = transformSync(readFileSync(glueFile, "utf8"), options);
  writeFileSync(wasmFile, Buffer.concat([wasm.subarray(0, 8), ...shortened]));
  writeFileSync(glueFile, code);
}

/** A list of entries that begin with `count` names; `skip` passes over the rest of one. Notes in `names` what became of each. */
function withShortNames(wasm, { content }, count, skip, names) {
  const reader = new Reader(wasm, content);
  const entries = reader.list(() => {
    const own = Array.from({ length: count }, () => name(shorten(reader.name(), names)));
    const start = reader.position;
    skip(reader);
    return Buffer.concat([...own, wasm.subarray(start, reader.position)]);
  });
  return Buffer.concat([number(entries.length), ...entries]);
}

function shorten(long, names) {
  if (!INTERNAL.test(long)) return long;
  // Letters first, so that it is a name: a, b, … z, a0, a1, …
  names[long] ??= ((count) => String.fromCharCode(97 + (count % 26)) + (count < 26 ? "" : Math.floor(count / 26) - 1))(
    Object.keys(names).length,
  );
  return names[long];
}

function skipImport(reader) {
  skipImportType(reader, reader.byte());
}

function skipExport(reader) {
  reader.byte();
  reader.number();
}
