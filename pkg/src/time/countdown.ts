import { UpdatePhoneError } from "../errors.js";
import { checkClock } from "../options.js";
import type { Clock, Countdown } from "../types.js";
import { systemClock } from "./clock.js";
import { elapsedMs, type Instant, instantOf } from "./instant.js";
import { isPageHidden, LONGEST_WAIT_MS, Ticker, type TickTarget } from "./ticker.js";

/**
 * Starts a countdown. No timer runs without a listener, and nothing has to be stopped: the time left is computed from the clock at
 * each read.
 *
 * @param durationMs Milliseconds, 0 or more.
 * @param options `startedAt`: epoch milliseconds by the clock's `now()`, by default now; a start in the future counts as now.
 * `clock`: replaceable time, by default the runtime's.
 * @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` if the duration or the start is no finite number, or the clock returns no time.
 */
export function createCountdown(durationMs: number, options?: { startedAt?: number; clock?: Clock }): Countdown {
  const refuse = (detail: string, cause?: unknown): never => {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail, cause });
  };
  const readOptions = () => {
    const { clock = systemClock, startedAt } = options ?? {};
    return { clock, startedAt, problem: checkClock(clock) };
  };
  let checked: ReturnType<typeof readOptions>;
  try {
    checked = readOptions();
  } catch (cause) {
    return refuse("options: cannot be read", cause);
  }
  const { clock, startedAt, problem } = checked;
  if (problem) refuse(`clock: ${problem}`);
  if (!(Number.isFinite(durationMs) && durationMs >= 0)) refuse("durationMs: must be 0 or a positive number");
  if (startedAt !== undefined && !Number.isFinite(startedAt)) refuse("startedAt: must be epoch milliseconds");
  const { wall, monotonic } = instantOf(clock);
  const age = startedAt === undefined ? 0 : Math.max(0, wall - startedAt);
  const start = { wall: wall - age, monotonic: monotonic - age };
  // One working clock is enough. Without one, or with an unusable start, the countdown would never end.
  if (!Object.values(start).some(Number.isFinite)) refuse("clock: must tell the time");
  return countdownFrom(start, durationMs, clock);
}

/** A countdown that is over, even if the clock returns no time. */
export function expiredCountdown(clock: Clock): Countdown {
  return countdownFrom(instantOf(clock), 0, clock);
}

/** A countdown from an instant on both clocks. */
export function countdownFrom(start: Instant, durationMs: number, clock: Clock): Countdown {
  return new DeadlineCountdown(durationMs, start, clock);
}

/** A subscriber or a pending iteration. */
interface Subscription {
  readonly listener: (remainingSeconds: number) => void;
  /** The seconds that `listener` was last called with; `NaN` before the first call. */
  lastNotified: number;
  readonly onCancel?: () => void;
}

class DeadlineCountdown implements Countdown {
  readonly durationMs: number;
  readonly #start: Instant;
  readonly #clock: Clock;
  /** The largest elapsed time ever seen, so that the time left never grows, whatever the clocks do. */
  #elapsedMs = 0;
  readonly #subscriptions = new Set<Subscription>();
  readonly #tickTarget: TickTarget = { tick: (now, isHidden) => this.#tick(now, isHidden) };
  #expiry: AbortController | undefined;
  /** Grows with each `cancel`, so that an iteration notices it. */
  #cancellations = 0;

  constructor(durationMs: number, start: Instant, clock: Clock) {
    this.durationMs = durationMs;
    this.#start = start;
    this.#clock = clock;
  }

  get remainingMs(): number {
    // An expired countdown stays expired, whatever the clocks return.
    return this.#elapsedMs < this.durationMs ? this.#remainingAt(instantOf(this.#clock)) : 0;
  }

  get remainingSeconds(): number {
    return Math.ceil(this.remainingMs / 1000);
  }

  get isExpired(): boolean {
    return this.remainingMs === 0;
  }

  get expiresAt(): number {
    return this.#start.wall + this.durationMs;
  }

  get signal(): AbortSignal {
    const { signal } = (this.#expiry ??= new AbortController());
    this.#watch();
    return signal;
  }

  subscribe(listener: (remainingSeconds: number) => void): () => void {
    checkListener(listener);
    const subscription = { listener, lastNotified: Number.NaN };
    this.#subscriptions.add(subscription);
    notify(subscription, this.remainingSeconds);
    this.#watch();
    return () => {
      this.#subscriptions.delete(subscription);
      if (!this.#hasListeners) Ticker.of(this.#clock).unwatch(this.#tickTarget);
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    const cancellations = this.#cancellations;
    let lastYielded = Number.NaN;
    while (lastYielded !== 0 && cancellations === this.#cancellations) {
      const seconds = this.remainingSeconds;
      if (seconds === lastYielded) await this.#nextSecond(lastYielded);
      else yield (lastYielded = seconds);
    }
  }

  cancel(): void {
    this.#cancellations += 1;
    this.#expiry = undefined;
    for (const { onCancel } of this.#subscriptions) onCancel?.();
    this.#subscriptions.clear();
    Ticker.of(this.#clock).unwatch(this.#tickTarget);
  }

  #tick(now: Instant, isHidden: boolean): number | undefined {
    const remaining = this.#remainingAt(now);
    const seconds = Math.ceil(remaining / 1000);
    if (remaining === 0 || !isHidden) {
      for (const subscription of this.#subscriptions) {
        // Compared again for each: an earlier listener may have caused a newer notification.
        if (seconds < subscription.lastNotified) notify(subscription, seconds);
      }
    }
    if (remaining === 0) {
      this.#subscriptions.clear();
      this.#expiry?.abort(new DOMException("The countdown has reached zero.", "TimeoutError"));
    }
    if (!this.#hasListeners) return undefined;
    // The next change of the seconds; on a hidden page only the end. Computed from the present readings, since a clock may have been
    // set back.
    const left = this.durationMs - elapsedMs(this.#start, now);
    return isHidden ? Math.min(left, LONGEST_WAIT_MS) : Math.min(left - (seconds - 1) * 1000, 1000);
  }

  #remainingAt(now: Instant): number {
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs(this.#start, now));
    return Math.max(0, this.durationMs - this.#elapsedMs);
  }

  /** Resolves when fewer whole seconds than `lastNotified` are left, and on `cancel`. Awaiting it keeps a Node.js process alive. */
  async #nextSecond(lastNotified: number): Promise<void> {
    const release = Ticker.of(this.#clock).keepAlive();
    try {
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#subscriptions.delete(subscription);
          resolve();
        };
        const subscription = { listener, lastNotified, onCancel: resolve };
        this.#subscriptions.add(subscription);
        this.#watch();
      });
    } finally {
      release();
    }
  }

  get #hasListeners(): boolean {
    return this.#subscriptions.size > 0 || this.#expiry?.signal.aborted === false;
  }

  #watch(): void {
    const dueInMs = this.#tick(instantOf(this.#clock), isPageHidden());
    if (dueInMs !== undefined) Ticker.of(this.#clock).watch(this.#tickTarget, dueInMs);
  }
}

/** Throws `ERR_INVALID_ARGUMENT` if a listener is no function. */
export function checkListener(listener: unknown): void {
  if (typeof listener === "function") return;
  throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "listener: must be a function" });
}

function notify(subscription: Subscription, seconds: number): void {
  subscription.lastNotified = seconds;
  try {
    subscription.listener(seconds);
  } catch (error) {
    // As in an event target: the exception is reported as uncaught, and the other listeners are still called.
    queueMicrotask(() => {
      throw error;
    });
  }
}
