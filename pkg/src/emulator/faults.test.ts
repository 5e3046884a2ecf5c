import { expect, test } from "vitest";
import { type Fault, FaultQueue } from "./faults.js";

const LOST: Fault = { operation: "update-phone", kind: "lost-after" };

test("a call is hit by the oldest fault that fits it, and by no other", () => {
  const faults = new FaultQueue();
  const first = faults.add(LOST);
  const second = faults.add({ operation: "*", kind: "empty-body" });
  expect(faults.take("get-profile")).toBe(second);
  expect(faults.take("update-phone")).toBe(first);
  expect(faults.take("update-phone")).toBeUndefined();
});

test("a fault hits as many calls as it says", () => {
  const faults = new FaultQueue();
  faults.add({ ...LOST, times: 2 });
  expect(faults.take("update-phone")?.times).toBe(2);
  expect(faults.list().map(({ times }) => times)).toStrictEqual([1]);
  faults.take("update-phone");
  expect(faults.list()).toStrictEqual([]);
});

test("pending faults are frozen, numbered in their order and can be cleared", () => {
  const faults = new FaultQueue();
  expect([faults.add(LOST), faults.add(LOST)].map(({ id }) => id)).toStrictEqual([1, 2]);
  expect(faults.list().every((fault) => Object.isFrozen(fault))).toBe(true);
  faults.clear();
  expect(faults.take("update-phone")).toBeUndefined();
});
