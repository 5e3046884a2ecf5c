#!/usr/bin/env node
// The linker of the published module: rust-lld, after what nobody can hear has been taken out of the object.
//
// A panic here ends in a trap, and its message goes nowhere: the standard library has no standard error on this target, and the
// crate sets no hook. Yet the messages, the places in the sources, and all of Rust's formatting, which only they use, would be an
// eighth of the module. So the functions that tell of a panic are made to trap at once. That is done before linking because the
// linker then drops whatever only they referred to; after it, only functions could be dropped that nothing has the address of.
//
// What a panic does stays the same for JavaScript: the call throws a `RuntimeError`.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FUNCTION, number, Reader, SECTION, section, sectionsOf, skipImportType } from "./wasm-binary.mjs";

/** Functions that do not return: the last thing that a panic calls. A path that ends in `::` stands for all that is in there. */
const PANICS = [
  "alloc::alloc::handle_alloc_error",
  "alloc::raw_vec::capacity_overflow",
  "alloc::raw_vec::handle_error",
  "core::cell::lazy::panic_poisoned",
  "core::cell::panic_already_borrowed",
  "core::cell::panic_already_mutably_borrowed",
  "core::option::expect_failed",
  "core::option::unwrap_failed",
  "core::panicking::",
  "core::result::unwrap_failed",
  "core::slice::index::slice_index_fail",
  "core::str::slice_error_fail",
  "__rustc::rust_begin_unwind",
  // Of the methods of `Vec`.
  "assert_failed",
  // What wasm-bindgen throws where it would otherwise go on with an object that is gone or in use.
  "wasm_bindgen::__rt::throw_null",
  "wasm_bindgen::throw_str",
];
/** Those without which there is no panic at all: they must be there. */
const NEEDED = ["core::panicking::panic_fmt", "__rustc::rust_begin_unwind"];

/** Functions that nothing calls: wasm-bindgen makes what would choose them a constant `false` in a module without `jspi` exports. */
const NEVER_CALLED = ["js_sys::futures::jspi::"];

const RELOCATION = { functionIndex: 0, memoryAddress: 4 };
/** Kinds of relocations that carry a number more. */
const HAS_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);
const SYMBOL_TABLE = 8;
const SYMBOL = { function: 0, data: 1, section: 3, isUndefined: 0x10, isNamed: 0x40 };
const OPCODE = { unreachable: 0x00, nop: 0x01, end: 0x0b, call: 0x10, i32Const: 0x41 };

/** Whether a mangled name, of either mangling, is of one of the paths. Both write a path's names with their lengths before them. */
function matcher(paths) {
  const names = (path) => path.split("::").filter(Boolean);
  const mangled = (path) =>
    names(path)
      .map((name) => `${name.length}_?${name}`)
      .join("");
  const pattern = new RegExp(paths.map(mangled).join("|"));
  return (symbol) => pattern.test(symbol);
}

function readObject(bytes) {
  const sections = sectionsOf(bytes);
  const titled = (title) => sections.find((section) => section.title === title);
  const contentOf = (id) => new Reader(bytes, sections.find((section) => section.id === id).content);

  let importedFunctions = 0;
  const imports = contentOf(SECTION.import);
  imports.list(() => {
    imports.name();
    imports.name();
    const kind = imports.byte();
    if (kind === FUNCTION) importedFunctions += 1;
    skipImportType(imports, kind);
  });

  const code = contentOf(SECTION.code);
  const codeStart = code.position;
  const bodies = code.list(() => {
    const length = code.number();
    const start = code.position;
    code.position += length;
    return { start, end: code.position };
  });

  const symbols = readSymbols(bytes, titled("linking"));
  for (const symbol of symbols) {
    if (symbol.kind === SYMBOL.function) symbol.body = bodies[symbol.index - importedFunctions];
  }

  const relocationSection = titled("reloc.CODE");
  const reader = new Reader(bytes, relocationSection.content);
  const codeSection = reader.number();
  const relocations = reader.list(() => {
    const start = reader.position;
    const kind = reader.byte();
    const at = codeStart + reader.number();
    const symbol = symbols[reader.number()];
    if (HAS_ADDEND.has(kind)) reader.number();
    return { kind, at, symbol, written: bytes.subarray(start, reader.position) };
  });
  return { symbols, relocations, relocationSection, codeSection };
}

function readSymbols(bytes, linking) {
  const reader = new Reader(bytes, linking.content);
  reader.number(); // the version
  while (reader.position < linking.end) {
    const kind = reader.byte();
    const end = reader.number() + reader.position;
    if (kind === SYMBOL_TABLE) return reader.list(readSymbol);
    reader.position = end;
  }
  throw new Error("The object has no table of symbols.");

  function readSymbol() {
    const kind = reader.byte();
    const flags = reader.number();
    const isDefined = !(flags & SYMBOL.isUndefined);
    if (kind === SYMBOL.section) return { kind, index: reader.number() };
    if (kind === SYMBOL.data) {
      const name = reader.name();
      if (isDefined) for (let part = 0; part < 3; part++) reader.number();
      return { kind, name };
    }
    const index = reader.number();
    const name = isDefined || flags & SYMBOL.isNamed ? reader.name() : "";
    return { kind, index, name };
  }
}

/** Makes the functions trap at once, in place, and forgets what they and the arguments of calls to them referred to. */
function silence(bytes) {
  const { symbols, relocations, relocationSection, codeSection } = readObject(bytes);
  const isSilenced = matcher([...PANICS, ...NEVER_CALLED]);
  const silenced = symbols.filter(({ body, name }) => body && isSilenced(name));
  for (const path of NEEDED) {
    if (!silenced.some(({ name }) => matcher([path])(name))) throw new Error(`No ${path}: look what panics call now.`);
  }

  const gone = new Set();
  const relocationAt = new Map(relocations.map((relocation) => [relocation.at, relocation]));
  for (const { kind, at, symbol } of relocations) {
    if (kind !== RELOCATION.functionIndex || !silenced.includes(symbol)) continue;
    for (const argument of addressesBefore(bytes, at - 1, relocationAt)) {
      gone.add(argument);
      bytes.set([0x80, 0x80, 0x80, 0x80, 0x00], argument.at); // 0, as long as a relocated number is
    }
  }
  for (const { body } of silenced) {
    const isInside = ({ at }) => at >= body.start && at < body.end;
    for (const relocation of relocations.filter(isInside)) gone.add(relocation);
    bytes.fill(OPCODE.nop, body.start, body.end);
    bytes.set([0, OPCODE.unreachable], body.start); // no locals
    bytes[body.end - 1] = OPCODE.end;
  }

  const kept = relocations.filter((relocation) => !gone.has(relocation)).map(({ written }) => written);
  const table = Buffer.concat([number(codeSection), number(kept.length), ...kept]);
  const { start, end } = relocationSection;
  return Buffer.concat([bytes.subarray(0, start), section(relocationSection, table), bytes.subarray(end)]);
}

/**
 * The addresses among the constants that stand before a call: the text of a panic and its place in the sources, of no use to a
 * function that traps. A relocated constant is told by its relocation; between two there may be a short one, a text's length.
 */
function* addressesBefore(bytes, call, relocationAt) {
  if (bytes[call] !== OPCODE.call) return;
  const addressEndingAt = (end) => {
    const relocation = relocationAt.get(end - 5);
    const isConstant = relocation?.kind === RELOCATION.memoryAddress && bytes[end - 6] === OPCODE.i32Const;
    return isConstant ? relocation : undefined;
  };
  const isShortConstant = (start, end) => {
    if (bytes[start] !== OPCODE.i32Const) return false;
    const reader = new Reader(bytes, start + 1);
    reader.number();
    return reader.position === end;
  };
  for (let end = call; ;) {
    const lengths = [0, 2, 3].filter((length) => length === 0 || isShortConstant(end - length, end));
    const length = lengths.find((length) => addressEndingAt(end - length));
    if (length === undefined) return;
    yield addressEndingAt(end - length);
    end -= length + 6;
  }
}

/** After optimisation at link time one object holds all code; what else is linked is the compiler's own. */
function isCode(parameter) {
  return (
    /\.rcgu\.o$/.test(parameter) && sectionsOf(readFileSync(parameter)).some(({ title }) => title === "reloc.CODE")
  );
}

function rustLld() {
  const rustc = (...parameters) => execFileSync("rustc", parameters, { encoding: "utf8" });
  const host = /^host: (.*)$/m.exec(rustc("-vV"))[1];
  return join(rustc("--print", "sysroot").trim(), "lib/rustlib", host, "bin/rust-lld");
}

const parameters = process.argv.slice(2);
const objects = parameters.filter(isCode);
if (objects.length !== 1) throw new Error(`One object with code was expected, not ${objects.length}.`);
const [object] = objects;
writeFileSync(object, silence(readFileSync(object)));
const { status, error } = spawnSync(rustLld(), parameters, { stdio: "inherit" });
if (error) throw error;
process.exit(status ?? 1);
