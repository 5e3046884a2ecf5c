import { expect, test } from "vitest";
import { HeldClock } from "../testing/held-clock.js";
import { elapsedMs, instantOf } from "./instant.js";

const fail = (): number => {
  throw new Error("this clock is broken");
};

test("an instant has the readings of both clocks", () => {
  const clock = new HeldClock();
  expect(instantOf(clock)).toStrictEqual({ wall: clock.wall, monotonic: clock.mono });
});

test("a clock that throws or returns no number reads as NaN, and the other one is still read", () => {
  const clock = new HeldClock();
  clock.now = fail;
  expect(instantOf(clock)).toStrictEqual({ wall: Number.NaN, monotonic: clock.mono });
  clock.now = (() => "noon") as unknown as () => number;
  clock.monotonic = (() => undefined) as unknown as () => number;
  expect(instantOf(clock)).toStrictEqual({ wall: Number.NaN, monotonic: Number.NaN });
});

test("a reading that is a number in other clothes is converted", () => {
  const clock = new HeldClock();
  clock.now = (() => new Date(1_500)) as unknown as () => number;
  expect(instantOf(clock).wall).toBe(1_500);
});

test.each([
  ["both clocks agree", [1_000, 1_000], 1_000],
  ["the machine slept", [9_000, 1_000], 9_000],
  ["the wall clock was set back", [-5_000, 1_000], 1_000],
  ["both clocks went back", [-5_000, -1], 0],
  ["the wall clock is broken", [Number.NaN, 1_000], 1_000],
  ["both clocks are broken", [Number.NaN, Number.NaN], 0],
])("elapsed time when %s", (_, [wall = 0, monotonic = 0], elapsed) => {
  expect(elapsedMs({ wall: 100, monotonic: 50 }, { wall: 100 + wall, monotonic: 50 + monotonic })).toBe(elapsed);
});
