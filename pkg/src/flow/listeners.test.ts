import { expect, test, vi } from "vitest";
import { Listeners } from "./listeners.js";

test("listeners are called in the order in which they came, until they are removed", () => {
  const listeners = new Listeners();
  const called: string[] = [];
  const removeFirst = listeners.add(() => called.push("first"));
  listeners.add(() => called.push("second"));
  listeners.notify();
  removeFirst();
  removeFirst();
  listeners.notify();
  expect(called).toStrictEqual(["first", "second", "second"]);
  expect(listeners.size).toBe(1);
});

test("one listener that subscribes twice is called twice, and removed once at a time", () => {
  const listeners = new Listeners();
  const listener = vi.fn();
  const remove = listeners.add(listener);
  listeners.add(listener);
  listeners.notify();
  expect(listener).toHaveBeenCalledTimes(2);
  remove();
  listeners.notify();
  expect(listener).toHaveBeenCalledTimes(3);
});

test("a listener that an earlier one removes is not called any more, and one that it adds is called next time", () => {
  const listeners = new Listeners();
  const called: string[] = [];
  const removeFirst = listeners.add(() => {
    called.push("first");
    removeFirst();
    removeSecond();
    listeners.add(() => called.push("added"));
  });
  const removeSecond = listeners.add(() => called.push("second"));
  listeners.notify();
  expect(called).toStrictEqual(["first"]);
  listeners.notify();
  expect(called).toStrictEqual(["first", "added"]);
});

test("a listener that throws is reported as uncaught, and the others are called", () => {
  const reports: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (report: () => void) => reports.push(report));
  const listeners = new Listeners();
  const other = vi.fn();
  listeners.add(() => {
    throw new Error("of a listener");
  });
  listeners.add(other);
  listeners.notify();
  expect(other).toHaveBeenCalledTimes(1);
  expect(reports.length).toBe(1);
  for (const report of reports) expect(report).toThrow("of a listener");
});

test("after clear none is called", () => {
  const listeners = new Listeners();
  const listener = vi.fn();
  listeners.add(listener);
  listeners.clear();
  listeners.notify();
  expect(listener).not.toHaveBeenCalled();
  expect(listeners.size).toBe(0);
});

test("what is no function is refused", () => {
  const refused = expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" });
  for (const listener of [undefined, null, {}]) {
    expect(() => new Listeners().add(listener as unknown as () => void)).toThrow(refused);
  }
});
