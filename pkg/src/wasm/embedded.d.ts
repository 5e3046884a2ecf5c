/** The WebAssembly module as text: deflated (raw), then base64. Written by the build. */
export const embedded: string;
