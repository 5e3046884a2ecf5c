// The WebAssembly module as text, written by the build: see `tools/build/embed.mjs`.

/** The bytes of the module, without the table, taken apart into streams of like bytes. */
export const streams: string[];
/** Of each stream, the bytes that are one digit: what each is more than the one before it, in two hexadecimal digits. */
export const alphabets: string[];
/** By opcode, how many immediates follow it. What is not listed has none. */
export const immediates: string;
/** By opcode, in which stream its last immediate is. */
export const streamsOfImmediates: string;
/** What the streams and the table are written with: characters, in the order of their values. */
export const digits: string;
/** The packed phone metadata, six bits a digit. */
export const table: string;
/** Where the table lies in the module. */
export const tableAt: number;
/** Where the code ends in the module. */
export const codeEnd: number;
/** How many bytes the module has. */
export const size: number;
