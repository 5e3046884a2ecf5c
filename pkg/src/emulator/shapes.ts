/** Reads an untrusted value as a `T`. Throws a `TypeError` that names the path of the first mismatch. */
export type Shape<T> = (value: unknown, path: string) => T;

function fail(path: string, expected: string): never {
  throw new TypeError(`${path} is not ${expected}`);
}

export const string: Shape<string> = (value, path) => (typeof value === "string" ? value : fail(path, "a string"));

export const boolean: Shape<boolean> = (value, path) =>
  typeof value === "boolean" ? value : fail(path, "true or false");

/** A non-negative integer: an instant or a count. */
export const wholeNumber: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : fail(path, "a whole number");

/** A string that `isValid` accepts. `expected` names it in the error. */
export function matching<T extends string>(isValid: (text: string) => text is T, expected: string): Shape<T> {
  return (value, path) => (typeof value === "string" && isValid(value) ? value : fail(path, expected));
}

/** Accepts a missing member as undefined. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, index) => shape(item, `${path}[${index}]`)) : fail(path, "a list");
}

/** Drops members that `shapes` does not name. */
export function record<T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, "an object");
    const members = value as Record<string, unknown>;
    const entries = Object.entries<Shape<unknown>>(shapes);
    return Object.fromEntries(entries.map(([key, shape]) => [key, shape(members[key], `${path}.${key}`)])) as T;
  };
}
