// That the library for pages is not there, and no part of the package brings it.
// @ts-expect-error There is no page.
export const title: string = document.title;
