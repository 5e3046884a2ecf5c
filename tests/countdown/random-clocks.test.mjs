// What must be true of a countdown whatever the clocks do, with subscribers who listen meanwhile. The core's deadline is held
// against the same in tests/core/deadline_properties.rs.
//
//   UPDATE_PHONE_TEST_SEED=N    the seed of the sequences; default: from the clock
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../phone/random.mjs";
import { updatePhonePackage } from "../support/packed.mjs";

const { createCountdown } = updatePhonePackage;

const SEQUENCES = 20_000;
const seed = Number(process.env.UPDATE_PHONE_TEST_SEED ?? Date.now() % 2 ** 32);

/** Readings are sums of milliseconds since 1970, which are this exact. */
const ROUNDING = 0.01;
/** Delays are whole milliseconds, and what is due is rounded up to one. */
const TIMERS_ARE_LATE_BY = 3;
/** How long a listener may wait for a clock that jumped while no timer was due. */
const LONGEST_WAIT = 1_000;

/** A world with a machine that sleeps, a wall clock that is set and clocks that break; the truth is known. */
class World {
  elapsed = 0;
  #asleep = 0;
  ahead = 0;
  wasAhead = 0;
  isWallTold = true;
  isMonotonicTold = true;
  timers = new Map();
  #nextTimer = 1;

  now = () => told(this.isWallTold, 1_790_000_000_000 + this.elapsed + this.ahead);
  monotonic = () => told(this.isMonotonicTold, 5_000.25 + this.#awake);
  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    this.timers.set(id, { run, at: this.#awake + ms });
    return id;
  };
  clearTimeout = (id) => this.timers.delete(id);

  get #awake() {
    return this.elapsed - this.#asleep;
  }

  pass(ms) {
    const end = this.#awake + ms;
    for (;;) {
      const [next] = this.timers;
      if (!next || next[1].at > end) break;
      const [id, { run, at }] = next;
      this.timers.delete(id);
      this.elapsed += Math.max(0, at - this.#awake);
      run();
      assert.ok(this.timers.size <= 1, `${this.timers.size} timers`);
    }
    this.elapsed += end - this.#awake;
  }

  sleep(ms) {
    this.elapsed += ms;
    this.#asleep += ms;
  }

  set(ms) {
    this.ahead += ms;
    this.wasAhead = Math.max(this.wasAhead, this.ahead);
  }

  /** Whether a clock that tells the time has seen all of it: by the wall clock, or without having slept. */
  get isTruthSeen() {
    return (this.isWallTold === true && this.ahead >= 0) || (this.isMonotonicTold === true && this.#asleep === 0);
  }
}

function told(isTold, time) {
  if (isTold === "throws") throw new Error("this clock is broken");
  return isTold ? time : Number.NaN;
}

test(`time left is right in ${SEQUENCES.toLocaleString("en-US")} random sequences`, () => {
  const random = createRandom(seed);
  const calls = { looks: 0, told: 0 };
  for (let i = 0; i < SEQUENCES; i += 1) {
    const steps = [];
    try {
      runSequence(random, steps, calls);
    } catch (error) {
      error.message = `seed ${seed}, sequence ${i}: ${steps.join(", ")}: ${error.message}`;
      throw error;
    }
  }
  console.log(
    `countdown: ${SEQUENCES} random sequences, ${calls.looks} looks at the clocks, ${calls.told} numbers told, seed ${seed}`,
  );
});

function runSequence(random, steps, calls) {
  const milliseconds = () =>
    random.weighted([
      [4, random.below(5_000)],
      [4, random.below(90_000)],
      [2, random.below(3_000_000) / 1024],
      [1, random.below(1e9)],
    ]);
  const durationMs = random.weighted([
    [3, 60_000],
    [2, random.below(120_000)],
    [2, random.below(30_000_000) / 1024],
  ]);
  steps.push(`${durationMs} ms`);

  const world = new World();
  const countdown = createCountdown(durationMs, { clock: world });
  const { signal } = countdown;
  const logs = [[], []];
  const listen = (log) => countdown.subscribe((seconds) => log.push(seconds));
  const stops = [listen(logs[0])];
  let before = durationMs;

  /** Looks, and holds what is left against the truth. */
  const look = () => {
    const left = countdown.remainingMs;
    const truth = durationMs - world.elapsed;
    calls.looks += 1;
    assert.ok(left >= 0 && left <= durationMs, `${left} are left`);
    assert.ok(left <= before, `what is left grows from ${before} to ${left}`);
    if (world.isTruthSeen) assert.ok(left <= Math.max(0, truth) + ROUNDING, `${left} are promised, ${truth} are left`);
    assert.ok(left >= truth - world.wasAhead - ROUNDING, `${left} are shown, ${truth} are left`);
    assert.equal(countdown.isExpired, left === 0);
    assert.equal(countdown.remainingSeconds, Math.ceil(left / 1_000));
    before = left;
    return left;
  };

  const doStep = {
    // Not for days: a countdown that a clock keeps from ending has a timer each second.
    pass: (ms) => world.pass(Math.min(ms, 200_000)),
    sleep: (ms) => world.sleep(ms),
    back: (ms) => world.set(-ms),
    forward: (ms) => world.set(ms),
    wall: () => (world.isWallTold = random.pick([true, false, "throws"])),
    monotonic: () => (world.isMonotonicTold = random.pick([true, false, "throws"])),
    listen: () => stops[1] ?? (stops[1] = listen(logs[1])),
    stop: () => stops[1]?.(),
  };
  const kinds = [5, 2, 1, 1, 1, 1, 1, 1].map((weight, kind) => [weight, Object.keys(doStep)[kind]]);
  for (let step = random.between(1, 8); step > 0; step -= 1) {
    const [name, ms] = [random.weighted(kinds), milliseconds()];
    steps.push(`${name} ${ms}`);
    doStep[name](ms);
    look();
  }

  // What was told is as right as what is shown, as soon as timers have had their turn.
  world.isWallTold = world.isMonotonicTold = true;
  steps.push("the end");
  world.pass(LONGEST_WAIT + TIMERS_ARE_LATE_BY);
  const shown = logs[0].at(-1);
  const left = look();
  assert.ok(
    Math.abs(shown - left / 1_000) < 1 + TIMERS_ARE_LATE_BY / 1_000,
    `${shown} s are shown, ${left} ms are left`,
  );
  world.pass(durationMs + LONGEST_WAIT);
  assert.equal(look(), 0);
  assert.equal(signal.aborted, true);
  assert.equal(logs[0][0], Math.ceil(durationMs / 1_000));
  assert.equal(logs[0].at(-1), 0);
  for (const log of logs) {
    for (let i = 1; i < log.length; i += 1) assert.ok(log[i] < log[i - 1], `told ${log.join(" ")}`);
    calls.told += log.length;
  }
  assert.equal(world.timers.size, 0);
  const lengths = logs.map(({ length }) => length);
  world.pass(2 * LONGEST_WAIT);
  assert.deepEqual(
    logs.map(({ length }) => length),
    lengths,
  );
}
