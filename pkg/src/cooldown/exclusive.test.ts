import { expect, test, vi } from "vitest";
import { HeldClock, settle } from "../testing/held-clock.js";
import { installLocks, WebLocks } from "../testing/web-locks.js";
import { InnerSignal } from "../time/signal.js";
import { runExclusively } from "./exclusive.js";

/** Work that is done when the test says so. */
function heldWork(): { work: () => Promise<string>; finish: () => void } {
  let finish = (): void => {};
  const done = new Promise<string>((resolve) => {
    finish = () => resolve("done");
  });
  return { work: vi.fn(() => done), finish };
}

test("work under the same name takes turns, and under another name does not wait", async () => {
  installLocks(new WebLocks());
  const clock = new HeldClock();
  const [first, second, other] = [heldWork(), heldWork(), heldWork()];
  const running = [
    runExclusively("name", clock, new InnerSignal(), first.work),
    runExclusively("name", clock, new InnerSignal(), second.work),
    runExclusively("another name", clock, new InnerSignal(), other.work),
  ];
  await settle();
  expect(first.work).toHaveBeenCalledTimes(1);
  expect(other.work).toHaveBeenCalledTimes(1);
  expect(second.work).not.toHaveBeenCalled();
  first.finish();
  await settle();
  expect(second.work).toHaveBeenCalledTimes(1);
  second.finish();
  other.finish();
  expect(await Promise.all(running)).toStrictEqual(["done", "done", "done"]);
  expect(clock.timers).toBe(0);
});

test("after work that fails the next one begins, and the failure is passed on", async () => {
  installLocks(new WebLocks());
  const clock = new HeldClock();
  const work = vi.fn(() => Promise.reject(new Error("of the work")));
  const failing = runExclusively("name", clock, new InnerSignal(), work);
  const next = runExclusively("name", clock, new InnerSignal(), () => Promise.resolve("next"));
  await expect(failing).rejects.toThrow("of the work");
  expect(await next).toBe("next");
  expect(work).toHaveBeenCalledTimes(1);
});

test("a lock that a frozen tab holds is waited for thirty seconds, and then the work runs without it", async () => {
  const locks = installLocks(new WebLocks());
  const clock = new HeldClock();
  void locks.request("name", {}, () => new Promise(() => {}));
  const work = vi.fn(() => Promise.resolve("done"));
  const running = runExclusively("name", clock, new InnerSignal(), work);
  await settle();
  await clock.pass(29_999);
  expect(work).not.toHaveBeenCalled();
  await clock.pass(1);
  expect(await running).toBe("done");
  expect(clock.timers).toBe(0);
});

test("work that takes longer than thirty seconds is not begun a second time", async () => {
  installLocks(new WebLocks());
  const clock = new HeldClock();
  const { work, finish } = heldWork();
  const running = runExclusively("name", clock, new InnerSignal(), work);
  await clock.pass(60_000);
  finish();
  expect(await running).toBe("done");
  expect(work).toHaveBeenCalledTimes(1);
});

test("a signal ends the waiting with its reason, and the work never runs", async () => {
  const locks = installLocks(new WebLocks());
  const clock = new HeldClock();
  const first = heldWork();
  const running = runExclusively("name", clock, new InnerSignal(), first.work);
  const signal = new InnerSignal();
  const work = vi.fn(() => Promise.resolve("done"));
  const waiting = runExclusively("name", clock, signal, work);
  await settle();
  expect(locks.requested).toStrictEqual(["name", "name"]);
  signal.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  first.finish();
  await running;
  await settle();
  expect(work).not.toHaveBeenCalled();
  expect(clock.timers).toBe(0);
});

test.each([
  ["are refused", { request: () => Promise.reject(new DOMException("blocked", "SecurityError")) }],
  [
    "throw",
    {
      request() {
        throw new DOMException("blocked", "SecurityError");
      },
    },
  ],
  ["are no locks", {}],
  ["do not exist", undefined],
])("where locks %s, the work runs at once", async (_, locks) => {
  installLocks(locks);
  const clock = new HeldClock();
  const work = vi.fn(() => Promise.resolve("done"));
  expect(await runExclusively("name", clock, new InnerSignal(), work)).toBe("done");
  expect(work).toHaveBeenCalledTimes(1);
  expect(clock.timers).toBe(0);
});
