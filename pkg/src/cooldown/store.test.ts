import { describe, expect, test, vi } from "vitest";
import { HeldClock, settle } from "../testing/held-clock.js";
import { MemoryStore } from "../testing/memory-store.js";
import type { KeyValueStore } from "../types.js";
import { ForgivingStore } from "./store.js";

const fail = (): never => {
  throw new DOMException("blocked", "SecurityError");
};
const same = (answer: () => unknown): KeyValueStore => ({ getItem: answer, setItem: answer, removeItem: answer });

test("items are written with their time to live in seconds, read and removed", async () => {
  const memory = new MemoryStore();
  const store = new ForgivingStore(memory, new HeldClock());
  await store.set("key", "value", 57);
  expect(memory.written).toStrictEqual([{ key: "key", value: "value", options: { ttl: 57 } }]);
  expect(await store.get("key")).toBe("value");
  await store.remove("key");
  expect(await store.get("key")).toBe(undefined);
});

test("a store that answers asynchronously is waited for", async () => {
  const clock = new HeldClock();
  const memory = new MemoryStore();
  const store = new ForgivingStore(
    {
      getItem: async (key) => memory.getItem(key),
      setItem: async (key, value, options) => memory.setItem(key, value, options),
      removeItem: async (key) => memory.removeItem(key),
    },
    clock,
  );
  await store.set("key", "value", 60);
  expect(await store.get("key")).toBe("value");
  await store.remove("key");
  expect(memory.items.size).toBe(0);
  expect(clock.timers).toBe(0);
});

test("a store's methods are called with the store as this", async () => {
  class PrivateStore implements KeyValueStore {
    readonly #items = new Map<string, string>();
    getItem(key: string): string | null {
      return this.#items.get(key) ?? null;
    }
    setItem(key: string, value: string): void {
      this.#items.set(key, value);
    }
    removeItem(key: string): void {
      this.#items.delete(key);
    }
  }
  const store = new ForgivingStore(new PrivateStore(), new HeldClock());
  await store.set("key", "value", 60);
  expect(await store.get("key")).toBe("value");
});

test.each([null, undefined, 7, true, Symbol("s"), {}, ["value"], () => "value"])(
  "what is no text reads as nothing: %s",
  async (item) => {
    for (const answer of [item, Promise.resolve(item)]) {
      const store = new ForgivingStore(
        same(() => answer),
        new HeldClock(),
      );
      expect(await store.get("key")).toBe(undefined);
    }
  },
);

describe("a store that fails reads as empty and breaks nothing:", () => {
  const FAILING: Record<string, KeyValueStore> = {
    "it throws": same(fail),
    "it rejects": same(() => Promise.reject(new Error("out of reach"))),
    "it answers with a thenable that throws": same(() => ({ then: fail })),
    "it answers with an object whose then throws when it is read": same(() =>
      Object.defineProperty({}, "then", { get: fail }),
    ),
    "it answers with what cannot be read": same(() => new Proxy({}, { get: fail })),
  };
  test.each(Object.entries(FAILING))("%s", async (_, failing) => {
    const clock = new HeldClock();
    const store = new ForgivingStore(failing, clock);
    expect(await store.get("key")).toBe(undefined);
    await store.set("key", "value", 60);
    await store.remove("key");
    expect(clock.timers).toBe(0);
  });
});

test("a store that never answers is given up after two seconds", async () => {
  const clock = new HeldClock();
  const store = new ForgivingStore(
    same(() => new Promise(() => {})),
    clock,
  );
  for (const operation of [() => store.get("key"), () => store.set("key", "value", 60), () => store.remove("key")]) {
    const done = vi.fn();
    void operation().then(done);
    await clock.pass(1_999);
    expect(done).not.toHaveBeenCalled();
    await clock.pass(1);
    expect(done).toHaveBeenCalledWith(undefined);
  }
  expect(clock.timers).toBe(0);
});

test("an answer after two seconds is ignored, a late rejection too", async () => {
  const clock = new HeldClock();
  const late: { resolve: (item: string) => void; reject: (reason: Error) => void }[] = [];
  const store = new ForgivingStore(
    same(() => new Promise((resolve, reject) => late.push({ resolve, reject }))),
    clock,
  );
  const reads = [store.get("one"), store.get("other")];
  await clock.pass(2_000);
  late[0]?.resolve("late");
  late[1]?.reject(new Error("late"));
  expect(await Promise.all(reads)).toStrictEqual([undefined, undefined]);
  await settle();
});

describe("without a store of the caller", () => {
  test("a page's localStorage is used", async () => {
    const localStorage = new MemoryStore();
    vi.stubGlobal("document", {});
    vi.stubGlobal("localStorage", localStorage);
    await new ForgivingStore(undefined, new HeldClock()).set("key", "value", 60);
    expect([...localStorage.items]).toStrictEqual([["key", "value"]]);
  });

  /** Replaces the global by one that is read with `get`. */
  async function withLocalStorage(get: () => unknown, use: () => Promise<void>): Promise<void> {
    const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
    Object.defineProperty(globalThis, "localStorage", { get, configurable: true });
    try {
      await use();
    } finally {
      if (before) Object.defineProperty(globalThis, "localStorage", before);
      else Reflect.deleteProperty(globalThis, "localStorage");
    }
  }

  test("a localStorage that the browser blocks is ignored", async () => {
    vi.stubGlobal("document", {});
    await withLocalStorage(fail, async () => {
      const store = new ForgivingStore(undefined, new HeldClock());
      await store.set("key", "value", 60);
      expect(await store.get("key")).toBe(undefined);
    });
  });

  test("outside of a page the global localStorage is not even read", async () => {
    const read = vi.fn();
    await withLocalStorage(read, async () => {
      expect(await new ForgivingStore(undefined, new HeldClock()).get("key")).toBe(undefined);
    });
    expect(read).not.toHaveBeenCalled();
  });
});
