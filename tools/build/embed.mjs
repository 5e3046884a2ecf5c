// Encodes the module as text for the default entry, so that bundlers and servers load it without configuration.
// pkg/src/embedded-module.ts decodes it.
//
// Digits are printable ASCII characters that need no escape in a string. The most frequent bytes are one digit each, all others two.
// Unlike the base64 of a deflated module, this text still compresses well.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => !"\"$'\\`".includes(c));
/** The count of digits that stand for one byte each. The others begin a pair of digits, which stands for any byte. */
const SINGLES = DIGITS.length - Math.ceil(256 / DIGITS.length);

/** Writes `embedded.js` beside the module in `wasmDir`. */
export function embedModule(wasmDir) {
  const bytes = readFileSync(join(wasmDir, "update_phone_bg.wasm"));
  const alphabet = mostUsed(bytes);
  const single = new Map(alphabet.map((byte, i) => [byte, DIGITS[i]]));
  const double = (byte) => DIGITS[SINGLES + Math.floor(byte / DIGITS.length)] + DIGITS[byte % DIGITS.length];
  const constants = {
    digits: DIGITS.join(""),
    alphabet,
    size: bytes.length,
    text: Array.from(bytes, (byte) => single.get(byte) ?? double(byte)).join(""),
  };
  const lines = Object.entries(constants).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
  writeFileSync(join(wasmDir, "embedded.js"), lines.join(""));
}

/** Decodes the text as the package does, and compares it with the module. */
export async function checkEmbeddedModule(folder) {
  const wasm = readFileSync(join(folder, "wasm/update_phone_bg.wasm"));
  const { embeddedModule } = await import(pathToFileURL(join(folder, "embedded-module.js")).href);
  if (Buffer.compare(wasm, embeddedModule()) !== 0) throw new Error("The embedded module differs from the module.");
}

/** The bytes that are encoded as one digit, in the order of their values, so that close bytes have close digits. */
function mostUsed(bytes) {
  const uses = new Array(256).fill(0);
  for (const byte of bytes) uses[byte] += 1;
  const byUse = [...uses.keys()].sort((one, other) => uses[other] - uses[one] || one - other);
  return byUse.slice(0, SINGLES).sort((one, other) => one - other);
}
