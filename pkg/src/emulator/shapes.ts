/** Reads a value of unknown origin as a `T`; throws a `TypeError` that says where it is none. */
export type Shape<T> = (value: unknown, path: string) => T;

function expected(path: string, what: string): never {
  throw new TypeError(`${path} is not ${what}`);
}

export const string: Shape<string> = (value, path) => (typeof value === "string" ? value : expected(path, "a string"));

export const flag: Shape<boolean> = (value, path) =>
  typeof value === "boolean" ? value : expected(path, "true or false");

/** An instant or a count. */
export const whole: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : expected(path, "a whole number");

export function that<T extends string>(fits: (text: string) => text is T, what: string): Shape<T> {
  return (value, path) => (typeof value === "string" && fits(value) ? value : expected(path, what));
}

/** JSON has no undefined: a member that is missing. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, index) => shape(item, `${path}[${index}]`)) : expected(path, "a list");
}

/** Members that are not named are dropped. */
export function record<T extends object>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return expected(path, "an object");
    const members = value as Record<string, unknown>;
    const entries = Object.entries<Shape<unknown>>(shapes);
    return Object.fromEntries(entries.map(([key, shape]) => [key, shape(members[key], `${path}.${key}`)])) as T;
  };
}
