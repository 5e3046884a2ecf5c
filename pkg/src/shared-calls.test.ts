import { expect, test, vi } from "vitest";
import { SharedCalls } from "./shared-calls.js";
import { settle } from "./testing/held-clock.js";
import { InnerSignal, type Signal } from "./time/signal.js";

/** Calls that settle when the test says so, and the signals that they got. */
function heldCalls() {
  const calls: { signal: Signal; resolve: (value: string) => void; reject: (reason: unknown) => void }[] = [];
  const start = (signal: Signal) =>
    new Promise<string>((resolve, reject) => {
      calls.push({ signal, resolve, reject });
    });
  const call = (index: number) => {
    const held = calls[index];
    if (!held) throw new Error(`There is no call ${index}.`);
    return held;
  };
  return { start, calls, call, shared: new SharedCalls() };
}

test("equal calls in flight share one start and its outcome", async () => {
  const { start, calls, call, shared } = heldCalls();
  const joined = [shared.join("key", [], start), shared.join("key", [], start)];
  await settle();
  joined.push(shared.join("key", [], start));
  expect(calls.length).toBe(1);
  call(0).resolve("answer");
  expect(await Promise.all(joined)).toStrictEqual(["answer", "answer", "answer"]);
});

test("a failure is the outcome of all", async () => {
  const { start, call, shared } = heldCalls();
  const joined = [shared.join("key", [], start), shared.join("key", [], start)];
  call(0).reject(new Error("of the call"));
  for (const outcome of joined) await expect(outcome).rejects.toThrow("of the call");
});

test("calls with different keys share nothing", () => {
  const { start, calls, shared } = heldCalls();
  for (const key of ["key", "another key", Symbol("key"), Symbol("key")]) void shared.join(key, [], start);
  expect(calls.length).toBe(4);
});

test("after the outcome an equal call starts anew", async () => {
  const { start, calls, call, shared } = heldCalls();
  const first = shared.join("key", [], start);
  call(0).resolve("first");
  await first;
  const second = shared.join("key", [], start);
  expect(calls.length).toBe(2);
  call(1).resolve("second");
  expect(await second).toBe("second");
});

test("a signal ends its caller's wait alone, even the first one's", async () => {
  const { start, call, shared } = heldCalls();
  const signals = [new InnerSignal(), new InnerSignal()] as const;
  const first = shared.join("key", [signals[0]], start);
  const second = shared.join("key", [signals[1]], start);
  signals[0].abort("the first has gone");
  await expect(first).rejects.toBe("the first has gone");
  expect(call(0).signal.aborted).toBe(false);
  call(0).resolve("answer");
  expect(await second).toBe("answer");
});

test("any of a caller's signals ends the wait, with its own reason", async () => {
  const { start, shared } = heldCalls();
  const signals = [new InnerSignal(), new InnerSignal()] as const;
  const waiting = shared.join("key", signals, start);
  signals[1].abort("the second signal");
  signals[0].abort("too late");
  await expect(waiting).rejects.toBe("the second signal");
});

test("the call is aborted when the last caller has gone, with that caller's reason", async () => {
  const { start, call, shared } = heldCalls();
  const signals = [new InnerSignal(), new InnerSignal()] as const;
  const joined = signals.map((signal) => shared.join("key", [signal], start));
  signals[0].abort("one");
  await expect(joined[0]).rejects.toBe("one");
  expect(call(0).signal.aborted).toBe(false);
  signals[1].abort("two");
  await expect(joined[1]).rejects.toBe("two");
  expect([call(0).signal.aborted, call(0).signal.reason]).toStrictEqual([true, "two"]);
});

test("an aborted call is not joined", async () => {
  const { start, calls, call, shared } = heldCalls();
  const signal = new InnerSignal();
  const gone = shared.join("key", [signal], start);
  signal.abort("gone");
  await expect(gone).rejects.toBe("gone");
  const next = shared.join("key", [], start);
  expect(calls.length).toBe(2);
  call(1).resolve("answer");
  expect(await next).toBe("answer");
});

test("a caller who comes in the moment in which the last one goes keeps the call alive", async () => {
  const { start, calls, call, shared } = heldCalls();
  const signal = new InnerSignal();
  const unmounted = shared.join("key", [signal], start);
  signal.abort("unmounted");
  const mounted = shared.join("key", [], start);
  await expect(unmounted).rejects.toBe("unmounted");
  expect(call(0).signal.aborted).toBe(false);
  call(0).resolve("answer");
  expect(await mounted).toBe("answer");
  expect(calls.length).toBe(1);
});

test("the late outcome of an aborted call does not take its successor out of flight", async () => {
  const { start, calls, call, shared } = heldCalls();
  const signal = new InnerSignal();
  const gone = shared.join("key", [signal], start);
  signal.abort("gone");
  await expect(gone).rejects.toBe("gone");
  void shared.join("key", [], start);
  call(0).reject(new Error("late"));
  await settle();
  void shared.join("key", [], start);
  expect(calls.length).toBe(2);
});

test("no listener stays on a signal after the outcome", async () => {
  const { start, call, shared } = heldCalls();
  const signal = new InnerSignal();
  const remove = vi.spyOn(signal, "removeEventListener");
  const add = vi.spyOn(signal, "addEventListener");
  const waiting = shared.join("key", [signal], start);
  call(0).resolve("answer");
  await waiting;
  expect(remove.mock.calls).toStrictEqual(add.mock.calls);
  expect(add).toHaveBeenCalledTimes(1);
});
