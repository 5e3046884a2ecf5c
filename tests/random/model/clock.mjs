// The time of a random sequence: what is true, and what the two clocks of the machine show of it.
import { elapsed, mostElapsed } from "./elapsed.mjs";

const BEGIN = 1_790_000_000_000;
const BOOTED = 5_000.25;

/** A moment as both clocks showed it, and the true time `at`. */
const momentOf = (clock) => ({
  wall: clock.now(),
  monotonic: clock.monotonic(),
  at: clock.elapsed,
  peaks: clock.peaks.length,
});

/** Stands still until it is moved. The service lives by `elapsed`, the package by `now` and `monotonic`. */
export class WorldClock {
  /** True milliseconds since the beginning. */
  elapsed = 0;
  /** What the wall clock showed each time before it was set back. */
  peaks = [];
  #asleep = 0;
  #ahead = 0;
  #timers = new Map();
  #events = [];
  #nextTimer = 1;

  now = () => BEGIN + this.elapsed + this.#ahead;
  monotonic = () => BOOTED + this.#awake;
  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    this.#timers.set(id, { run, at: this.#awake + ms });
    return id;
  };
  clearTimeout = (id) => this.#timers.delete(id);

  get #awake() {
    return this.elapsed - this.#asleep;
  }

  get timers() {
    return this.#timers.size;
  }

  moment() {
    return momentOf(this);
  }

  /** By the service's clock. */
  serviceTime = () => BEGIN + this.elapsed;

  /** How much time the clocks show now since a moment. */
  seenSince(moment) {
    return elapsed(moment, this.moment());
  }

  /** The most that they have shown of it at any time. */
  seenAtMostSince(moment) {
    return mostElapsed(moment, this.moment(), this.peaks);
  }

  /** Something of the network's: it happens on time, or when the machine wakes. */
  after(ms, run) {
    this.#events.push({ run, at: this.elapsed + ms });
  }

  /** Time passes on both clocks; whatever is due happens, and `settle` is awaited after each. */
  async pass(ms, settle) {
    const end = this.elapsed + ms;
    for (;;) {
      const next = this.#next();
      if (!next || next.in > end - this.elapsed) break;
      this.elapsed += Math.max(0, next.in);
      next.take();
      next.run();
      await settle();
    }
    this.elapsed = Math.max(this.elapsed, end);
  }

  /** The machine sleeps: the wall clock alone goes on. */
  sleep(ms) {
    this.elapsed += ms;
    this.#asleep += ms;
  }

  /** Somebody, or the network's time, sets the wall clock. */
  setWall(by) {
    if (by < 0) this.peaks.push(this.now());
    this.#ahead += by;
  }

  #next() {
    let found;
    for (const [id, { run, at }] of this.#timers) {
      const left = at - this.#awake;
      if (!found || left < found.in) found = { in: left, run, take: () => this.#timers.delete(id) };
    }
    for (const event of this.#events) {
      const left = event.at - this.elapsed;
      const take = () => this.#events.splice(this.#events.indexOf(event), 1);
      if (!found || left < found.in) found = { in: left, run: event.run, take };
    }
    return found;
  }
}
