import { TextEncoder } from "./text-coding.js";
import * as embedded from "./wasm/embedded.js";

const BYTES = 256;

/**
 * The module that the default entry carries inside itself, as its bytes. `tools/build/embed.mjs` says how it is written.
 *
 * What a call starts with waits for this, so the loops go without functions and strings.
 */
export function embeddedModule(): Uint8Array<ArrayBuffer> {
  const { alphabets, streams, tableAt, codeEnd, size } = embedded;
  const digitOf = new Uint8Array(BYTES);
  const digits = bytesOf(embedded.digits);
  for (let digit = 0; digit < digits.length; digit += 1) digitOf[digits[digit] as number] = digit;

  const bytes = new Uint8Array(BYTES * streams.length);
  let singles = 0;
  const positions = new Uint32Array(streams.length);
  let length = 0;
  for (let stream = 0; stream < streams.length; stream += 1) {
    const alphabet = alphabets[stream] as string;
    singles = alphabet.length / 2;
    for (let digit = 0, byte = 0; digit < singles; digit += 1) {
      byte += Number.parseInt(alphabet.slice(2 * digit, 2 * digit + 2), 16);
      bytes[BYTES * stream + digit] = byte;
    }
    positions[stream] = length;
    length += (streams[stream] as string).length;
  }

  const text = bytesOf(streams.join(""));
  const immediatesOf = new Uint8Array(BYTES);
  immediatesOf.set(Array.from(embedded.immediates, Number));
  const streamOf = Uint8Array.from(embedded.streamsOfImmediates, Number);
  const module = new Uint8Array(size);
  let opcode = 0;
  let immediates = 0;
  let byte = 0;
  for (let at = 0; at < size; at += 1) {
    if (at === tableAt) at = writeTable(module, at, bytesOf(embedded.table), digitOf);
    let stream = 0;
    if (at >= codeEnd) stream = byte < 128 ? 6 : 7;
    else {
      if (immediates === 0) {
        opcode = byte;
        immediates = immediatesOf[opcode] as number;
      } else if (byte < 128) immediates -= 1;
      if (immediates === 1) stream = streamOf[opcode] as number;
      else if (immediates === 2) stream = opcode === 0x28 || opcode === 0x36 ? 3 : 0;
    }
    let position = positions[stream] as number;
    const digit = digitOf[text[position++] as number] as number;
    if (digit < singles) byte = bytes[BYTES * stream + digit] as number;
    else byte = (digit - singles) * digits.length + (digitOf[text[position++] as number] as number);
    positions[stream] = position;
    module[at] = byte;
  }
  return module;
}

function writeTable(module: Uint8Array, start: number, text: Uint8Array, digitOf: Uint8Array): number {
  let size = start;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    bits = (bits << 6) | (digitOf[text[at] as number] as number);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    // The upper bits fall off.
    module[size] = bits >> count;
    size += 1;
  }
  return size;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
