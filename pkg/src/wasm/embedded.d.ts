// The WebAssembly module as text, written by the build: see `tools/build/embed.mjs`.

/** What the text is written with: characters, in the order of their values. */
export const digits: string;
/** The bytes that are one digit, by the digit's value. */
export const alphabet: number[];
/** How many bytes the module has. */
export const size: number;
/** The bytes of the module. */
export const text: string;
