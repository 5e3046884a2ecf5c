import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { UpdatePhoneError } from "../errors.js";
import { HeldClock, settle } from "../testing/held-clock.js";
import type { Countdown } from "../types.js";
import { createCountdown, expiredCountdown } from "./countdown.js";

const start = (durationMs = 60_000, clock = new HeldClock()) => ({
  clock,
  countdown: createCountdown(durationMs, { clock }),
});

/** Collects what a countdown gives until it ends or is cancelled. */
async function collect(countdown: Countdown, onNumber: (seconds: number) => void = () => {}) {
  const seen: number[] = [];
  for await (const seconds of countdown) {
    seen.push(seconds);
    onNumber(seconds);
  }
  return seen;
}

interface DeadlineCase {
  name: string;
  durationMs: number;
  /** Milliseconds on the wall clock, on the monotonic clock, and what is left then. */
  readings: [wallMs: number, monotonicMs: number, remainingMs: number][];
}

test("the time left follows the table of vectors, which the core is tested with too", () => {
  const vectors = new URL("../../../tests/core/vectors/deadline.json", import.meta.url);
  const { cases } = JSON.parse(readFileSync(vectors, "utf8")) as { cases: DeadlineCase[] };
  for (const { name, durationMs, readings } of cases) {
    const { clock, countdown } = start(durationMs);
    const { wall, mono } = clock;
    for (const [wallMs, monotonicMs, remainingMs] of readings) {
      clock.wall = wall + wallMs;
      clock.mono = mono + monotonicMs;
      expect(countdown.remainingMs, `${name}: at ${wallMs}/${monotonicMs}`).toBe(remainingMs);
      expect(countdown.remainingSeconds).toBe(Math.ceil(remainingMs / 1000));
      expect(countdown.isExpired).toBe(remainingMs === 0);
    }
  }
});

test("a subscriber is called at once, at each change of the seconds, at zero, and never again", async () => {
  const { clock, countdown } = start(2500);
  const notified: [number, number][] = [];
  countdown.subscribe((seconds) => notified.push([clock.passed, seconds]));
  await clock.pass(10_000);
  expect(notified).toStrictEqual([
    [0, 3],
    [500, 2],
    [1500, 1],
    [2500, 0],
  ]);
  expect(clock.timers).toBe(0);
});

test("one timer serves all countdowns of a clock, and none runs without listeners", async () => {
  const clock = new HeldClock();
  const countdowns = Array.from({ length: 100 }, (_, i) => createCountdown(60_000 + i, { clock }));
  expect(clock.timers).toBe(0);
  const stops = countdowns.map((countdown) => countdown.subscribe(() => undefined));
  expect(clock.timers).toBe(1);
  await clock.pass(5_000);
  expect(clock.timers).toBe(1);
  for (const stop of stops) stop();
  expect(clock.timers).toBe(0);
});

test("after sleep the next notification is right", async () => {
  const { clock, countdown } = start();
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  clock.sleep(45_000);
  await clock.pass(1_000);
  expect(notified).toStrictEqual([60, 14]);
});

test("the signal is aborted at zero, and at once when time was up before", async () => {
  const { clock, countdown } = start(1500);
  const { signal } = countdown;
  expect(signal.aborted).toBe(false);
  expect(countdown.signal).toBe(signal);
  await clock.pass(1499);
  expect(signal.aborted).toBe(false);
  await clock.pass(1);
  expect(signal.aborted).toBe(true);
  expect(signal.reason.name).toBe("TimeoutError");
  expect(createCountdown(0, { clock }).signal.aborted).toBe(true);
});

test("iterating gives each second once and ends after zero", async () => {
  const { clock, countdown } = start(3000);
  const seen: number[] = [];
  const iterating = (async () => {
    for await (const seconds of countdown) seen.push(seconds);
  })();
  await settle();
  await clock.pass(5_000);
  await iterating;
  expect(seen).toStrictEqual([3, 2, 1, 0]);
  expect(clock.timers).toBe(0);
});

test("a slow iteration skips what has passed meanwhile", async () => {
  const { clock, countdown } = start(10_000);
  const iterator = countdown[Symbol.asyncIterator]();
  expect((await iterator.next()).value).toBe(10);
  await clock.pass(4_200);
  expect((await iterator.next()).value).toBe(6);
});

test("a listener may unsubscribe others and itself", async () => {
  const { clock, countdown } = start(3000);
  const notified: string[] = [];
  const stopFirst = countdown.subscribe((seconds) => {
    notified.push(`first ${seconds}`);
    if (seconds === 2) {
      stopSecond();
      stopFirst();
    }
  });
  const stopSecond = countdown.subscribe((seconds) => notified.push(`second ${seconds}`));
  await clock.pass(3000);
  expect(notified).toStrictEqual(["first 3", "second 3", "first 2"]);
  expect(clock.timers).toBe(0);
});

test("cancel ends listeners and iterations without reaching zero, and time goes on", async () => {
  const { clock, countdown } = start();
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  const { signal } = countdown;
  const iterator = countdown[Symbol.asyncIterator]();
  await iterator.next();
  const pending = iterator.next();
  await settle();
  countdown.cancel();
  expect((await pending).done).toBe(true);
  await clock.pass(61_000);
  expect(notified).toStrictEqual([60]);
  expect(signal.aborted).toBe(false);
  expect(countdown.isExpired).toBe(true);
  expect(clock.timers).toBe(0);
});

test("a start in the past counts from then, one in the future from now", () => {
  const clock = new HeldClock();
  expect(createCountdown(60_000, { clock, startedAt: clock.wall - 15_000 }).remainingSeconds).toBe(45);
  const later = createCountdown(60_000, { clock, startedAt: clock.wall + 3_600_000 });
  expect(later.remainingSeconds).toBe(60);
  clock.wall += 10_000;
  expect(later.remainingSeconds).toBe(50);
  expect(later.expiresAt).toBe(clock.wall + 50_000);
});

const catchError = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

test("a duration or start that is no finite number is refused", () => {
  const cases: [unknown, unknown?][] = [
    [Number.NaN],
    [-1],
    ["60"],
    [Number.POSITIVE_INFINITY],
    [1, { startedAt: Number.NaN }],
    [1, { clock: {} }],
    [1, { clock: null }],
  ];
  for (const [durationMs, options] of cases) {
    const refused = catchError(() => createCountdown(durationMs as number, options as object));
    expect(refused).toBeInstanceOf(UpdatePhoneError);
    expect(refused).toMatchObject({ code: "ERR_INVALID_ARGUMENT" });
  }
});

// Listeners that come and go while others are notified.

test("without listeners no timer runs, and reading is not listening", async () => {
  const { clock, countdown } = start();
  expect(countdown.remainingSeconds).toBe(60);
  expect(countdown.isExpired).toBe(false);
  const iterator = countdown[Symbol.asyncIterator]();
  expect(clock.timers).toBe(0);
  await clock.pass(70_000);
  expect(countdown.isExpired).toBe(true);
  expect(await iterator.next()).toStrictEqual({ value: 0, done: false });
  expect(await iterator.next()).toStrictEqual({ value: undefined, done: true });
});

test("each whole second is notified exactly once, to early and to late subscribers", async () => {
  const { clock, countdown } = start(12_345.5);
  const early: number[] = [];
  const late: number[] = [];
  countdown.subscribe((seconds) => early.push(seconds));
  await clock.pass(3_500);
  countdown.subscribe((seconds) => late.push(seconds));
  await clock.pass(60_000);
  const from = (first: number) => Array.from({ length: first + 1 }, (_, i) => first - i);
  expect(early).toStrictEqual(from(13));
  expect(late).toStrictEqual(from(9));
});

test("a subscriber after the end is called with zero, once, and no timer runs", async () => {
  const { clock, countdown } = start(1_000);
  clock.wall += 1_000;
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  expect(clock.timers).toBe(0);
  await clock.pass(5_000);
  expect(notified).toStrictEqual([0]);
});

test("a second that passes unnoticed is notified to earlier subscribers when another one subscribes", () => {
  const { clock, countdown } = start();
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  clock.sleep(30_000);
  countdown.subscribe(() => undefined);
  expect(notified).toStrictEqual([60, 30]);
});

test("a subscriber that a listener adds is called at once, and none is called twice", async () => {
  const { clock, countdown } = start(3_000);
  const notified: string[] = [];
  countdown.subscribe((seconds) => {
    notified.push(`outer ${seconds}`);
    if (seconds === 2) countdown.subscribe((inner) => notified.push(`inner ${inner}`));
  });
  await clock.pass(5_000);
  expect(notified).toStrictEqual(["outer 3", "outer 2", "inner 2", "outer 1", "inner 1", "outer 0", "inner 0"]);
});

test("a listener may start another countdown of the same clock, also when its own has ended", async () => {
  const clock = new HeldClock();
  const notified: [number, number][] = [];
  const restart = (rounds: number): (() => void) =>
    createCountdown(1_000, { clock }).subscribe((seconds) => {
      notified.push([clock.passed, seconds]);
      if (seconds === 0 && rounds > 0) restart(rounds - 1);
    });
  restart(2);
  await clock.pass(10_000);
  expect(notified).toStrictEqual([
    [0, 1],
    [1_000, 0],
    [1_000, 1],
    [2_000, 0],
    [2_000, 1],
    [3_000, 0],
  ]);
  expect(clock.timers).toBe(0);
});

test("unsubscribing inside the only listener stops the timer, and a new start has the whole second", async () => {
  const { clock, countdown } = start(10_000);
  const notified: (number | string)[] = [];
  const stop = countdown.subscribe((seconds) => {
    notified.push(seconds);
    if (seconds !== 8) return;
    stop();
    stop();
    countdown.subscribe((again) => notified.push(`again ${again}`));
  });
  await clock.pass(3_500);
  expect(notified).toStrictEqual([10, 9, 8, "again 8", "again 7"]);
  expect(clock.timers).toBe(1);
});

test("a listener that cancels when it is called at once leaves no timer behind", () => {
  const { clock, countdown } = start();
  countdown.subscribe(() => countdown.cancel());
  expect(clock.timers).toBe(0);
});

test("a listener that cancels while the signal is read ends all listening, and the signal is returned", () => {
  const { clock, countdown } = start();
  countdown.subscribe((seconds) => {
    if (seconds < 60) countdown.cancel();
  });
  clock.sleep(20_000);
  expect(countdown.signal.aborted).toBe(false);
  expect(clock.timers).toBe(0);
});

test("when a listener lets time pass and others are notified meanwhile, they do not get an older number afterwards", async () => {
  const { clock, countdown } = start();
  const notified: number[] = [];
  countdown.subscribe((seconds) => {
    if (seconds !== 59) return;
    clock.sleep(10_000);
    countdown.subscribe(() => undefined);
  });
  countdown.subscribe((seconds) => notified.push(seconds));
  await clock.pass(1_000);
  expect(notified).toStrictEqual([60, 49]);
});

test("slow listeners do not make those of other countdowns late", async () => {
  const clock = new HeldClock();
  const took: [number, number][] = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => {
    // As a listener that keeps the thread busy: time passes, and no timer fires.
    if (seconds === 59) [clock.wall, clock.mono] = [clock.wall + 400, clock.mono + 400];
  });
  createCountdown(60_500, { clock }).subscribe((seconds) => took.push([clock.passed, seconds]));
  await clock.pass(1_600);
  expect(took).toStrictEqual([
    [0, 61],
    [500, 60],
    [1_500, 59],
  ]);
});

test("cancel during an iteration ends it, whether it waits or not", async () => {
  const { clock, countdown } = start();
  const waiting = collect(countdown);
  const busy = collect(countdown, (seconds) => {
    if (seconds === 58) countdown.cancel();
  });
  await settle();
  await clock.pass(5_000);
  expect(await busy).toStrictEqual([60, 59, 58]);
  expect(await waiting).toStrictEqual([60, 59, 58]);
  expect(clock.timers).toBe(0);
  expect(countdown.remainingSeconds).toBe(55);
});

test("after a cancel a countdown can be subscribed to again", async () => {
  const { clock, countdown } = start(3_000);
  const { signal } = countdown;
  countdown.cancel();
  const notified: number[] = [];
  countdown.subscribe((seconds) => notified.push(seconds));
  const again = countdown.signal;
  const seen = collect(countdown);
  await settle();
  await clock.pass(4_000);
  expect(notified).toStrictEqual([3, 2, 1, 0]);
  expect(await seen).toStrictEqual([3, 2, 1, 0]);
  expect([signal.aborted, again.aborted]).toStrictEqual([false, true]);
});

test("a loop that is left early stops listening", async () => {
  const { clock, countdown } = start();
  for await (const seconds of countdown) if (seconds === 60) break;
  await settle();
  expect(clock.timers).toBe(0);
});

test("several iterations at once each get every second", async () => {
  const { clock, countdown } = start(2_000);
  const iterations = [collect(countdown), collect(countdown)];
  await settle();
  await clock.pass(3_000);
  expect(await Promise.all(iterations)).toStrictEqual([
    [2, 1, 0],
    [2, 1, 0],
  ]);
});

test("one timer serves countdowns of every phase, and each listener is called at its own time", async () => {
  const clock = new HeldClock();
  const late: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const durationMs = 2_000 + 7 * i;
    createCountdown(durationMs, { clock }).subscribe((seconds) => {
      const passed = clock.passed;
      if (passed > 0) late.push(passed - (durationMs - seconds * 1_000));
      expect(clock.timers <= 1).toBe(true);
    });
  }
  expect(clock.timers).toBe(1);
  await clock.pass(6_000);
  expect(new Set(late)).toStrictEqual(new Set([0]));
  expect(clock.timers).toBe(0);
});

test("a listener that throws is reported as uncaught, and the others are called", async () => {
  const reports: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (report: () => void) => reports.push(report));
  const { clock, countdown } = start(1_000);
  const notified: number[] = [];
  countdown.subscribe(() => {
    throw new Error("of a listener");
  });
  countdown.subscribe((seconds) => notified.push(seconds));
  await clock.pass(1_000);
  expect(notified).toStrictEqual([1, 0]);
  expect(reports.length).toBe(2);
  for (const report of reports) expect(report).toThrow("of a listener");
});

test("what is no function cannot subscribe", () => {
  const refusal = expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" });
  const { clock, countdown } = start();
  for (const listener of [undefined, null, {}, "listener"]) {
    expect(() => countdown.subscribe(listener as () => void)).toThrow(refusal);
  }
  expect(clock.timers).toBe(0);
});

test("options that cannot be read are refused, with the exception as cause", () => {
  const cause = new Error("of a getter");
  const options = Object.defineProperty({}, "clock", {
    get() {
      throw cause;
    },
  });
  expect(() => createCountdown(1_000, options)).toThrow(
    expect.objectContaining({ code: "ERR_INVALID_ARGUMENT", cause }),
  );
});

test("an expired countdown has nothing left, even on a clock without time", () => {
  const clock = new HeldClock();
  clock.now = clock.monotonic = () => Number.NaN;
  const countdown = expiredCountdown(clock);
  expect([countdown.remainingMs, countdown.isExpired]).toStrictEqual([0, true]);
  expect(countdown.signal.aborted).toBe(true);
});
