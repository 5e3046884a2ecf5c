// The clock of one storm flow: it runs as the machine's does, can be stepped, and counts what is left on it.

/** Milliseconds by a clock that all processes of one machine share. */
export const moment = () => Number(process.hrtime.bigint()) / 1e6;

/** A timer of the runtime that is to run later runs at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The package lives by `now` and `monotonic`; the service is told `ahead`, which only ever grows, and is what is true. */
export class StormClock {
  ahead = 0;
  #wallAhead = 0;
  #asleep = 0;
  #timers = new Map();
  #nextTimer = 1;

  now = () => Date.now() + this.ahead + this.#wallAhead;
  monotonic = () => performance.now() + this.ahead - this.#asleep;

  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    const timer = { run, dueAt: this.monotonic() + ms, real: undefined };
    this.#timers.set(id, timer);
    this.#arm(id, timer);
    return id;
  };
  clearTimeout = (id) => {
    clearTimeout(this.#timers.get(id)?.real);
    this.#timers.delete(id);
  };

  get timers() {
    return this.#timers.size;
  }

  /** Takes back what is left, so that it is one flow's trouble only. */
  stop() {
    for (const id of [...this.#timers.keys()]) this.clearTimeout(id);
  }

  /** Time passes on all clocks at once. */
  pass(ms) {
    this.ahead += ms;
    for (const [id, timer] of this.#timers) this.#arm(id, timer);
  }

  /** The machine sleeps: its wall clock alone goes on, and the service's. */
  sleep(ms) {
    this.ahead += ms;
    this.#asleep += ms;
  }

  setWall(by) {
    this.#wallAhead += by;
  }

  /** What both clocks show, for the log. */
  read() {
    return { wall: this.now(), monotonic: this.monotonic() };
  }

  #arm(id, timer) {
    clearTimeout(timer.real);
    // Timers of the runtime may be early by a part of a millisecond, those of a clock must not.
    const ms = Math.max(0, Math.ceil(timer.dueAt - this.monotonic()));
    timer.real = setTimeout(() => this.#fire(id, timer), Math.min(ms, LONGEST_MS));
  }

  #fire(id, timer) {
    if (timer.dueAt > this.monotonic()) return this.#arm(id, timer);
    this.#timers.delete(id);
    timer.run();
  }
}
