import { expect, test } from "vitest";
import { HeldClock, settle } from "../testing/held-clock.js";
import { InnerSignal } from "./signal.js";
import { TimeLimit } from "./time-limit.js";

/** What a promise has become by now. */
function watch(promise: Promise<unknown>): { outcome?: unknown } {
  const watched: { outcome?: unknown } = {};
  promise.then(
    (value) => (watched.outcome = ["resolved", value]),
    (reason: unknown) => (watched.outcome = ["rejected", reason]),
  );
  return watched;
}

const never = new Promise<never>(() => {});

test("at the limit the race rejects with a TimeoutError, and not before", async () => {
  const clock = new HeldClock();
  const limit = new TimeLimit(clock, 1_000, []);
  const { signal } = limit;
  const race = watch(limit.race(never));
  await clock.pass(999);
  expect([race.outcome, limit.isOver, limit.isTimedOut, signal.aborted]).toStrictEqual([
    undefined,
    false,
    false,
    false,
  ]);
  await clock.pass(1);
  expect(race.outcome).toStrictEqual(["rejected", expect.objectContaining({ name: "TimeoutError" })]);
  expect([limit.isOver, limit.isTimedOut, signal.aborted]).toStrictEqual([true, true, true]);
  expect(signal.reason).toBe(limit.reason);
  expect(clock.timers).toBe(0);
});

test("an aborted signal ends the race with its own reason, which is no timeout", async () => {
  const clock = new HeldClock();
  const signals = [new InnerSignal(), new InnerSignal()] as const;
  const limit = new TimeLimit(clock, 1_000, signals);
  const race = watch(limit.race(never));
  signals[1].abort("mine");
  await settle();
  expect(race.outcome).toStrictEqual(["rejected", "mine"]);
  expect([limit.isOver, limit.isTimedOut, limit.reason]).toStrictEqual([true, false, "mine"]);
  expect(clock.timers).toBe(0);
  signals[0].abort("late");
  expect(limit.reason).toBe("mine");
});

test("a signal that is aborted before ends the limit at once", async () => {
  const clock = new HeldClock();
  const aborted = new InnerSignal();
  aborted.abort("before");
  const limit = new TimeLimit(clock, 1_000, [new InnerSignal(), aborted]);
  expect([limit.isOver, limit.reason, clock.timers]).toStrictEqual([true, "before", 0]);
  expect(limit.signal.reason).toBe("before");
  await expect(limit.race("value")).rejects.toBe("before");
});

test("a race settles as its promise does, in time", async () => {
  const limit = new TimeLimit(new HeldClock(), 1_000, []);
  await expect(limit.race(Promise.resolve(7))).resolves.toBe(7);
  await expect(limit.race(7)).resolves.toBe(7);
  await expect(limit.race(Promise.reject(new Error("of the promise")))).rejects.toThrow("of the promise");
});

test("a rejection after the limit is not unhandled", async () => {
  const clock = new HeldClock();
  const limit = new TimeLimit(clock, 1_000, []);
  let reject = (_: Error): void => {};
  const race = watch(limit.race(new Promise((_, fail) => (reject = fail))));
  await clock.pass(1_000);
  // Unhandled, it would fail this run.
  reject(new Error("late"));
  await settle();
  expect(race.outcome).toStrictEqual(["rejected", limit.reason]);
});

test("raceHalfway waits for half of the time and resolves with nothing then", async () => {
  const clock = new HeldClock();
  const limit = new TimeLimit(clock, 1_000, []);
  await expect(limit.raceHalfway("at once")).resolves.toBe("at once");
  const race = watch(new TimeLimit(clock, 1_000, []).raceHalfway(never));
  await clock.pass(499);
  expect(race.outcome).toBe(undefined);
  await clock.pass(1);
  expect(race.outcome).toStrictEqual(["resolved", undefined]);
});

test("end stops the timers and removes the listeners", async () => {
  const clock = new HeldClock();
  const signal = new InnerSignal();
  const limit = new TimeLimit(clock, 1_000, [signal]);
  void limit.raceHalfway(never);
  limit.end();
  expect(clock.timers).toBe(0);
  signal.abort("late");
  await clock.pass(1_000);
  expect(limit.isOver).toBe(false);
});

test("a clock that cannot clear timers breaks neither end nor an abort", () => {
  const clock = new HeldClock();
  clock.clearTimeout = () => {
    throw new Error("this clock is broken");
  };
  const signal = new InnerSignal();
  const limit = new TimeLimit(clock, 1_000, [signal]);
  signal.abort("mine");
  limit.end();
  expect(limit.reason).toBe("mine");
});
