import { UpdatePhoneError } from "../errors.js";
import { checkClock } from "../options.js";
import type { Clock, Countdown } from "../types.js";
import { systemClock } from "./clock.js";
import { elapsedMs, type Instant, instantOf } from "./instant.js";
import { isPageHidden, LONGEST_WAIT_MS, Ticker, type Watched } from "./ticker.js";

/**
 * Starts counting down. Nothing runs until somebody listens, and nothing has to be stopped: what is left is computed from the
 * clock whenever it is asked for.
 *
 * @param durationMs Milliseconds, 0 or more.
 * @param options `startedAt`: epoch milliseconds by the clock's `now()`, by default now; a start in the future counts as now.
 * `clock`: replaceable time, by default the runtime's.
 * @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for a duration or start that is not a finite number, and for a clock that tells
 * no time.
 */
export function createCountdown(durationMs: number, options?: { startedAt?: number; clock?: Clock }): Countdown {
  const refuse = (detail: string, cause?: unknown): never => {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail, cause });
  };
  const look = () => {
    const { clock = systemClock, startedAt } = options ?? {};
    return { clock, startedAt, problem: checkClock(clock) };
  };
  let given: ReturnType<typeof look>;
  try {
    given = look();
  } catch (cause) {
    return refuse("options: cannot be read", cause);
  }
  const { clock, startedAt, problem } = given;
  if (problem) refuse(`clock: ${problem}`);
  if (!(Number.isFinite(durationMs) && durationMs >= 0)) refuse("durationMs: must be 0 or a positive number");
  if (startedAt !== undefined && !Number.isFinite(startedAt)) refuse("startedAt: must be epoch milliseconds");
  const { wall, monotonic } = instantOf(clock);
  const age = startedAt === undefined ? 0 : Math.max(0, wall - startedAt);
  const start = { wall: wall - age, monotonic: monotonic - age };
  // One clock is enough; none, or a start that cannot be placed, would be a countdown that never ends.
  if (!Object.values(start).some(Number.isFinite)) refuse("clock: must tell the time");
  return countdownFrom(start, durationMs, clock);
}

/** A countdown that is over, also by a clock that tells no time. */
export function noCountdown(clock: Clock): Countdown {
  return countdownFrom(instantOf(clock), 0, clock);
}

/** A countdown from a moment known on both clocks. */
export function countdownFrom(start: Instant, durationMs: number, clock: Clock): Countdown {
  return new DeadlineCountdown(durationMs, start, clock);
}

/** A subscriber or a pending iteration, and the number it was last told. */
interface Subscription {
  readonly listener: (remainingSeconds: number) => void;
  told: number;
  /** What ends with the listening. */
  readonly end?: () => void;
}

class DeadlineCountdown implements Countdown {
  readonly durationMs: number;
  readonly #start: Instant;
  readonly #clock: Clock;
  /** The largest elapsed time ever seen: what is left never grows, whatever the clocks do. */
  #elapsedMs = 0;
  readonly #subscriptions = new Set<Subscription>();
  /** Of the ticker. */
  readonly #watched: Watched = { tick: (now, isHidden) => this.#tick(now, isHidden) };
  #expiry: AbortController | undefined;
  /** Grows with every `cancel`, so that an iteration knows that it was cancelled. */
  #cancellations = 0;

  constructor(durationMs: number, start: Instant, clock: Clock) {
    this.durationMs = durationMs;
    this.#start = start;
    this.#clock = clock;
  }

  get remainingMs(): number {
    // What is over stays so, whatever the clocks tell.
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
    const subscription = { listener, told: Number.NaN };
    this.#subscriptions.add(subscription);
    tell(subscription, this.remainingSeconds);
    this.#watch();
    return () => {
      this.#subscriptions.delete(subscription);
      if (!this.#hasListeners) Ticker.of(this.#clock).unwatch(this.#watched);
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    const cancellations = this.#cancellations;
    let told = Number.NaN;
    while (told !== 0 && cancellations === this.#cancellations) {
      const seconds = this.remainingSeconds;
      if (seconds === told) await this.#change(told);
      else yield (told = seconds);
    }
  }

  cancel(): void {
    this.#cancellations += 1;
    this.#expiry = undefined;
    for (const { end } of this.#subscriptions) end?.();
    this.#subscriptions.clear();
    Ticker.of(this.#clock).unwatch(this.#watched);
  }

  #tick(now: Instant, isHidden: boolean): number | undefined {
    const remaining = this.#remainingAt(now);
    const seconds = Math.ceil(remaining / 1000);
    if (remaining === 0 || !isHidden) {
      // Less than was told: a listener may have had the others told the next number already.
      for (const subscription of this.#subscriptions) if (seconds < subscription.told) tell(subscription, seconds);
    }
    if (remaining === 0) {
      this.#subscriptions.clear();
      this.#expiry?.abort(new DOMException("The countdown has reached zero.", "TimeoutError"));
    }
    if (!this.#hasListeners) return undefined;
    // When the seconds change, or at the end when nobody sees them change; by what the clocks tell now, which may have been set back.
    const left = this.durationMs - elapsedMs(this.#start, now);
    return isHidden ? Math.min(left, LONGEST_WAIT_MS) : Math.min(left - (seconds - 1) * 1000, 1000);
  }

  #remainingAt(now: Instant): number {
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs(this.#start, now));
    return Math.max(0, this.durationMs - this.#elapsedMs);
  }

  /** Resolves when the whole seconds are fewer than those that were told, and on `cancel`. Awaiting it keeps a Node process alive. */
  async #change(told: number): Promise<void> {
    const release = Ticker.of(this.#clock).hold();
    try {
      await new Promise<void>((end) => {
        const listener = (): void => {
          this.#subscriptions.delete(subscription);
          end();
        };
        const subscription = { listener, told, end };
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
    const due = this.#tick(instantOf(this.#clock), isPageHidden());
    if (due !== undefined) Ticker.of(this.#clock).watch(this.#watched, due);
  }
}

/** Refuses what cannot be called. */
export function checkListener(listener: unknown): void {
  if (typeof listener === "function") return;
  throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "listener: must be a function" });
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
