// The WebAssembly module as text, written by the build: see `embedded-module.ts`.

/** The module without the table. */
export const code: string;
/** Which bytes are one digit in `code`: four of them a hexadecimal digit, the lowest first. */
export const singles: string;
/** The packed phone metadata. */
export const table: string;
/** Where the table lies in the module. */
export const tableAt: number;
