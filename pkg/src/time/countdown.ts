import { UpdatePhoneError } from "../errors.js";
import { checkClock } from "../options.js";
import type { Clock, Countdown } from "../types.js";
import { systemClock } from "./clock.js";
import { type Instant, instantOf } from "./instant.js";
import { isPageHidden, Ticker, type Watched } from "./ticker.js";

/**
 * Starts counting down. Nothing runs until somebody listens, and nothing has to be stopped: what is left is computed from the
 * clock whenever it is asked for.
 *
 * @param durationMs Milliseconds, 0 or more.
 * @param options `startedAt`: epoch milliseconds by the clock's `now()`, by default now; a start in the future counts as now.
 * `clock`: replaceable time, by default the runtime's.
 * @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for a duration or start that is not a finite number.
 */
export function createCountdown(durationMs: number, options?: { startedAt?: number; clock?: Clock }): Countdown {
  const { clock = systemClock, startedAt } = options ?? {};
  const refuse = (detail: string): never => {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail });
  };
  const problem = checkClock(clock);
  if (problem) refuse(`clock: ${problem}`);
  if (!(Number.isFinite(durationMs) && durationMs >= 0)) refuse("durationMs: must be 0 or a positive number");
  if (startedAt !== undefined && !Number.isFinite(startedAt)) refuse("startedAt: must be epoch milliseconds");
  const now = instantOf(clock);
  const age = Math.max(0, now.wall - (startedAt ?? now.wall));
  return new DeadlineCountdown(durationMs, { wall: now.wall - age, monotonic: now.monotonic - age }, clock);
}

/** A countdown from a moment known on both clocks. */
export function countdownFrom(start: Instant, durationMs: number, clock: Clock): Countdown {
  return new DeadlineCountdown(durationMs, start, clock);
}

/** A subscriber and the number it was last told. */
interface Subscription {
  readonly listener: (remainingSeconds: number) => void;
  told: number;
}

class DeadlineCountdown implements Countdown, Watched {
  readonly durationMs: number;
  readonly #start: Instant;
  readonly #clock: Clock;
  /** The largest elapsed time ever seen: what is left never grows, whatever the clocks do. */
  #elapsedMs = 0;
  readonly #subscriptions = new Set<Subscription>();
  /** Iterations that wait for the next number. */
  readonly #waiting = new Set<() => void>();
  #expiry: AbortController | undefined;
  /** Grows with every `cancel`, so that an iteration knows that it was cancelled. */
  #cancellations = 0;

  constructor(durationMs: number, start: Instant, clock: Clock) {
    this.durationMs = durationMs;
    this.#start = start;
    this.#clock = clock;
  }

  get remainingMs(): number {
    return this.#remainingAt(instantOf(this.#clock));
  }

  get remainingSeconds(): number {
    return Math.ceil(this.remainingMs / 1000);
  }

  get isExpired(): boolean {
    return this.remainingMs <= 0;
  }

  get expiresAt(): number {
    return this.#start.wall + this.durationMs;
  }

  get signal(): AbortSignal {
    this.#expiry ??= new AbortController();
    this.#watch();
    return this.#expiry.signal;
  }

  subscribe(listener: (remainingSeconds: number) => void): () => void {
    const subscription: Subscription = { listener, told: Number.NaN };
    this.#subscriptions.add(subscription);
    tell(subscription, this.remainingSeconds);
    this.#watch();
    return () => {
      this.#subscriptions.delete(subscription);
      this.#unwatchIfUnheard();
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    const cancellations = this.#cancellations;
    let told = Number.NaN;
    while (cancellations === this.#cancellations) {
      const seconds = this.remainingSeconds;
      if (seconds === told) {
        await this.#change();
        continue;
      }
      told = seconds;
      yield seconds;
      if (seconds === 0) return;
    }
  }

  cancel(): void {
    this.#cancellations += 1;
    this.#subscriptions.clear();
    this.#expiry = undefined;
    this.#wakeIterations();
    this.#unwatchIfUnheard();
  }

  tick(now: Instant, isHidden: boolean): number | undefined {
    const remaining = this.#remainingAt(now);
    const seconds = Math.ceil(remaining / 1000);
    if (remaining === 0 || !isHidden) this.#tellAll(seconds);
    if (remaining === 0) {
      this.#subscriptions.clear();
      this.#expiry?.abort(new DOMException("The countdown has reached zero.", "TimeoutError"));
    }
    // Woken iterations read the time themselves, and come back if they are to wait again.
    return this.#hasListeners && remaining > 0 ? dueInMs(remaining, isHidden) : undefined;
  }

  #remainingAt({ wall, monotonic }: Instant): number {
    this.#elapsedMs = Math.max(this.#elapsedMs, wall - this.#start.wall, monotonic - this.#start.monotonic);
    return Math.max(0, this.durationMs - this.#elapsedMs);
  }

  #tellAll(seconds: number): void {
    for (const subscription of [...this.#subscriptions]) {
      // An earlier listener may have ended this one.
      if (this.#subscriptions.has(subscription) && subscription.told !== seconds) tell(subscription, seconds);
    }
    this.#wakeIterations();
  }

  #wakeIterations(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /** The next change of the whole seconds. Awaiting it keeps a Node process alive. */
  async #change(): Promise<void> {
    const release = Ticker.of(this.#clock).hold();
    try {
      await new Promise<void>((wake) => {
        this.#waiting.add(wake);
        this.#watch();
      });
    } finally {
      release();
    }
  }

  get #hasListeners(): boolean {
    return this.#subscriptions.size > 0 || this.#waiting.size > 0 || this.#expiry?.signal.aborted === false;
  }

  #watch(): void {
    const now = instantOf(this.#clock);
    const remaining = this.#remainingAt(now);
    if (remaining === 0) this.tick(now, false);
    else Ticker.of(this.#clock).watch(this, dueInMs(remaining, isPageHidden()));
  }

  #unwatchIfUnheard(): void {
    if (!this.#hasListeners) Ticker.of(this.#clock).unwatch(this);
  }
}

/** Milliseconds until the whole seconds change, or until the end when nobody sees them change. */
function dueInMs(remaining: number, isHidden: boolean): number {
  return isHidden ? remaining : remaining - (Math.ceil(remaining / 1000) - 1) * 1000;
}

function tell(subscription: Subscription, seconds: number): void {
  subscription.told = seconds;
  try {
    subscription.listener(seconds);
  } catch (error) {
    // As an event target does: reported, and nobody else loses their turn.
    queueMicrotask(() => {
      throw error;
    });
  }
}
