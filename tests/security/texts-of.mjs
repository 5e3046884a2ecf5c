// Every text that can be had of a value, by whatever way.
import { inspect } from "node:util";
import { serialize } from "node:v8";

const INSPECT = {
  showHidden: true,
  depth: Number.POSITIVE_INFINITY,
  getters: true,
  showProxy: true,
  maxArrayLength: null,
  maxStringLength: null,
};

/** What it says of itself, what a debugger shows, what a message to another window would carry, and all that hangs on it. */
export function textsOf(value) {
  if (typeof value === "string") return value;
  const texts = [];
  const attempt = (read) => {
    try {
      texts.push(String(read()));
    } catch {
      // Then nobody has it by this way.
    }
  };
  attempt(() => inspect(value, INSPECT));
  attempt(() => value);
  attempt(() => JSON.stringify(value));
  attempt(() => serialize(value).toString("latin1"));
  attempt(() => inspect(structuredClone(value), INSPECT));
  walk(value, texts, new Set());
  return texts.join("\n");
}

/** Own members and inherited ones, symbols and what is not enumerable, getters, entries of maps and sets, causes. */
function walk(value, texts, seen) {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") texts.push(String(value));
  if (typeof value === "symbol") texts.push(String(value.description));
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
  // What every program has holds nothing of ours.
  if (!isHolder || seen.has(value) || value === globalThis || isBuiltIn(value)) return;
  seen.add(value);
  if (value instanceof Map || value instanceof Set) for (const each of value) walk(each, texts, seen);
  for (const name of Reflect.ownKeys(value)) {
    walk(name, texts, seen);
    try {
      walk(value[name], texts, seen);
    } catch {
      // A getter that throws.
    }
  }
  walk(Object.getPrototypeOf(value), texts, seen);
}

const BUILT_IN = new Set(
  [Object, Function, Error, Array, Map, Set, Promise, TypeError, RangeError, AggregateError, String, Number, Symbol]
    .concat([AbortSignal, AbortController, DOMException, EventTarget, Date, RegExp])
    .flatMap((type) => [type, type.prototype]),
);
const isBuiltIn = (value) => BUILT_IN.has(value);
