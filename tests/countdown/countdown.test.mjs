import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { entryUrl, updatePhonePackage } from "../support/packed.mjs";

const { createCountdown, UpdatePhoneError } = updatePhonePackage;

const entry = JSON.stringify(entryUrl("update-phone"));

/** What a program of its own process prints. */
const run = (program) => execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });

const start = (durationMs = 60_000) => {
  const clock = new HeldClock();
  return { clock, countdown: createCountdown(durationMs, { clock }) };
};

test("time left follows the table that the core is held against too", () => {
  const { cases } = JSON.parse(readFileSync(new URL("../core/vectors/deadline.json", import.meta.url), "utf8"));
  for (const { name, durationMs, readings } of cases) {
    const { clock, countdown } = start(durationMs);
    const { wall, mono } = clock;
    for (const [wallMs, monotonicMs, remainingMs] of readings) {
      clock.wall = wall + wallMs;
      clock.mono = mono + monotonicMs;
      assert.equal(countdown.remainingMs, remainingMs, `${name}: at ${wallMs}/${monotonicMs}`);
      assert.equal(countdown.remainingSeconds, Math.ceil(remainingMs / 1000));
      assert.equal(countdown.isExpired, remainingMs === 0);
    }
  }
});

test("a subscriber is called at once, at each change of the seconds, at zero, and never again", async () => {
  const { clock, countdown } = start(2500);
  const told = [];
  countdown.subscribe((seconds) => told.push([clock.mono - 5_000.25, seconds]));
  await clock.pass(10_000);
  assert.deepEqual(told, [
    [0, 3],
    [500, 2],
    [1500, 1],
    [2500, 0],
  ]);
  assert.equal(clock.timers, 0);
});

test("one timer serves all countdowns of a clock, and none runs without listeners", async () => {
  const clock = new HeldClock();
  const countdowns = Array.from({ length: 100 }, (_, i) => createCountdown(60_000 + i, { clock }));
  assert.equal(clock.timers, 0);
  const stops = countdowns.map((countdown) => countdown.subscribe(() => undefined));
  assert.equal(clock.timers, 1);
  await clock.pass(5_000);
  assert.equal(clock.timers, 1);
  for (const stop of stops) stop();
  assert.equal(clock.timers, 0);
});

test("after sleep the next look shows the truth", async () => {
  const { clock, countdown } = start();
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  clock.sleep(45_000);
  await clock.pass(1_000);
  assert.deepEqual(told, [60, 14]);
});

test("the signal is aborted at zero, and at once when time was up before", async () => {
  const { clock, countdown } = start(1500);
  const { signal } = countdown;
  assert.equal(signal.aborted, false);
  assert.equal(countdown.signal, signal);
  await clock.pass(1499);
  assert.equal(signal.aborted, false);
  await clock.pass(1);
  assert.equal(signal.aborted, true);
  assert.equal(signal.reason.name, "TimeoutError");
  assert.equal(createCountdown(0, { clock }).signal.aborted, true);
});

test("iterating gives each second once and ends after zero", async () => {
  const { clock, countdown } = start(3000);
  const seen = [];
  const iterating = (async () => {
    for await (const seconds of countdown) seen.push(seconds);
  })();
  await settle();
  await clock.pass(5_000);
  await iterating;
  assert.deepEqual(seen, [3, 2, 1, 0]);
  assert.equal(clock.timers, 0);
});

test("a slow iteration skips what has passed meanwhile", async () => {
  const { clock, countdown } = start(10_000);
  const iterator = countdown[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value, 10);
  await clock.pass(4_200);
  assert.equal((await iterator.next()).value, 6);
});

test("a listener that throws does not stop the others, and its error is not lost", () => {
  const output = run(`
    import { createCountdown } from ${entry};
    process.on("uncaughtException", (error) => console.log(error.message));
    const countdown = createCountdown(700);
    countdown.subscribe(() => { throw new Error("mine") });
    countdown.subscribe((seconds) => console.log(seconds));
    for await (const seconds of countdown);
  `);
  assert.deepEqual(output.split("\n").sort(), ["", "0", "1", "mine", "mine"]);
});

test("a listener may end others and itself", async () => {
  const { clock, countdown } = start(3000);
  const told = [];
  const stopFirst = countdown.subscribe((seconds) => {
    told.push(`first ${seconds}`);
    if (seconds === 2) {
      stopSecond();
      stopFirst();
    }
  });
  const stopSecond = countdown.subscribe((seconds) => told.push(`second ${seconds}`));
  await clock.pass(3000);
  assert.deepEqual(told, ["first 3", "second 3", "first 2"]);
  assert.equal(clock.timers, 0);
});

test("cancel ends listeners and iterations without reaching zero, and time goes on", async () => {
  const { clock, countdown } = start();
  const told = [];
  countdown.subscribe((seconds) => told.push(seconds));
  const { signal } = countdown;
  const iterator = countdown[Symbol.asyncIterator]();
  await iterator.next();
  const pending = iterator.next();
  await settle();
  countdown.cancel();
  assert.equal((await pending).done, true);
  await clock.pass(61_000);
  assert.deepEqual(told, [60]);
  assert.equal(signal.aborted, false);
  assert.equal(countdown.isExpired, true);
  assert.equal(clock.timers, 0);
});

test("a start in the past counts from then, one in the future from now", () => {
  const clock = new HeldClock();
  assert.equal(createCountdown(60_000, { clock, startedAt: clock.wall - 15_000 }).remainingSeconds, 45);
  const later = createCountdown(60_000, { clock, startedAt: clock.wall + 3_600_000 });
  assert.equal(later.remainingSeconds, 60);
  clock.wall += 10_000;
  assert.equal(later.remainingSeconds, 50);
  assert.equal(later.expiresAt, clock.wall + 50_000);
});

test("a duration or start that is no finite number is refused", () => {
  for (const [durationMs, options] of [
    [Number.NaN],
    [-1],
    ["60"],
    [Number.POSITIVE_INFINITY],
    [1, { startedAt: Number.NaN }],
    [1, { clock: {} }],
    [1, { clock: null }],
  ]) {
    assert.throws(
      () => createCountdown(durationMs, options),
      (error) => error instanceof UpdatePhoneError && error.code === "ERR_INVALID_ARGUMENT",
    );
  }
});

test("listening keeps no Node process alive, a pending iteration does", () => {
  const began = performance.now();
  const listening = run(`
    import { createCountdown } from ${entry};
    const countdown = createCountdown(20_000);
    countdown.subscribe((seconds) => console.log(seconds));
    countdown.signal.addEventListener("abort", () => console.log("late"));
  `);
  assert.equal(listening, "20\n");
  assert.ok(performance.now() - began < 15_000);
  const iterating = run(`
    import { createCountdown } from ${entry};
    for await (const seconds of createCountdown(1_200)) console.log(seconds);
  `);
  assert.equal(iterating, "2\n1\n0\n");
});
