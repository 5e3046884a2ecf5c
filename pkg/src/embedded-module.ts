import { code, singles, table, tableAt } from "./wasm/embedded.js";

/** Digits of an escape's two; whatever is not frequent is written with one of the last two digits in front. */
const SINGLES = 88;
const PER_ESCAPE = 84;

/**
 * The module that the default entry carries inside itself, as its bytes.
 *
 * Digits are the printable characters of ASCII that no string has to escape, in their order. The bytes that are used most are one
 * digit each, all others two, so a compressor still sees bytes where it would see nothing in the base64 of a deflated module: it is
 * 5 KB smaller with brotli, 1 KB with gzip, and needs no stream to be read. The table is packed as tightly as can be, so it has six
 * bits a digit.
 */
export function embeddedModule(): Uint8Array<ArrayBuffer> {
  const digitOf = new Uint8Array(128);
  let digits = 0;
  for (let character = 32; character < 127; character += 1) {
    if (!"\"$'\\`".includes(String.fromCharCode(character))) digitOf[character] = digits++;
  }
  const isSingle = (byte: number): number => (Number.parseInt(singles[byte >> 2] as string, 16) >> (byte & 3)) & 1;
  const bytes = [...new Array(256).keys()].sort((one, other) => isSingle(other) - isSingle(one) || one - other);

  // As many as there are characters is enough: no byte takes less than one.
  const module = new Uint8Array(code.length + table.length);
  let size = 0;
  for (let at = 0; at < code.length; at += 1) {
    if (size === tableAt) size = writeTable(module, size, digitOf);
    let digit = digitOf[code.charCodeAt(at)] as number;
    if (digit >= SINGLES) {
      at += 1;
      digit += (digit - SINGLES) * (PER_ESCAPE - 1) + (digitOf[code.charCodeAt(at)] as number);
    }
    module[size] = bytes[digit] as number;
    size += 1;
  }
  return module.subarray(0, size);
}

function writeTable(module: Uint8Array, start: number, digitOf: Uint8Array): number {
  let size = start;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < table.length; at += 1) {
    bits = (bits << 6) | (digitOf[table.charCodeAt(at)] as number);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    // The upper bits fall off.
    module[size] = bits >> count;
    size += 1;
  }
  return size;
}
