// The DOM library is not loaded, and no part of the package loads it.
// @ts-expect-error There is no document.
export const title: string = document.title;
