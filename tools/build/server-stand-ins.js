// The build injects these two for <update-phone-form> and Lit, which use them when their files are loaded.
export const HTMLElement = globalThis.HTMLElement ?? class {};
export const document = globalThis.document ?? { createTreeWalker: () => ({}) };
