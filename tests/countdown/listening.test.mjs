// Who is told what, and when, if listeners come and go while others are being told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { updatePhonePackage } from "../support/packed.mjs";

const { createCountdown } = updatePhonePackage;

const start = (durationMs = 60_000, clock = new HeldClock()) => ({
  clock,
  countdown: createCountdown(durationMs, { clock }),
});

/** Collects what a countdown gives until it ends or is cancelled. */
async function collect(countdown, onNumber = () => {}) {
  const seen = [];
  for await (const seconds of countdown) {
    seen.push(seconds);
    onNumber(seconds);
  }
  return seen;
}

test("nothing runs until somebody listens, and looking is not listening", async () => {
  const { clock, countdown } = start();
  assert.equal(countdown.remainingSeconds, 60);
  assert.equal(countdown.isExpired, false);
  const iterator = countdown[Symbol.asyncIterator]();
  assert.equal(clock.timers, 0);
  await clock.pass(70_000);
  assert.equal(countdown.isExpired, true);
  assert.deepEqual(await iterator.next(), { value: 0, done: false });
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test("each whole second is told exactly once, to listeners who came at different times", async () => {
  const { clock, countdown } = start(12_345.5);
  const early = [];
  const late = [];
  countdown.subscribe((seconds) => early.push(seconds));
  await clock.pass(3_500);
  countdown.subscribe((seconds) => late.push(seconds));
  await clock.pass(60_000);
  const from = (first) => Array.from({ length: first + 1 }, (_, i) => first - i);
  assert.deepEqual(early, from(13));
  assert.deepEqual(late, from(9));
});

test("who subscribes after the end is told zero, once, and no timer runs", async () => {
  const { clock, countdown } = start(1_000);
  clock.wall += 1_000;
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  assert.equal(clock.timers, 0);
  await clock.pass(5_000);
  assert.deepEqual(told, [0]);
});

test("a number that comes due while somebody subscribes is told to those who wait for it", () => {
  const { clock, countdown } = start();
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  clock.sleep(30_000);
  countdown.subscribe(() => undefined);
  assert.deepEqual(told, [60, 30]);
});

test("subscribing inside a listener tells the new one at once, and nobody twice", async () => {
  const { clock, countdown } = start(3_000);
  const told = [];
  countdown.subscribe((seconds) => {
    told.push(`outer ${seconds}`);
    if (seconds === 2) countdown.subscribe((inner) => told.push(`inner ${inner}`));
  });
  await clock.pass(5_000);
  assert.deepEqual(told, ["outer 3", "outer 2", "inner 2", "outer 1", "inner 1", "outer 0", "inner 0"]);
});

test("a listener may start another countdown of the same clock, also when its own has ended", async () => {
  const clock = new HeldClock();
  const told = [];
  const restart = (rounds) =>
    createCountdown(1_000, { clock }).subscribe((seconds) => {
      told.push([clock.mono - 5_000.25, seconds]);
      if (seconds === 0 && rounds > 0) restart(rounds - 1);
    });
  restart(2);
  await clock.pass(10_000);
  assert.deepEqual(told, [
    [0, 1],
    [1_000, 0],
    [1_000, 1],
    [2_000, 0],
    [2_000, 1],
    [3_000, 0],
  ]);
  assert.equal(clock.timers, 0);
});

test("unsubscribing inside the only listener stops the timer, and a new start has the whole second", async () => {
  const { clock, countdown } = start(10_000);
  const told = [];
  const stop = countdown.subscribe((seconds) => {
    told.push(seconds);
    if (seconds !== 8) return;
    stop();
    stop();
    countdown.subscribe((again) => told.push(`again ${again}`));
  });
  await clock.pass(3_500);
  assert.deepEqual(told, [10, 9, 8, "again 8", "again 7"]);
  assert.equal(clock.timers, 1);
});

test("a listener that cancels when it is called at once leaves no timer behind", () => {
  const { clock, countdown } = start();
  countdown.subscribe(() => countdown.cancel());
  assert.equal(clock.timers, 0);
});

test("a listener that cancels while the signal is read ends the listening, and the signal is had", () => {
  const { clock, countdown } = start();
  countdown.subscribe((seconds) => {
    if (seconds < 60) countdown.cancel();
  });
  clock.sleep(20_000);
  assert.equal(countdown.signal.aborted, false);
  assert.equal(clock.timers, 0);
});

test("a listener that lets time pass and others be told does not have them told an old number", async () => {
  const { clock, countdown } = start();
  const told = [];
  countdown.subscribe((seconds) => {
    if (seconds !== 59) return;
    clock.sleep(10_000);
    countdown.subscribe(() => undefined);
  });
  countdown.subscribe((seconds) => told.push(seconds));
  await clock.pass(1_000);
  assert.deepEqual(told, [60, 49]);
});

test("slow listeners do not make those of other countdowns late", async () => {
  const clock = new HeldClock();
  const took = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => {
    // As a listener that keeps the thread busy: time passes, and no timer fires.
    if (seconds === 59) [clock.wall, clock.mono] = [clock.wall + 400, clock.mono + 400];
  });
  createCountdown(60_500, { clock }).subscribe((seconds) => took.push([clock.mono - 5_000.25, seconds]));
  await clock.pass(1_600);
  assert.deepEqual(took, [
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
  assert.deepEqual(await busy, [60, 59, 58]);
  assert.deepEqual(await waiting, [60, 59, 58]);
  assert.equal(clock.timers, 0);
  assert.equal(countdown.remainingSeconds, 55);
});

test("after a cancel one can listen anew", async () => {
  const { clock, countdown } = start(3_000);
  const { signal } = countdown;
  countdown.cancel();
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  const again = countdown.signal;
  const seen = collect(countdown);
  await settle();
  await clock.pass(4_000);
  assert.deepEqual(told, [3, 2, 1, 0]);
  assert.deepEqual(await seen, [3, 2, 1, 0]);
  assert.deepEqual([signal.aborted, again.aborted], [false, true]);
});

test("a loop that is left early stops listening", async () => {
  const { clock, countdown } = start();
  for await (const seconds of countdown) if (seconds === 60) break;
  await settle();
  assert.equal(clock.timers, 0);
});

test("several iterations at once each get every second", async () => {
  const { clock, countdown } = start(2_000);
  const iterations = [collect(countdown), collect(countdown)];
  await settle();
  await clock.pass(3_000);
  assert.deepEqual(await Promise.all(iterations), [
    [2, 1, 0],
    [2, 1, 0],
  ]);
});

test("one timer serves countdowns of every phase, and each is told at its own time", async () => {
  const clock = new HeldClock();
  const late = [];
  for (let i = 0; i < 500; i += 1) {
    const durationMs = 2_000 + 7 * i;
    createCountdown(durationMs, { clock }).subscribe((seconds) => {
      const passed = clock.mono - 5_000.25;
      if (passed > 0) late.push(passed - (durationMs - seconds * 1_000));
      assert.equal(clock.timers <= 1, true);
    });
  }
  assert.equal(clock.timers, 1);
  await clock.pass(6_000);
  assert.deepEqual(new Set(late), new Set([0]));
  assert.equal(clock.timers, 0);
});
