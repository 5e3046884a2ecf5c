import { expect, test } from "vitest";
import { InnerSignal } from "./signal.js";

test("a signal is not aborted until abort, and then has the reason and throws it", () => {
  const signal = new InnerSignal();
  expect([signal.aborted, signal.reason]).toStrictEqual([false, undefined]);
  signal.throwIfAborted();
  signal.abort("enough");
  expect([signal.aborted, signal.reason]).toStrictEqual([true, "enough"]);
  let thrown: unknown;
  try {
    signal.throwIfAborted();
  } catch (reason) {
    thrown = reason;
  }
  expect(thrown).toBe("enough");
});

test("listeners are called with the signal as target, and removed ones are not", () => {
  const signal = new InnerSignal();
  const called: unknown[] = [];
  const removed = (): void => void called.push("removed");
  signal.addEventListener("abort", removed);
  signal.addEventListener("abort", ({ target }) => called.push(target));
  signal.removeEventListener("abort", removed);
  signal.removeEventListener("abort", () => {});
  signal.abort("enough");
  expect(called).toStrictEqual([signal]);
});

test("a listener that removes itself does not keep the next one from being called", () => {
  const signal = new InnerSignal();
  const called: string[] = [];
  const first = (): void => {
    called.push("first");
    signal.removeEventListener("abort", first);
  };
  signal.addEventListener("abort", first);
  signal.addEventListener("abort", () => called.push("second"));
  signal.abort("enough");
  expect(called).toStrictEqual(["first", "second"]);
});
