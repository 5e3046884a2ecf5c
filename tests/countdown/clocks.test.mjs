// What a countdown makes of clocks that are not as they should be, and of pages that are hidden, frozen or kept for later.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { updatePhonePackage } from "../support/packed.mjs";

const { createCountdown } = updatePhonePackage;

const fail = () => {
  throw new Error("this clock is broken");
};
const noNumbers = [["throws", fail], ...[Number.NaN, undefined, "noon", 1n].map((it) => [typeof it, () => it])];

for (const [how, broken] of noNumbers) {
  for (const name of ["now", "monotonic"]) {
    test(`when ${name}() tells no number (${how}), the other clock counts`, async () => {
      const clock = new HeldClock();
      const countdown = createCountdown(3_000, { clock });
      const told = [];
      countdown.subscribe((seconds) => told.push(seconds));
      await clock.pass(500);
      clock[name] = broken;
      await clock.pass(5_000);
      assert.deepEqual(told, [3, 2, 1, 0]);
      assert.equal(countdown.remainingMs, 0);
      assert.equal(clock.timers, 0);
    });
  }
}

test("a clock of which only one function tells the time is enough from the start", async () => {
  for (const name of ["now", "monotonic"]) {
    const clock = new HeldClock();
    clock[name] = fail;
    const countdown = createCountdown(3_000, { clock });
    await clock.pass(1_000);
    assert.equal(countdown.remainingMs, 2_000);
  }
});

test("while neither clock tells the time nothing is given back, and the truth is told afterwards", async () => {
  const clock = new HeldClock();
  const { now, monotonic } = clock;
  const countdown = createCountdown(60_000, { clock });
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  await clock.pass(10_000);
  Object.assign(clock, { now: fail, monotonic: () => Number.NaN });
  await clock.pass(20_000);
  assert.equal(countdown.remainingMs, 50_000);
  Object.assign(clock, { now, monotonic });
  await clock.pass(1_000);
  assert.deepEqual(told.slice(-2), [50, 29]);
});

test("a clock that tells no time at all, or not the one that the start is in, is refused", () => {
  const clock = new HeldClock();
  const invalid = { code: "ERR_INVALID_ARGUMENT" };
  clock.now = fail;
  assert.throws(() => createCountdown(60_000, { clock, startedAt: clock.wall }), invalid);
  clock.monotonic = () => Number.NaN;
  assert.throws(() => createCountdown(60_000, { clock }), invalid);
});

test("a wall clock that tells infinity ends a countdown, and not the timer of those that come after", async () => {
  const clock = new HeldClock();
  const { now } = clock;
  const told = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => told.push(seconds));
  clock.now = () => Number.POSITIVE_INFINITY;
  await clock.pass(1_000);
  assert.deepEqual(told, [60, 0]);
  clock.now = now;
  createCountdown(2_000, { clock }).subscribe((seconds) => told.push(seconds));
  await clock.pass(3_000);
  assert.deepEqual(told, [60, 0, 2, 1, 0]);
});

test("what a clock throws when a timer is set comes out, and the next try sets it", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  const countdown = createCountdown(2_000, { clock });
  clock.setTimeout = fail;
  assert.throws(() => countdown.subscribe(() => undefined), /this clock is broken/);
  clock.setTimeout = setTimeout;
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  assert.equal(clock.timers, 1);
  await clock.pass(3_000);
  assert.deepEqual(told, [2, 1, 0]);
});

test("a clock that cannot clear timers still has everybody told", async () => {
  const clock = new HeldClock();
  clock.clearTimeout = fail;
  const told = [];
  createCountdown(2_000, { clock }).subscribe((seconds) => told.push(seconds));
  await clock.pass(3_000);
  assert.deepEqual(told, [2, 1, 0]);
});

test("timers that fire early tell nobody early, and nobody twice", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  let timers = 0;
  clock.setTimeout = (run, ms) => {
    timers += 1;
    return setTimeout(run, Math.max(1, ms * 0.9 - 3));
  };
  const told = [];
  const late = [];
  createCountdown(3_000, { clock }).subscribe((seconds) => {
    told.push(seconds);
    late.push(clock.mono - 5_000.25 - (3_000 - seconds * 1_000));
  });
  await clock.pass(4_000);
  assert.deepEqual(told, [3, 2, 1, 0]);
  assert.ok(Math.min(...late) >= 0 && Math.max(...late) < 5, `late by ${late} ms`);
  assert.ok(timers < 30, `${timers} timers`);
});

test("a fraction of a millisecond that is left is waited for, and not asked for without end", async () => {
  const clock = new HeldClock();
  const told = [];
  const countdown = createCountdown(3_000, { clock });
  for (const [name, time] of [
    ["now", "wall"],
    ["monotonic", "mono"],
  ]) {
    const hair = time === "wall" ? 1e-3 : 1e-12;
    clock[name] = () => clock[time] - hair;
  }
  let timers = 0;
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => {
    timers += 1;
    assert.ok(ms >= 1 && Number.isInteger(ms), `a timer of ${ms} ms`);
    return setTimeout(run, ms);
  };
  countdown.subscribe((seconds) => told.push(seconds));
  await clock.pass(4_000);
  assert.deepEqual(told, [3, 2, 1, 0]);
  assert.ok(timers <= 8, `${timers} timers`);
});

test("timers that fire late skip numbers and are right", async () => {
  const clock = new HeldClock();
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => setTimeout(run, ms + 7_300);
  const countdown = createCountdown(20_000, { clock });
  const told = [];
  countdown.subscribe((seconds) => told.push([seconds, countdown.remainingSeconds]));
  await clock.pass(60_000);
  assert.ok(told.length > 2);
  for (const [seconds, truth] of told) assert.equal(seconds, truth);
  assert.equal(told.at(-1)[0], 0);
});

/** A page, as far as a countdown knows pages. */
function openPage() {
  const page = { document: new EventTarget(), window: new EventTarget(), listeners: 0 };
  for (const target of [page.document, page.window]) {
    const { addEventListener, removeEventListener } = target;
    target.addEventListener = (...rest) => (page.listeners++, addEventListener.apply(target, rest));
    target.removeEventListener = (...rest) => (page.listeners--, removeEventListener.apply(target, rest));
  }
  page.document.visibilityState = "visible";
  page.turn = (visibilityState) => {
    page.document.visibilityState = visibilityState;
    page.document.dispatchEvent(new Event("visibilitychange"));
  };
  Object.assign(globalThis, { document: page.document, window: page.window });
  return page;
}
afterEach(() => {
  delete globalThis.document;
  delete globalThis.window;
});

for (const [target, event] of [
  ["document", "visibilitychange"],
  ["document", "resume"],
  ["window", "pageshow"],
]) {
  test(`${event} brings the truth at once, and is listened to only while somebody listens`, async () => {
    const page = openPage();
    const clock = new HeldClock();
    const told = [];
    const stops = [60_000, 30_000].map((durationMs) =>
      createCountdown(durationMs, { clock }).subscribe((seconds) => told.push(seconds)),
    );
    clock.sleep(25_000);
    page[target].dispatchEvent(new Event(event));
    assert.deepEqual(told, [60, 30, 35, 5]);
    assert.equal(clock.timers, 1);
    for (const stop of stops) stop();
    assert.equal(page.listeners, 0);
    assert.equal(clock.timers, 0);
  });
}

test("a hidden page is told of the end alone, with few timers", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const countdown = createCountdown(60_000, { clock });
  const told = [];
  countdown.subscribe((seconds) => told.push([Math.ceil(clock.mono - 5_000.25), seconds]));
  const { signal } = countdown;
  page.turn("hidden");
  let timers = 0;
  const { setTimeout } = clock;
  clock.setTimeout = (run, ms) => ((timers += 1), setTimeout(run, ms));
  await clock.pass(59_999);
  assert.equal(signal.aborted, false);
  await clock.pass(1);
  assert.equal(signal.aborted, true);
  assert.deepEqual(told, [
    [0, 60],
    [60_000, 0],
  ]);
  assert.ok(timers <= 6, `${timers} timers`);
});

test("the signal is aborted and an iteration ends while the page is hidden", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const countdown = createCountdown(30_000, { clock });
  const { signal } = countdown;
  const seen = [];
  const iterating = (async () => {
    for await (const seconds of countdown) seen.push(seconds);
  })();
  await settle();
  page.turn("hidden");
  await clock.pass(30_000);
  await iterating;
  assert.deepEqual(seen, [30, 0]);
  assert.equal(signal.aborted, true);
});

test("who subscribes while the page is hidden is called at once", () => {
  const page = openPage();
  page.document.visibilityState = "hidden";
  const told = [];
  createCountdown(60_000, { clock: new HeldClock() }).subscribe((seconds) => told.push(seconds));
  assert.deepEqual(told, [60]);
});

test("a page that is shown again tells the number of that moment, and goes on by the second", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const told = [];
  createCountdown(60_000, { clock }).subscribe((seconds) => told.push(seconds));
  page.turn("hidden");
  await clock.pass(12_300);
  page.turn("visible");
  await clock.pass(1_700);
  assert.deepEqual(told, [60, 48, 47, 46]);
});

test("a hidden page that slept past the end hears of it within ten seconds", async () => {
  const page = openPage();
  const clock = new HeldClock();
  const { signal } = createCountdown(60_000, { clock });
  page.turn("hidden");
  clock.sleep(3_600_000);
  await clock.pass(10_000);
  assert.equal(signal.aborted, true);
});

test("a window that is no event target, as in React Native, is left alone", async () => {
  globalThis.window = {};
  const clock = new HeldClock();
  const told = [];
  const stop = createCountdown(60_000, { clock }).subscribe((seconds) => told.push(seconds));
  await clock.pass(1_000);
  stop();
  assert.deepEqual(told, [60, 59]);
});
