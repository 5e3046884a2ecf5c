import { TextEncoder } from "./text-coding.js";
import { alphabet, digits, size, text } from "./wasm/embedded.js";

/** The module that the default entry carries inside itself, as its bytes. `tools/build/embed.mjs` says how it is written. */
export function embeddedModule(): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const valueOf = new Uint8Array(128);
  encoder.encode(digits).forEach((character, value) => {
    valueOf[character] = value;
  });
  const characters = encoder.encode(text);
  const singles = Uint8Array.from(alphabet);
  const module = new Uint8Array(size);
  // What a call starts with waits for this, so the loop goes without functions.
  for (let at = 0, next = 0; at < size; at += 1) {
    const value = valueOf[characters[next++] as number] as number;
    module[at] =
      value < singles.length
        ? (singles[value] as number)
        : (value - singles.length) * digits.length + (valueOf[characters[next++] as number] as number);
  }
  return module;
}
