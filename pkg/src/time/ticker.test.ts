// Countdowns on clocks that are broken or imprecise, and on pages that are hidden, frozen or kept for later.
import { expect, test, vi } from "vitest";
import { HeldClock, settle } from "../testing/held-clock.js";
import { openPage } from "../testing/page.js";
import { createCountdown } from "./countdown.js";

const fail = () => {
  throw new Error("this clock is broken");
};
const CLOCKS = ["now", "monotonic"] as const;
const BROKEN = { throws: fail, ...Object.fromEntries([Number.NaN, undefined, "noon", 1n].map(returning)) };

function returning(value: unknown): [string, () => unknown] {
  return [`returns ${String(value)}`, () => value];
}

for (const [problem, broken] of Object.entries(BROKEN)) {
  for (const name of CLOCKS) {
    test(`when ${name}() ${problem}, the other clock counts`, async () => {
      const clock = new HeldClock();
      const countdown = createCountdown(3_000, { clock });
      const notified: number[] = [];
      countdown.subscribe((seconds) => notified.push(seconds));
      await clock.pass(500);
      clock[name] = broken as () => number;
      await clock.pass(5_000);
      expect(notified).toStrictEqual([3, 2, 1, 0]);
      expect(countdown.remainingMs).toBe(0);
      expect(clock.timers).toBe(0);
    });
  }
}

test("a clock with only one working function is enough from the start", async () => {
  for (const name of CLOCKS) {
    const clock = new HeldClock();
    clock[name] = fail;
    const countdown = createCountdown(3_000, { clock });
    await clock.pass(1_000);
    expect(countdown.remainingMs).toBe(2_000);
  }
});

test("while neither clock works the time left stays as it is, and the lost time is counted afterwards", async () => {
  const clock = new HeldClock();
  const { now, monotonic } = clock;
  const countdown = createCountdown(60_000, { clock });
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  await clock.pass(10_000);
  Object.assign(clock, { now: fail, monotonic: () => Number.NaN });
  await clock.pass(20_000);
  expect(countdown.remainingMs).toBe(50_000);
  Object.assign(clock, { now, monotonic });
  await clock.pass(1_000);
  expect(notified.slice(-2)).toStrictEqual([50, 29]);
});

test("a clock without any time, or without the wall clock that startedAt needs, is refused", () => {
  const clock = new HeldClock();
  const invalid = { code: "ERR_INVALID_ARGUMENT" };
  clock.now = fail;
  expect(() => createCountdown(60_000, { clock, startedAt: clock.wall })).toThrow(expect.objectContaining(invalid));
  clock.monotonic = () => Number.NaN;
  expect(() => createCountdown(60_000, { clock })).toThrow(expect.objectContaining(invalid));
});

test("a wall clock that returns infinity ends a countdown, and the next one still has its timer", async () => {
  const clock = new HeldClock();
  const { now } = clock;
  const notified: number[] = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => notified.push(seconds));
  clock.now = () => Number.POSITIVE_INFINITY;
  await clock.pass(1_000);
  expect(notified).toStrictEqual([60, 0]);
  clock.now = now;
  createCountdown(2_000, { clock }).subscribe((seconds) => notified.push(seconds));
  await clock.pass(3_000);
  expect(notified).toStrictEqual([60, 0, 2, 1, 0]);
});

test("an exception of clock.setTimeout is thrown to the subscriber, and the next subscription sets the timer", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  const countdown = createCountdown(2_000, { clock });
  clock.setTimeout = fail;
  expect(() => countdown.subscribe(() => undefined)).toThrow(/this clock is broken/);
  clock.setTimeout = setTimeout;
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  expect(clock.timers).toBe(1);
  await clock.pass(3_000);
  expect(notified).toStrictEqual([2, 1, 0]);
});

test("a clock that cannot clear timers still notifies all listeners", async () => {
  const clock = new HeldClock();
  clock.clearTimeout = fail;
  const notified: number[] = [];
  createCountdown(2_000, { clock }).subscribe((seconds) => notified.push(seconds));
  await clock.pass(3_000);
  expect(notified).toStrictEqual([2, 1, 0]);
});

test("timers that fire early notify neither early nor twice", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  let timers = 0;
  clock.setTimeout = (run, ms) => {
    timers += 1;
    return setTimeout(run, Math.max(1, ms * 0.9 - 3));
  };
  const notified: number[] = [];
  const late: number[] = [];
  createCountdown(3_000, { clock }).subscribe((seconds) => {
    notified.push(seconds);
    late.push(clock.passed - (3_000 - seconds * 1_000));
  });
  await clock.pass(4_000);
  expect(notified).toStrictEqual([3, 2, 1, 0]);
  expect(Math.min(...late) >= 0 && Math.max(...late) < 5, `late by ${late} ms`).toBe(true);
  expect(timers).toBeLessThan(30);
});

test("a remaining fraction of a millisecond is waited for with few timers", async () => {
  const clock = new HeldClock();
  const notified: number[] = [];
  const countdown = createCountdown(3_000, { clock });
  clock.now = () => clock.wall - 1e-3;
  clock.monotonic = () => clock.mono - 1e-12;
  let timers = 0;
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => {
    timers += 1;
    expect(ms).toBeGreaterThanOrEqual(1);
    expect(Number.isInteger(ms), `a timer of ${ms} ms`).toBe(true);
    return setTimeout(run, ms);
  };
  countdown.subscribe((seconds) => notified.push(seconds));
  await clock.pass(4_000);
  expect(notified).toStrictEqual([3, 2, 1, 0]);
  expect(timers).toBeLessThanOrEqual(8);
});

test("timers that fire late skip seconds, and each notified number is right", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => setTimeout(run, ms + 7_300);
  const countdown = createCountdown(20_000, { clock });
  const notified: [number, number][] = [];
  countdown.subscribe((seconds) => notified.push([seconds, countdown.remainingSeconds]));
  await clock.pass(60_000);
  expect(notified.length).toBeGreaterThan(2);
  for (const [seconds, remainingSeconds] of notified) expect(seconds).toBe(remainingSeconds);
  expect(notified.at(-1)?.[0]).toBe(0);
});

for (const [target, event] of [
  ["document", "visibilitychange"],
  ["document", "resume"],
  ["window", "pageshow"],
] as const) {
  test(`${event} notifies at once, and is listened to only while the countdown has listeners`, async () => {
    const page = openPage();
    const clock = new HeldClock();
    const notified: number[] = [];
    const stops = [60_000, 30_000].map((durationMs) =>
      createCountdown(durationMs, { clock }).subscribe((seconds) => notified.push(seconds)),
    );
    clock.sleep(25_000);
    page[target].dispatchEvent(new Event(event));
    expect(notified).toStrictEqual([60, 30, 35, 5]);
    expect(clock.timers).toBe(1);
    for (const stop of stops) stop();
    expect(page.listeners).toBe(0);
    expect(clock.timers).toBe(0);
  });
}

test("on a hidden page only the end is notified, with few timers", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const countdown = createCountdown(60_000, { clock });
  const notified: [number, number][] = [];
  countdown.subscribe((seconds) => notified.push([Math.ceil(clock.passed), seconds]));
  const { signal } = countdown;
  page.turn("hidden");
  let timers = 0;
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => ((timers += 1), setTimeout(run, ms));
  await clock.pass(59_999);
  expect(signal.aborted).toBe(false);
  await clock.pass(1);
  expect(signal.aborted).toBe(true);
  expect(notified).toStrictEqual([
    [0, 60],
    [60_000, 0],
  ]);
  expect(timers).toBeLessThanOrEqual(6);
});

test("the signal is aborted and an iteration ends while the page is hidden", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const countdown = createCountdown(30_000, { clock });
  const { signal } = countdown;
  const seen: number[] = [];
  const iterating = (async () => {
    for await (const seconds of countdown) seen.push(seconds);
  })();
  await settle();
  page.turn("hidden");
  await clock.pass(30_000);
  await iterating;
  expect(seen).toStrictEqual([30, 0]);
  expect(signal.aborted).toBe(true);
});

test("a subscriber on a hidden page is called at once", () => {
  const page = openPage();
  page.document.visibilityState = "hidden";
  const notified: number[] = [];
  createCountdown(60_000, { clock: new HeldClock() }).subscribe((seconds) => notified.push(seconds));
  expect(notified).toStrictEqual([60]);
});

test("a page that is shown again notifies the present second and goes on by the second", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const notified: number[] = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => notified.push(seconds));
  page.turn("hidden");
  await clock.pass(12_300);
  page.turn("visible");
  await clock.pass(1_700);
  expect(notified).toStrictEqual([60, 48, 47, 46]);
});

test("on a hidden page an end during sleep is noticed within ten seconds", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const { signal } = createCountdown(60_000, { clock });
  page.turn("hidden");
  clock.sleep(3_600_000);
  await clock.pass(10_000);
  expect(signal.aborted).toBe(true);
});

test("a window that is no event target, as in React Native, is left alone", async () => {
  vi.stubGlobal("window", {});
  const clock = new HeldClock();
  const notified: number[] = [];
  const stop = createCountdown(60_000, { clock }).subscribe((seconds) => notified.push(seconds));
  await clock.pass(1_000);
  stop();
  expect(notified).toStrictEqual([60, 59]);
});
