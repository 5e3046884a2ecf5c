import type { Clock } from "../types.js";

const ORIGIN = 5_000.25;

interface HeldTimer {
  readonly run: () => void;
  /** By `mono`. */
  readonly at: number;
  readonly ms: number;
}

/** A clock that stands still until the test moves it. As `tests/support/held-clock.mjs`, for unit tests. */
export class HeldClock implements Clock {
  /** What `now()` returns. */
  wall = 1_790_000_000_000;
  /** What `monotonic()` returns. */
  mono = ORIGIN;
  #timers = new Map<number, HeldTimer>();
  #nextTimer = 1;

  now = (): number => this.wall;
  monotonic = (): number => this.mono;
  setTimeout = (run: () => void, ms: number): unknown => {
    const id = this.#nextTimer++;
    this.#timers.set(id, { run, at: this.mono + ms, ms });
    return id;
  };
  clearTimeout = (id: unknown): void => {
    this.#timers.delete(id as number);
  };

  /** How many timers are pending. */
  get timers(): number {
    return this.#timers.size;
  }

  /** The delays of the pending timers. */
  get delays(): number[] {
    return [...this.#timers.values()].map(({ ms }) => ms);
  }

  /** Milliseconds that have passed on the monotonic clock. */
  get passed(): number {
    return this.mono - ORIGIN;
  }

  /** Time passes on both clocks, and timers fire when they are due. */
  async pass(ms: number): Promise<void> {
    const end = this.mono + ms;
    for (;;) {
      const [id, due] = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (id === undefined || !due) break;
      this.#timers.delete(id);
      this.#set(Math.max(due.at, this.mono));
      due.run();
      await settle();
    }
    this.#set(end);
    await settle();
  }

  /** The machine sleeps: only the wall clock goes on, and timers fire late. */
  sleep(ms: number): void {
    this.wall += ms;
  }

  #set(mono: number): void {
    this.wall += mono - this.mono;
    this.mono = mono;
  }
}

/** Lets all promises that are resolved run their callbacks. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
