// The module as text for the default entry, so that every bundler and server can load it without being told how.
// pkg/src/embedded-module.ts reads it.
//
// Digits are printable characters of ASCII that no string has to escape. The bytes that are used most are one digit each, all others
// two, so a compressor still sees bytes where it would see nothing in the base64 of a deflated module.
//
// The module is taken apart into streams of like bytes: opcodes in one, the numbers of locals in another, and so on. A compressor
// finds more in each than where they alternate. Which stream a byte is in follows from those before it; where they are no instructions
// that is a guess, which costs nothing but bytes.
//
// The phone metadata is packed as tightly as can be, so it has six bits a digit.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SECTION, sectionsOf } from "./wasm-binary.mjs";

const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !"\"$'\\`".includes(c));
/** Digits that are a byte of their own; with one of the others before it, a digit stands for any byte. */
const SINGLES = DIGITS.length - Math.ceil(256 / DIGITS.length);

const STREAM = { opcodes: 0, locals: 1, offsets: 2, alignments: 3, branches: 4, constants: 5, data: 6, beyondAscii: 7 };
/** Streams with texts, which stay what they are where they can: they have much in common with the TypeScript layer. */
const TEXTS = [STREAM.data];

const I32_LOAD = 0x28;
const I32_STORE = 0x36;
/** From the first opcode to the last: how many immediates each has, and in which stream the last of them is. */
const INSTRUCTIONS = [
  { name: "block, loop, if", from: 0x02, to: 0x04, immediates: 1, stream: STREAM.opcodes },
  { name: "br, br_if", from: 0x0c, to: 0x0d, immediates: 1, stream: STREAM.branches },
  { name: "call", from: 0x10, to: 0x10, immediates: 1, stream: STREAM.opcodes },
  { name: "call_indirect", from: 0x11, to: 0x11, immediates: 2, stream: STREAM.opcodes },
  { name: "local.get, local.set, local.tee", from: 0x20, to: 0x22, immediates: 1, stream: STREAM.locals },
  { name: "global.get, global.set", from: 0x23, to: 0x24, immediates: 1, stream: STREAM.opcodes },
  { name: "loads and stores", from: 0x28, to: 0x3e, immediates: 2, stream: STREAM.offsets },
  { name: "memory.size, memory.grow", from: 0x3f, to: 0x40, immediates: 1, stream: STREAM.opcodes },
  { name: "i32.const", from: 0x41, to: 0x41, immediates: 1, stream: STREAM.constants },
  { name: "i64.const", from: 0x42, to: 0x42, immediates: 1, stream: STREAM.opcodes },
];

/** Writes `embedded.js` beside the module in `wasmDir`. `table`: the packed phone metadata, which lies in the module. */
export function embedModule(wasmDir, table) {
  const wasm = readFileSync(join(wasmDir, "update_phone_bg.wasm"));
  const tableAt = wasm.indexOf(table);
  const codeEnd = sectionsOf(wasm).find(({ id }) => id === SECTION.code).end;
  if (tableAt < codeEnd) throw new Error("The module's data do not hold the phone metadata in one piece.");

  const bytes = Buffer.concat([wasm.subarray(0, tableAt), wasm.subarray(tableAt + table.length)]);
  const streams = splitIntoStreams(bytes, codeEnd);
  const alphabets = streams.map((stream, kind) => alphabetOf(stream, TEXTS.includes(kind)));
  const constants = {
    alphabets: alphabets.map(differences),
    streams: streams.map((stream, kind) => textOf(stream, alphabets[kind])),
    immediates: byOpcode(({ immediates }) => immediates),
    streamsOfImmediates: byOpcode(({ stream }) => stream),
    digits: DIGITS.join(""),
    table: sixBits(table),
    tableAt,
    codeEnd,
    size: wasm.length,
  };
  const lines = Object.entries(constants).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
  writeFileSync(join(wasmDir, "embedded.js"), lines.join(""));
}

/** Reads it back as the package does. */
export async function checkEmbeddedModule(folder) {
  const wasm = readFileSync(join(folder, "wasm/update_phone_bg.wasm"));
  const { embeddedModule } = await import(pathToFileURL(join(folder, "embedded-module.js")).href);
  if (Buffer.compare(wasm, embeddedModule()) !== 0) throw new Error("The embedded module is not the module.");
}

function instruction(opcode) {
  return (
    INSTRUCTIONS.find(({ from, to }) => from <= opcode && opcode <= to) ?? { immediates: 0, stream: STREAM.opcodes }
  );
}

/** A digit for each opcode up to the last that has immediates. */
function byOpcode(value) {
  const last = Math.max(...INSTRUCTIONS.map(({ to }) => to));
  return Array.from({ length: last + 1 }, (_, opcode) => value(instruction(opcode))).join("");
}

function splitIntoStreams(bytes, codeEnd) {
  const streams = Object.values(STREAM).map(() => []);
  let opcode = 0;
  let immediates = 0;
  let previous = 0;
  for (const [at, byte] of bytes.entries()) {
    let stream = STREAM.opcodes;
    if (at >= codeEnd) stream = previous < 128 ? STREAM.data : STREAM.beyondAscii;
    else {
      if (immediates === 0) {
        opcode = previous;
        immediates = instruction(opcode).immediates;
      } else if (previous < 128) immediates -= 1;
      if (immediates === 1) stream = instruction(opcode).stream;
      // That of an i32 is nearly always the same; others are better off with the opcodes.
      else if (immediates === 2 && (opcode === I32_LOAD || opcode === I32_STORE)) stream = STREAM.alignments;
    }
    streams[stream].push(byte);
    previous = byte;
  }
  return streams;
}

/** The bytes that are one digit, in the order of the digits. */
function alphabetOf(bytes, isText) {
  const uses = new Array(256).fill(0);
  for (const byte of bytes) uses[byte] += 1;
  const byUse = [...uses.keys()].sort((one, other) => uses[other] - uses[one] || one - other);
  const singles = byUse.slice(0, SINGLES).sort((one, other) => one - other);
  if (!isText) return singles;
  const kept = DIGITS.slice(0, SINGLES).map((digit) => singles.find((byte) => digit === String.fromCharCode(byte)));
  const others = singles.filter((byte) => !kept.includes(byte));
  return kept.map((byte) => byte ?? others.shift());
}

/** Two hexadecimal digits each. */
function differences(bytes) {
  return bytes.map((byte, i) => (256 + byte - (bytes[i - 1] ?? 0)).toString(16).slice(-2)).join("");
}

function textOf(bytes, alphabet) {
  const single = new Map(alphabet.map((byte, i) => [byte, DIGITS[i]]));
  const double = (byte) => DIGITS[SINGLES + Math.floor(byte / DIGITS.length)] + DIGITS[byte % DIGITS.length];
  return bytes.map((byte) => single.get(byte) ?? double(byte)).join("");
}

/** The highest first. */
function sixBits(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.replace(/.{1,6}/g, (six) => DIGITS[Number.parseInt(six.padEnd(6, "0"), 2)]);
}
