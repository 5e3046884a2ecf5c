import type { Clock } from "../types.js";
import { elapsedMs, type Instant, instantOf } from "./instant.js";

/** A countdown, as the ticker sees it. */
export interface TickTarget {
  /** Set by the ticker: the bucket that it waits in, and its neighbours there; no bucket while nothing is due. */
  bucket?: DueBucket | undefined;
  previous?: TickTarget | undefined;
  next?: TickTarget | undefined;
  /**
   * Notifies its listeners of the time. Returns the milliseconds until it is due again, at most `LONGEST_WAIT_MS`; `undefined` ends
   * the watching. `isHidden`: the page is not visible, so only the end has to be notified.
   */
  tick(now: Instant, isHidden: boolean): number | undefined;
}

/**
 * Timers stop while a machine sleeps, and a hidden page or a process gets no event when it wakes. An end that fell into the sleep is
 * noticed this late at most. The limit also keeps delays far below those that overflow a runtime's timer.
 */
export const LONGEST_WAIT_MS = 10_000;

/**
 * The targets that are due in the same millisecond, in the order in which they came, as a linked list: moving ten thousand of them to
 * the next second allocates nothing, and removing one searches nothing.
 */
class DueBucket {
  first: TickTarget | undefined;
  #last: TickTarget | undefined;

  add(target: TickTarget): void {
    target.bucket = this;
    target.previous = this.#last;
    if (this.#last) this.#last.next = target;
    else this.first = target;
    this.#last = target;
  }

  remove(target: TickTarget): void {
    const { previous, next } = target;
    if (previous) previous.next = next;
    else this.first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    target.bucket = target.previous = target.next = undefined;
  }
}

/** Events after which time may have passed without timers: a tab shown again, a page back from a freeze or the back/forward cache. */
const WAKE_EVENTS = ["visibilitychange", "resume", "pageshow"];

/** Node's timers, and those of clocks that imitate them. */
type Timer = { ref?: () => void; unref?: () => void } | undefined;

/**
 * One timer for all countdowns of a clock, and none without listeners. Targets wait in buckets by due time, so that a tick costs what
 * is due, not what is waiting.
 */
export class Ticker {
  readonly #clock: Clock;
  /** By the whole millisecond of `#time` at which the targets are due. An emptied bucket stays until its turn. */
  readonly #buckets = new Map<number, DueBucket>();
  /** How many targets are watched. */
  #count = 0;
  /**
   * Grows with each reading by the time of the clock that saw more of it. So it is never behind a countdown, even after a sleep, and
   * goes on after the wall clock was set back.
   */
  #time = 0;
  #lastReading: Instant = { wall: 0, monotonic: 0 };
  #timer: unknown;
  #timerDueAt = Number.POSITIVE_INFINITY;
  /** How many pending iterations keep a Node.js process alive. */
  #keepAlives = 0;

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

  /** Watches a target, which is due in `dueInMs`. `unwatch` ends it, and so does a tick that returns `undefined`. */
  watch(target: TickTarget, dueInMs: number): void {
    this.#unschedule(target);
    if (this.#count === 0) this.#listenToWakeEvents(true);
    this.#count += 1;
    this.#advance();
    const dueAt = Math.ceil(this.#time + dueInMs);
    this.#schedule(target, dueAt);
    this.#wakeAt(dueAt);
  }

  unwatch(target: TickTarget): void {
    this.#unschedule(target);
    if (this.#count > 0) return;
    this.#buckets.clear();
    this.#listenToWakeEvents(false);
    this.#clearTimer();
  }

  /** Keeps a Node.js process alive until the returned function is called. */
  keepAlive(): () => void {
    this.#keepAlives += 1;
    (this.#timer as Timer)?.ref?.();
    return () => {
      this.#keepAlives -= 1;
      if (this.#keepAlives === 0) (this.#timer as Timer)?.unref?.();
    };
  }

  /** Reads the clock and brings `#time` up to date. */
  #advance(): Instant {
    const now = instantOf(this.#clock);
    // No target waits longer, and a clock that returns infinity must not bring `#time` there.
    this.#time += Math.min(LONGEST_WAIT_MS, elapsedMs(this.#lastReading, now));
    // Time that passes while a clock returns no number is counted when it returns one again.
    this.#lastReading = {
      wall: now.wall || this.#lastReading.wall,
      monotonic: now.monotonic || this.#lastReading.monotonic,
    };
    return now;
  }

  readonly #wakeAll = (): void => this.#wake(true);

  #wake(isForAll: boolean): void {
    const now = this.#advance();
    const time = this.#time;
    const isHidden = isPageHidden();
    const due = [...this.#buckets].filter(([dueAt]) => isForAll || dueAt <= time);
    for (const [dueAt] of due) this.#buckets.delete(dueAt);
    for (const [, bucket] of due) {
      for (let target = bucket.first; target; target = bucket.first) {
        const dueInMs = target.tick(now, isHidden);
        // A listener may have unwatched it, or watched it again.
        if (target.bucket !== bucket) continue;
        if (dueInMs === undefined) this.unwatch(target);
        else {
          bucket.remove(target);
          this.#schedule(target, Math.ceil(time + dueInMs));
        }
      }
    }
    // Once more, since the listeners took time. The timer comes last, when all are notified: a clock's functions may throw.
    this.#advance();
    this.#clearTimer();
    this.#wakeAt(Math.min(...this.#buckets.keys()));
  }

  #schedule(target: TickTarget, dueAt: number): void {
    let bucket = this.#buckets.get(dueAt);
    if (!bucket) this.#buckets.set(dueAt, (bucket = new DueBucket()));
    bucket.add(target);
  }

  #unschedule(target: TickTarget): void {
    if (!target.bucket) return;
    target.bucket.remove(target);
    this.#count -= 1;
  }

  #wakeAt(dueAt: number): void {
    if (dueAt >= this.#timerDueAt) return;
    this.#clearTimer();
    const wake = (): void => {
      this.#timer = undefined;
      this.#wake(false);
    };
    // Rounded up, since some runtimes cut fractions off and fire early. At least 1 ms: with 0 a remaining fraction would loop for ever.
    this.#timer = this.#clock.setTimeout(wake, Math.max(1, Math.ceil(dueAt - this.#time)));
    this.#timerDueAt = dueAt;
    if (this.#keepAlives === 0) (this.#timer as Timer)?.unref?.();
  }

  #clearTimer(): void {
    const timer = this.#timer;
    this.#timer = undefined;
    this.#timerDueAt = Number.POSITIVE_INFINITY;
    if (timer !== undefined) this.#clock.clearTimeout(timer);
  }

  #listenToWakeEvents(on: boolean): void {
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
