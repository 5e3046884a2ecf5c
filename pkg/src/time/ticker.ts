import type { Clock } from "../types.js";
import { elapsedMs, type Instant, instantOf } from "./instant.js";

/** Something that has to be looked at from time to time. */
export interface Watched {
  /** Of the ticker that watches it: its file, and its neighbours there; no file while it need not be looked at. */
  file?: DueFile | undefined;
  previous?: Watched | undefined;
  next?: Watched | undefined;
  /**
   * Looks at the time and tells whom it concerns. Answers in how many milliseconds it must be looked at again, `LONGEST_WAIT_MS` at
   * most; `undefined` ends the watching. `isHidden`: nobody sees the page, so only the end matters.
   */
  tick(now: Instant, isHidden: boolean): number | undefined;
}

/**
 * Timers stand still while a machine sleeps, and nothing tells a hidden page or a process that it woke up: this late, at most, they
 * hear of an end that fell into the sleep. It also keeps delays far below those that overflow a runtime's timer.
 */
export const LONGEST_WAIT_MS = 10_000;

/**
 * Those that must be looked at in the same millisecond, in the order in which they came. They are linked with each other, so that
 * nothing is allocated when ten thousand of them move on to the next second, and one leaves without the others being searched.
 */
class DueFile {
  first: Watched | undefined;
  #last: Watched | undefined;

  add(watched: Watched): void {
    watched.file = this;
    watched.previous = this.#last;
    if (this.#last) this.#last.next = watched;
    else this.first = watched;
    this.#last = watched;
  }

  remove(watched: Watched): void {
    const { previous, next } = watched;
    if (previous) previous.next = next;
    else this.first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    watched.file = watched.previous = watched.next = undefined;
  }
}

/** Signs that time may have passed without timers: a tab shown again, a page back from a freeze or the back/forward cache. */
const WAKE_EVENTS = ["visibilitychange", "resume", "pageshow"];

/** Node's timers, and those of clocks that imitate them. */
type Timer = { ref?: () => void; unref?: () => void } | undefined;

/**
 * One timer for all countdowns of a clock, and none while nobody listens. They are filed by when they must be looked at, so that a
 * tick costs what there is to tell, and not what is being waited for.
 */
export class Ticker {
  readonly #clock: Clock;
  /** By the whole millisecond of `#time` at which they must be looked at. One that has become empty is left until its turn. */
  readonly #files = new Map<number, DueFile>();
  /** How many are watched. */
  #count = 0;
  /**
   * From each look to the next this grows by what the clock saw that saw more: so it is never behind a countdown, not even after a
   * sleep, and goes on after the wall clock was set back.
   */
  #time = 0;
  #lookedAt: Instant = { wall: 0, monotonic: 0 };
  #timer: unknown;
  #timerDueAt = Number.POSITIVE_INFINITY;
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

  /** Watches from now on, looking in `dueInMs`. */
  watch(watched: Watched, dueInMs: number): void {
    this.#unfile(watched);
    if (this.#count === 0) this.#listen(true);
    this.#count += 1;
    this.#look();
    const dueAt = Math.ceil(this.#time + dueInMs);
    this.#file(watched, dueAt);
    this.#wakeAt(dueAt);
  }

  unwatch(watched: Watched): void {
    this.#unfile(watched);
    if (this.#count > 0) return;
    this.#files.clear();
    this.#listen(false);
    this.#clearTimer();
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

  #look(): Instant {
    const now = instantOf(this.#clock);
    // Nobody waits longer: a clock that tells infinity must not bring this one there.
    this.#time += Math.min(LONGEST_WAIT_MS, elapsedMs(this.#lookedAt, now));
    // What passes while a clock tells no number is seen when it tells one again.
    this.#lookedAt = {
      wall: now.wall || this.#lookedAt.wall,
      monotonic: now.monotonic || this.#lookedAt.monotonic,
    };
    return now;
  }

  readonly #wakeAll = (): void => this.#wake(true);

  #wake(isForAll: boolean): void {
    const now = this.#look();
    const time = this.#time;
    const isHidden = isPageHidden();
    const due = [...this.#files].filter(([dueAt]) => isForAll || dueAt <= time);
    for (const [dueAt] of due) this.#files.delete(dueAt);
    for (const [, file] of due) {
      for (let watched = file.first; watched; watched = file.first) {
        const dueInMs = watched.tick(now, isHidden);
        // A listener may have ended it, or had it filed anew.
        if (watched.file !== file) continue;
        if (dueInMs === undefined) this.unwatch(watched);
        else {
          file.remove(watched);
          this.#file(watched, Math.ceil(time + dueInMs));
        }
      }
    }
    // Listeners took time, too. The timer's turn is the last: a clock's functions may throw, and everybody has been told.
    this.#look();
    this.#clearTimer();
    this.#wakeAt(Math.min(...this.#files.keys()));
  }

  #file(watched: Watched, dueAt: number): void {
    let file = this.#files.get(dueAt);
    if (!file) this.#files.set(dueAt, (file = new DueFile()));
    file.add(watched);
  }

  #unfile(watched: Watched): void {
    if (!watched.file) return;
    watched.file.remove(watched);
    this.#count -= 1;
  }

  #wakeAt(dueAt: number): void {
    if (dueAt >= this.#timerDueAt) return;
    this.#clearTimer();
    const wake = (): void => {
      this.#timer = undefined;
      this.#wake(false);
    };
    // Rounded up, since some runtimes cut fractions off and fire early. At once would be without end while a fraction is left.
    this.#timer = this.#clock.setTimeout(wake, Math.max(1, Math.ceil(dueAt - this.#time)));
    this.#timerDueAt = dueAt;
    if (this.#holds === 0) (this.#timer as Timer)?.unref?.();
  }

  #clearTimer(): void {
    const timer = this.#timer;
    this.#timer = undefined;
    this.#timerDueAt = Number.POSITIVE_INFINITY;
    if (timer !== undefined) this.#clock.clearTimeout(timer);
  }

  #listen(on: boolean): void {
    for (const type of WAKE_EVENTS) {
      // React Native has a window that is no event target.
      for (const target of [globalThis.document, globalThis.window]) {
        target?.[on ? "addEventListener" : "removeEventListener"]?.(type, this.#wakeAll);
      }
    }
  }
}

export function isPageHidden(): boolean {
  return globalThis.document?.visibilityState === "hidden";
}
