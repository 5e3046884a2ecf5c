// A clock that stands still until the test moves it.

export class HeldClock {
  wall = 1_790_000_000_000;
  mono = 5_000.25;
  #timers = new Map();
  #nextTimer = 1;
  /** Those who wait for a timer to be set, by its milliseconds. */
  #expected = new Map();

  now = () => this.wall;
  monotonic = () => this.mono;
  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    this.#timers.set(id, { run, at: this.mono + ms, ms });
    this.#expected.get(ms)?.();
    return id;
  };
  clearTimeout = (id) => {
    this.#timers.delete(id);
  };

  get timers() {
    return this.#timers.size;
  }

  /** Time passes on both clocks, and timers fire when they are due. */
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

  /** Waits until there is a timer of that many milliseconds, however long the network takes until then, and lets that time pass. */
  async passTimer(ms) {
    if (![...this.#timers.values()].some((timer) => timer.ms === ms)) {
      await expected(`a timer of ${ms} ms`, (resolve) => this.#expected.set(ms, resolve));
      this.#expected.delete(ms);
    }
    await this.pass(ms);
  }

  /** The machine sleeps: only the wall clock goes on, and timers fire late. */
  sleep(ms) {
    this.wall += ms;
  }

  #set(mono) {
    this.wall += mono - this.mono;
    this.mono = mono;
  }
}

/** A promise of what has to happen by itself: in vain, it fails the test that waits for it, and not those after it. */
export function expected(what, begin) {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error(`There never was ${what}.`)), 30_000);
    begin(() => {
      clearTimeout(patience);
      resolve();
    });
  });
}

/** Lets everything that was resolved take its turn. */
export async function settle() {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
