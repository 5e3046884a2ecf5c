// Values that nobody should hand over and somebody will. The same seed makes the same ones, in Node as in a page.

import { look } from "../errors.mjs";

const HUGE = "1".repeat(1_000_000);

const PRIMITIVES = [
  ...[undefined, null, true, false, 0, -0, 1, -1, 0.5, 7, 60_000, 2 ** 31, 2 ** 53, 1e308, NaN, Infinity, -Infinity],
  ...[0n, -1n, 2n ** 70n, Symbol("hostile"), Symbol.iterator, Symbol.for("update-phone.error")],
  ...[
    "",
    " ",
    "\0",
    "\n",
    "null",
    "NaN",
    "new",
    "old",
    "CN",
    "us",
    "001",
    "+86",
    "0086",
    "＋８６",
    "123456",
    "１２３４",
    "zh-CN",
  ],
  ...["+8618812345678", "18812345678", "+1 (650) 253-0000 ext. 7", "tel:+44-20-7946-0018;ext=3", "1-800-FLOWERS"],
  ...[
    "\ud800",
    "188\udc001234",
    "\ud83d\u0000",
    "\u202e+86",
    "💥",
    "\u200b",
    "a\u0301",
    "[object Object]",
    "undefined",
  ],
  ...["__proto__", "constructor", "toString", "then", "https://example.authing.cn", "http://localhost", "javascript:1"],
];

/** Names that the package looks for, and some that the language does. */
const NAMES = [
  ...[
    "number",
    "countryCode",
    "region",
    "defaultRegion",
    "caret",
    "purpose",
    "phone",
    "channel",
    "signal",
    "timeoutMs",
  ],
  ...["updatePhoneToken", "newPhone", "data", "newPhoneNumber", "clock", "startedAt", "wasm", "then", "status", "text"],
  ...["headers", "get", "name", "code", "message", "cause", "constructor", "toString", "valueOf", "toJSON", "length"],
];

const PLAIN = { enumerable: true, configurable: true, writable: true };

const TRAPS = [
  ...["get", "has", "set", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf", "apply", "construct"],
  ...["deleteProperty", "defineProperty", "isExtensible", "preventExtensions", "setPrototypeOf"],
];

/**
 * A source of such values. `realm` evaluates a text elsewhere: in another context of Node, in an iframe. `thrown` is what callers' own
 * code has thrown: it may come back to them, for instance as the `cause` of an error, or be reported where nobody catches it.
 */
export function createHostile(random, realm) {
  const thrown = new Set();
  const { pick, oneIn, below } = random;

  /** Throws something; not always an error. */
  function raise() {
    const what = pick([
      () => new Error("the caller's own"),
      () => new TypeError("the caller's own type error"),
      () => realm("new Error('of another realm')"),
      () => Object.assign(new Error("not of the package"), { name: "UpdatePhoneError", code: 7 }),
      () => Object.assign(new Error("the caller's own"), { cause: revoked() }),
      () => ({ toString: raise }),
      () => Symbol("thrown"),
      () => "a text",
      () => undefined,
      () => null,
      () => revoked(),
    ])();
    thrown.add(what);
    throw what;
  }

  function revoked(target = {}) {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  }

  const throwing = (base, names) =>
    Object.defineProperties(
      base,
      Object.fromEntries(names.map((name) => [name, { get: raise, enumerable: true, configurable: true }])),
    );
  const some = (list, atMost) => Array.from({ length: 1 + below(atMost) }, () => pick(list));
  const trap = (target, names) => new Proxy(target, Object.fromEntries(names.map((name) => [name, raise])));
  /** Whatever is asked of it, it answers with something else. */
  const answering = (target) => new Proxy(target, { get: (_, name) => (name === "then" ? undefined : value(3)) });

  const OBJECTS = [
    () => ({}),
    () => [],
    () => Object.create(null),
    () => Object.freeze({}),
    () => Object.freeze(["+86", "18812345678"]),
    () => new Array(1_000),
    () =>
      pick([
        new Map([["number", "1"]]),
        new Set(["1"]),
        new Date(NaN),
        /./g,
        new Error("x"),
        new WeakMap(),
        new URL("https://a.b"),
      ]),
    () =>
      pick([
        new ArrayBuffer(8),
        new Uint8Array(3),
        new DataView(new ArrayBuffer(2)),
        new Float64Array(1),
        new (globalThis.SharedArrayBuffer ?? ArrayBuffer)(4),
      ]),
    () => pick([Object("188"), Object(1), Object(1n), Object(Symbol("x")), Object(true)]),
    () => pick([() => undefined, function* () {}, class {}, raise, Math.max, () => value(3)]),
    () => {
      const cyclic = { number: "18812345678", region: "CN" };
      return Object.assign(cyclic, { data: cyclic, phone: cyclic, cause: cyclic });
    },
    () => Array.from({ length: 200 }).reduce((inner) => ({ data: inner, phone: inner }), {}),
    () => throwing({}, some(NAMES, 4)),
    () => throwing(Object.create(null), NAMES),
    () => Object.assign(Object.create(null), { [pick(NAMES)]: value(3) }),
    () => ({ [pick(NAMES)]: value(3), [pick(NAMES)]: value(3) }),
    () => ({ [Symbol.toPrimitive]: raise, toString: raise, valueOf: raise }),
    () => ({ toString: () => value(3), valueOf: () => value(3) }),
    () => trap({}, some(TRAPS, 3)),
    () => trap(() => undefined, TRAPS),
    () => trap([], TRAPS),
    () => trap(new Error("x"), TRAPS),
    () => revoked(pick([{}, () => undefined, []])),
    () => answering({}),
    () => answering(() => undefined),
    () => new Proxy(Object("188"), {}),
    () => thenable(),
    () =>
      realm(
        pick([
          "({})",
          "[]",
          "new Error('x')",
          "Promise.resolve(1)",
          "Object('188')",
          "(() => 1)",
          "new Date()",
          "Object.create(null)",
        ]),
      ),
    () => realm("({ countryCode: '+86', number: '188 1234 5678' })"),
    () => realm("(async () => ({}))()"),
    () => realm("Object.freeze({ region: 'CN', number: '18812345678' })"),
  ];

  /** What may be awaited, and behaves as promises do not. */
  function thenable() {
    return pick([
      () => ({ then: () => undefined }),
      () => ({ then: raise }),
      () => throwing({}, ["then"]),
      () => ({ then: (resolve) => (resolve(value(3)), resolve(value(3))) }),
      () => ({ then: (resolve, reject) => (resolve(1), reject(new Error("too late")), raise()) }),
      () => ({ then: (_, reject) => (reject(value(3)), reject(value(3))) }),
      () => {
        const itself = { then: (resolve) => queueMicrotask(() => resolve(itself === undefined ? 1 : "itself")) };
        return itself;
      },
      () => throwing(Promise.resolve(1), ["constructor"]),
      () => Object.assign(Promise.resolve(1), { then: raise }),
      () => Object.assign(Promise.resolve(1), { catch: raise, finally: raise }),
      () => new Promise(() => undefined),
      () => rejected(value(3)),
      () => harmless(Promise.resolve(value(3))),
      () => realm("({ then(resolve) { resolve(1); } })"),
    ])();
  }

  /** A rejection that nobody need handle. */
  function rejected(reason) {
    thrown.add(reason);
    return harmless(Promise.reject(reason));
  }

  function harmless(promise) {
    promise.catch(() => undefined);
    return promise;
  }

  /** Anything. */
  function value(depth = 0) {
    if (depth >= 3 || oneIn(2)) return oneIn(400) ? HUGE : pick(PRIMITIVES);
    return pick(OBJECTS)();
  }

  /** A value that is as good as this one, if it is read as it says that it is, and not quite what was expected. */
  function disguised(good) {
    if (typeof good === "string" && oneIn(2)) return Object(good);
    if (typeof good !== "object" || good === null) return good;
    return pick([
      () => Object.assign(Object.create(null), good),
      () => Object.freeze({ ...good }),
      () => new Proxy({ ...good }, {}),
      () => Object.create(good),
      () => Object.assign(realm("({})"), good),
      () =>
        Object.defineProperties(
          {},
          accessors(good, (name) => () => good[name]),
        ),
      // Another one each time.
      () =>
        Object.defineProperties(
          {},
          accessors(good, (name) => () => (oneIn(3) ? value(2) : good[name])),
        ),
      // The first look is the last that goes well.
      () =>
        Object.defineProperties(
          {},
          accessors(good, (name) => once(() => good[name])),
        ),
    ])();
  }

  const accessors = (good, get) =>
    Object.fromEntries(Object.keys(good).map((name) => [name, { get: get(name), enumerable: oneIn(2) }]));
  function once(look) {
    let looks = 0;
    return () => ((looks += 1) > 1 ? raise() : look());
  }

  /** A good value with something wrong in it, or another one altogether. */
  function spoilt(good) {
    if (oneIn(4)) return value();
    if (typeof good !== "object" || good === null) return oneIn(2) ? value() : disguised(good);
    if (good instanceof AbortSignal)
      return pick([() => value(), () => new Proxy(good, {}), () => Object.create(good)])();
    const copy = { ...good };
    for (const name of some(Object.keys(good), 2)) {
      if (oneIn(4)) throwing(copy, [name]);
      else Object.defineProperty(copy, name, { ...PLAIN, value: oneIn(3) ? spoilt(good[name]) : value() });
    }
    // What is disguised is read for that, and may throw where it is spoilt.
    return oneIn(3)
      ? disguised(Object.fromEntries(Object.keys(copy).map((name) => [name, look(() => copy[name])])))
      : copy;
  }

  /** The arguments of a call, one of them spoilt at least. */
  function args(good) {
    const which = below(Math.max(1, good.length));
    const all = good.map((each, at) => (at === which || oneIn(3) ? spoilt(each) : each));
    if (oneIn(6)) all.push(value());
    if (oneIn(12)) all.length = below(all.length + 1);
    return all;
  }

  return { thrown, raise, thenable, rejected, value, disguised, spoilt, args };
}
