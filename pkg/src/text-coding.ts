// jsdom, in which components are tested with Jest, has no TextDecoder and no TextEncoder. The Node that it runs in has them.
export const { TextDecoder, TextEncoder } = globalThis.TextDecoder
  ? globalThis
  : globalThis.process.getBuiltinModule("node:util");
