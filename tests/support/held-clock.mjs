// A clock that stands still until the test advances it.

export class HeldClock {
  wall = 1_790_000_000_000;
  mono = 5_000.25;
  #timers = new Map();
  #nextTimer = 1;
  /** Callbacks that wait until a timer is set, by its milliseconds. */
  #waiting = new Map();

  now = () => this.wall;
  monotonic = () => this.mono;
  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    this.#timers.set(id, { run, at: this.mono + ms, ms });
    this.#waiting.get(ms)?.();
    return id;
  };
  clearTimeout = (id) => {
    this.#timers.delete(id);
  };

  get timers() {
    return this.#timers.size;
  }

  /** Advances both clocks and runs the timers that become due. */
  async pass(ms) {
    const end = this.mono + ms;
    for (;;) {
      const [id, due] = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (!due) break;
      this.#timers.delete(id);
      this.#set(Math.max(due.at, this.mono));
      due.run();
      await settle();
    }
    this.#set(end);
    await settle();
  }

  /** Waits until a timer of that many milliseconds is set, then advances both clocks by that time. */
  async passTimer(ms) {
    if (![...this.#timers.values()].some((timer) => timer.ms === ms)) {
      await expected(`a timer of ${ms} ms`, (resolve) => this.#waiting.set(ms, resolve));
      this.#waiting.delete(ms);
    }
    await this.pass(ms);
  }

  /** Simulates sleep of the machine: only the wall clock advances, and timers fire late. */
  sleep(ms) {
    this.wall += ms;
  }

  #set(mono) {
    this.wall += mono - this.mono;
    this.mono = mono;
  }
}

/**
 * A promise of an event that happens by itself. If it does not happen within 30 s, the promise rejects, so that the right test fails.
 * `begin(resolve)` starts listening.
 */
export function expected(what, begin) {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`There never was ${what}.`)), 30_000);
    begin(() => {
      clearTimeout(timeout);
      resolve();
    });
  });
}

/** Runs the callbacks of all promises that are resolved. */
export async function settle() {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
