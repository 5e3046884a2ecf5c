import { expect, test } from "vitest";
import { createClock } from "./clock.js";

test("it runs ahead of its base by what was advanced, and a reset takes that back", () => {
  const base = { now: () => 1_000 };
  const clock = createClock(base, 5);
  clock.advance(10);
  expect([clock.now(), clock.offset()]).toStrictEqual([1_015, 15]);
  clock.reset();
  expect(clock.now()).toBe(1_000);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15])("advancing by %s is refused", (ms) => {
  const clock = createClock({ now: () => 1_000 }, 0);
  expect(() => clock.advance(ms)).toThrow(RangeError);
  expect(clock.now()).toBe(1_000);
});
