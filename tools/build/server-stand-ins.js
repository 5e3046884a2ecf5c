// Put in by the build where <update-phone-form> and Lit name these two at the top of their files.
export const HTMLElement = globalThis.HTMLElement ?? class {};
export const document = globalThis.document ?? { createTreeWalker: () => ({}) };
