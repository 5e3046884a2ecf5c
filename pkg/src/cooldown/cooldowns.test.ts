import { describe, expect, test, vi } from "vitest";
import { HeldClock, settle } from "../testing/held-clock.js";
import { MemoryStore } from "../testing/memory-store.js";
import { openPage } from "../testing/page.js";
import { installLocks, WebLocks } from "../testing/web-locks.js";
import { instantOf } from "../time/instant.js";
import type { KeyValueStore } from "../types.js";
import { Cooldowns } from "./cooldowns.js";

const KEY = "updatephone:cooldown:0123456789abcdef";
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** The cool-downs of one client. */
function open(storage: KeyValueStore | undefined = new MemoryStore(), clock = new HeldClock()) {
  const cooldowns = new Cooldowns(storage, clock);
  return {
    clock,
    storage,
    cooldowns,
    start: (durationMs = MINUTE) => cooldowns.start(KEY, instantOf(clock), durationMs),
    remainingMs: async () => (await cooldowns.find(KEY)).remainingMs,
  };
}

/** The cool-downs of a client over a store that holds one item. */
function openWith(item: unknown, clock = new HeldClock()) {
  const storage = new MemoryStore();
  storage.items.set(KEY, item);
  return { ...open(storage, clock), storage };
}

describe("a cool-down", () => {
  test("begins at the given instant, on both clocks, and is found until it is over", async () => {
    const { clock, cooldowns, remainingMs } = open();
    const start = instantOf(clock);
    await clock.pass(9_000);
    const cooldown = await cooldowns.start(KEY, start, MINUTE);
    expect([cooldown.durationMs, cooldown.remainingMs]).toStrictEqual([MINUTE, 51_000]);
    expect(await remainingMs()).toBe(51_000);
    await clock.pass(50_999);
    expect(await remainingMs()).toBe(1);
    await clock.pass(1);
    expect(await remainingMs()).toBe(0);
  });

  test("belongs to its key alone", async () => {
    const { cooldowns, start } = open();
    await start();
    expect((await cooldowns.find(`${KEY}0`)).isExpired).toBe(true);
  });

  test("is never longer than an hour", async () => {
    const { start, remainingMs } = open();
    expect((await start(24 * HOUR)).durationMs).toBe(HOUR);
    expect(await remainingMs()).toBe(HOUR);
  });

  test("that is over when it starts is not stored", async () => {
    const storage = new MemoryStore();
    const { cooldowns, clock } = open(storage);
    const start = instantOf(clock);
    await clock.pass(MINUTE);
    expect((await cooldowns.start(KEY, start, MINUTE)).isExpired).toBe(true);
    expect(storage.written).toStrictEqual([]);
  });

  test("holds through a wall clock that is set back, in the client that began it", async () => {
    const { clock, start, remainingMs } = open();
    await start();
    clock.wall -= HOUR;
    await clock.pass(10_000);
    expect(await remainingMs()).toBe(50_000);
  });
});

describe("the store", () => {
  test("gets the start and the duration, and how many seconds to keep them", async () => {
    const storage = new MemoryStore();
    const { cooldowns, clock } = open(storage);
    const start = instantOf(clock);
    await clock.pass(3_500);
    await cooldowns.start(KEY, start, MINUTE);
    expect(storage.written).toStrictEqual([{ key: KEY, value: `v1.${start.wall}.60000`, options: { ttl: 57 } }]);
  });

  test("brings a cool-down to the next client, from the same beginning", async () => {
    const { clock, storage, start } = open();
    await start();
    for (const left of [60_000, 40_000, 20_000]) {
      expect(await open(storage, clock).remainingMs()).toBe(left);
      await clock.pass(20_000);
    }
    expect(await open(storage, clock).remainingMs()).toBe(0);
  });

  test("brings it to a client that was there before", async () => {
    const { clock, storage, start } = open();
    const other = open(storage, clock);
    expect(await other.remainingMs()).toBe(0);
    await start();
    await clock.pass(5_000);
    expect(await other.remainingMs()).toBe(55_000);
  });

  test("gets whole milliseconds from a clock with fractions, so that the next client can read them", async () => {
    const { clock, storage, start } = open();
    clock.wall += 0.375;
    await start();
    await clock.pass(10_000);
    expect(Math.abs((await open(storage, clock).remainingMs()) - 50_000)).toBeLessThanOrEqual(1);
  });

  test("loses a cool-down that is over", async () => {
    const { clock, storage, remainingMs } = openWith("v1.1790000000000.60000");
    expect(await remainingMs()).toBe(MINUTE);
    await clock.pass(MINUTE);
    expect(await remainingMs()).toBe(0);
    expect(storage.items.size).toBe(0);
  });

  test("that is emptied takes it from other clients, not from the one that began it", async () => {
    const storage = new MemoryStore();
    const { clock, start, remainingMs } = open(storage);
    await start();
    storage.items.clear();
    expect(await remainingMs()).toBe(MINUTE);
    expect(await open(storage, clock).remainingMs()).toBe(0);
  });

  const NOW = new HeldClock().wall;
  test.each([
    "",
    " ",
    "v1",
    "v1.",
    "v1..",
    "v1.a.b",
    `v2.${NOW}.60000`,
    `V1.${NOW}.60000`,
    `v1.${NOW}`,
    `v1.${NOW}.`,
    `v1.${NOW}.-60000`,
    `v1.-${NOW}.60000`,
    `v1.${NOW}.6e4`,
    `v1.${NOW}.60000.0`,
    `v1.${NOW}.60000 `,
    `v1.${NOW}.999999999`,
    "v1.9999999999999999.60000",
    `v1.${NOW}.NaN`,
    `v1.${NOW}.0`,
    "v1.0.60000",
    '{"startedAt":1}',
    "<html>",
    "x".repeat(1_000_000),
    null,
    undefined,
    7,
    true,
    Symbol("s"),
    {},
    [`v1.${NOW}.60000`],
    () => `v1.${NOW}.60000`,
    Promise.resolve(null),
    Promise.resolve({ value: `v1.${NOW}.60000` }),
  ])("with nonsense in it has no cool-down: %.60s", async (item) => {
    const { remainingMs, start } = openWith(item);
    expect(await remainingMs()).toBe(0);
    expect((await start()).remainingMs).toBe(MINUTE);
  });

  test("with more than an hour in it has an hour", async () => {
    expect(await openWith(`v1.${NOW}.99999999`).remainingMs()).toBe(HOUR);
  });

  const fail = (): never => {
    throw new DOMException("blocked", "SecurityError");
  };
  const always = (answer: () => unknown) => ({ getItem: answer, setItem: answer, removeItem: answer });
  test.each([
    ["throws at everything", always(fail)],
    ["throws when written to", { setItem: fail }],
    ["throws when read", { getItem: fail }],
    ["throws when something is removed", { removeItem: fail }],
    ["rejects everything", always(() => Promise.reject(new Error("out of reach")))],
    ["answers with a thenable that throws", always(() => ({ then: fail }))],
    [
      "answers with an object whose then throws when it is read",
      always(() => Object.defineProperty({}, "then", { get: fail })),
    ],
    ["answers with what cannot be read", always(() => new Proxy({}, { get: fail }))],
  ])("that %s is ignored: the client remembers", async (_, failing) => {
    const { clock, start, remainingMs } = open(Object.assign(new MemoryStore(), failing));
    expect((await start()).remainingMs).toBe(MINUTE);
    expect(await remainingMs()).toBe(MINUTE);
    await clock.pass(MINUTE);
    expect(await remainingMs()).toBe(0);
    expect((await start()).remainingMs).toBe(MINUTE);
  });

  test("is not needed: without one, each client remembers its own cool-downs", async () => {
    const clock = new HeldClock();
    const [one, other] = [new Cooldowns(undefined, clock), new Cooldowns(undefined, clock)];
    await one.start(KEY, instantOf(clock), MINUTE);
    expect((await one.find(KEY)).remainingMs).toBe(MINUTE);
    expect((await other.find(KEY)).isExpired).toBe(true);
  });
});

describe("a stored start in the future", () => {
  const openAhead = () => {
    const clock = new HeldClock();
    return openWith(`v1.${clock.wall + HOUR}.60000`, clock);
  };

  test("counts as now", async () => {
    expect(await openAhead().remainingMs()).toBe(MINUTE);
  });

  test("does not begin again with each client that reads it", async () => {
    const { clock, storage } = openAhead();
    for (const left of [60_000, 40_000, 20_000, 0]) {
      expect(await open(storage, clock).remainingMs()).toBe(left);
      await settle();
      await clock.pass(20_000);
    }
  });

  test("does not begin again with each read of one client, even if its store cannot be written to", async () => {
    const { clock, storage, remainingMs } = openAhead();
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    expect(await remainingMs()).toBe(MINUTE);
    await clock.pass(40_000);
    expect(await remainingMs()).toBe(20_000);
    await clock.pass(20_000);
    expect(await remainingMs()).toBe(0);
  });

  test("is ignored while the clock has no time", async () => {
    const { clock, remainingMs } = openAhead();
    clock.now = () => Number.NaN;
    expect(await remainingMs()).toBe(0);
  });
});

describe("between the tabs of a browser", () => {
  test("a cool-down is known to the next tab before the store brings it, and stays known there", async () => {
    const locks = installLocks(new WebLocks());
    vi.stubGlobal("document", {});
    const clock = new HeldClock();
    const [one, other] = [open(new MemoryStore(), clock), open(new MemoryStore(), clock)];
    await one.start();
    expect(locks.held).toStrictEqual([`${KEY} v1.${clock.wall}.60000`]);
    expect(await other.remainingMs()).toBe(MINUTE);
    await clock.pass(2_000);
    expect(locks.held).toStrictEqual([]);
    expect(await other.remainingMs()).toBe(58_000);
    expect(clock.timers).toBe(0);
  });

  test("the longest counts of what is stored, announced and remembered", async () => {
    installLocks(new WebLocks());
    vi.stubGlobal("document", {});
    const clock = new HeldClock();
    const [one, other] = [open(new MemoryStore(), clock), open(new MemoryStore(), clock)];
    await other.start(30_000);
    await one.start(90_000);
    expect(await other.remainingMs()).toBe(90_000);
    expect(await one.remainingMs()).toBe(90_000);
  });
});

describe("watching", () => {
  const storageEvent = (key: string | null) => Object.assign(new Event("storage"), { key });

  test("a listener is called when a cool-down starts, until it stops watching", async () => {
    const { cooldowns, start } = open();
    const listener = vi.fn();
    const stop = cooldowns.watch(listener);
    await start();
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    await start();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("in a page, another tab's cool-down and an emptied store are noticed, other items are not", () => {
    const page = openPage();
    const { cooldowns } = open();
    const listener = vi.fn();
    const stop = cooldowns.watch(listener);
    page.window.dispatchEvent(storageEvent("theme"));
    expect(listener).not.toHaveBeenCalled();
    page.window.dispatchEvent(storageEvent(KEY));
    page.window.dispatchEvent(storageEvent(null));
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    page.window.dispatchEvent(storageEvent(KEY));
    expect(listener).toHaveBeenCalledTimes(2);
    expect(page.listeners).toBe(0);
  });

  test("a window that is no event target, as in React Native, is left alone", async () => {
    vi.stubGlobal("window", {});
    const { cooldowns, start } = open();
    const listener = vi.fn();
    const stop = cooldowns.watch(listener);
    await start();
    stop();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
