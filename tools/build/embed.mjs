// The module as text for the default entry, so that every bundler and server can load it without being told how.
// pkg/src/embedded-module.ts reads it, and says how it is written.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What is printable and needs no backslash, whatever quotes a bundler writes: 90 characters. */
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !"\"$'\\`".includes(c));
const SINGLES = 88;
const PER_ESCAPE = (256 - SINGLES) / (DIGITS.length - SINGLES);

/** Writes `embedded.js` beside the module in `wasmDir`. `table`: the packed phone metadata, which lies somewhere in the module. */
export function embedModule(wasmDir, table) {
  const wasm = readFileSync(join(wasmDir, "update_phone_bg.wasm"));
  const tableAt = wasm.indexOf(table);
  if (tableAt < 0) throw new Error("The module does not hold the phone metadata in one piece.");
  const code = Buffer.concat([wasm.subarray(0, tableAt), wasm.subarray(tableAt + table.length)]);
  const uses = new Array(256).fill(0);
  for (const byte of code) uses[byte] += 1;
  const byUse = [...uses.keys()].sort((one, other) => uses[other] - uses[one] || one - other);
  const singles = new Set(byUse.slice(0, SINGLES));
  const constants = { code: textOf(code, singles), singles: maskOf(singles), table: sixBits(table), tableAt };
  const lines = Object.entries(constants).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
  writeFileSync(join(wasmDir, "embedded.js"), lines.join(""));
}

/** Reads it back as the package does. */
export async function checkEmbeddedModule(folder) {
  const wasm = readFileSync(join(folder, "wasm/update_phone_bg.wasm"));
  const { embeddedModule } = await import(pathToFileURL(join(folder, "embedded-module.js")).href);
  if (Buffer.compare(wasm, embeddedModule()) !== 0) throw new Error("The embedded module is not the module.");
}

function textOf(bytes, singles) {
  const order = Array.from({ length: 256 }, (_, byte) => byte);
  const digitsOf = new Map(order.filter((byte) => singles.has(byte)).map((byte, i) => [byte, DIGITS[i]]));
  for (const [i, byte] of order.filter((byte) => !singles.has(byte)).entries()) {
    digitsOf.set(byte, DIGITS[SINGLES + Math.floor(i / PER_ESCAPE)] + DIGITS[i % PER_ESCAPE]);
  }
  return Array.from(bytes, (byte) => digitsOf.get(byte)).join("");
}

/** Four bits a character, the lowest first. */
function maskOf(bytes) {
  return Array.from({ length: 64 }, (_, i) =>
    [0, 1, 2, 3].reduce((bits, bit) => bits | (bytes.has(4 * i + bit) << bit), 0).toString(16),
  ).join("");
}

/** Six bits a digit, the highest first. */
function sixBits(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.replace(/.{1,6}/g, (six) => DIGITS[Number.parseInt(six.padEnd(6, "0"), 2)]);
}
