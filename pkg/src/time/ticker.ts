import type { Clock } from "../types.js";
import { type Instant, instantOf } from "./instant.js";

/** Something that has to be looked at from time to time. */
export interface Watched {
  /**
   * Looks at the time and tells whom it concerns. Answers in how many milliseconds it must be looked at again; `undefined` ends the
   * watching. `isHidden`: nobody sees the page, so only the end matters.
   */
  tick(now: Instant, isHidden: boolean): number | undefined;
}

/** Longer delays overflow a runtime's timer, which then fires at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Signs that time may have passed without timers: a tab shown again, a page back from a freeze or the back/forward cache. */
const WAKE_EVENTS: readonly [() => EventTarget | undefined, string][] = [
  [() => globalThis.document, "visibilitychange"],
  [() => globalThis.document, "resume"],
  [() => globalThis.window, "pageshow"],
];

/** Node's timers, and those of clocks that imitate them. */
type Timer = { ref?: () => void; unref?: () => void } | undefined;

/** One timer for all countdowns of a clock, and none while nobody listens. */
export class Ticker {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #timer: unknown;
  /** When the timer is due, by the monotonic clock. */
  #dueAt = Number.POSITIVE_INFINITY;
  /** How many pending iterations keep a Node process alive. */
  #holds = 0;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  static #ofClock = new WeakMap<Clock, Ticker>();

  static of(clock: Clock): Ticker {
    let ticker = Ticker.#ofClock.get(clock);
    if (!ticker) {
      ticker = new Ticker(clock);
      Ticker.#ofClock.set(clock, ticker);
    }
    return ticker;
  }

  /** Watches from now on, looking in `dueInMs` at the latest. */
  watch(watched: Watched, dueInMs: number): void {
    if (this.#watched.size === 0) this.#listen(true);
    this.#watched.add(watched);
    this.#wakeWithin(dueInMs);
  }

  unwatch(watched: Watched): void {
    if (this.#watched.delete(watched) && this.#watched.size === 0) this.#rest();
  }

  /** Keeps a Node process alive until the returned function is called. */
  hold(): () => void {
    this.#holds += 1;
    (this.#timer as Timer)?.ref?.();
    return () => {
      this.#holds -= 1;
      if (this.#holds === 0) (this.#timer as Timer)?.unref?.();
    };
  }

  readonly #wake = (): void => {
    this.#clearTimer();
    const now = instantOf(this.#clock);
    const isHidden = isPageHidden();
    let dueInMs = Number.POSITIVE_INFINITY;
    // A copy, since a listener may start or end countdowns.
    for (const watched of [...this.#watched]) {
      if (!this.#watched.has(watched)) continue;
      const due = watched.tick(now, isHidden);
      if (due === undefined) this.#watched.delete(watched);
      else dueInMs = Math.min(dueInMs, due);
    }
    if (this.#watched.size === 0) this.#rest();
    else this.#wakeWithin(dueInMs);
  };

  #wakeWithin(dueInMs: number): void {
    const dueAt = this.#clock.monotonic() + dueInMs;
    if (dueAt >= this.#dueAt) return;
    this.#clearTimer();
    this.#dueAt = dueAt;
    // Rounded up, since some runtimes cut fractions off and fire early.
    this.#timer = this.#clock.setTimeout(this.#wake, Math.min(Math.ceil(dueInMs), LONGEST_DELAY_MS));
    if (this.#holds === 0) (this.#timer as Timer)?.unref?.();
  }

  #clearTimer(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  #rest(): void {
    this.#clearTimer();
    this.#listen(false);
  }

  #listen(on: boolean): void {
    for (const [target, type] of WAKE_EVENTS) {
      if (on) target()?.addEventListener(type, this.#wake);
      else target()?.removeEventListener(type, this.#wake);
    }
  }
}

export function isPageHidden(): boolean {
  return globalThis.document?.visibilityState === "hidden";
}
