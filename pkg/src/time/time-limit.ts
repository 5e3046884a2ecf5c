import type { Clock } from "../types.js";
import type { Signal } from "./signal.js";

/**
 * The time limit of one try. It also ends when one of the given signals is aborted. It is held in JavaScript, so that it works
 * whatever happens inside the WebAssembly module or a caller's `fetch`.
 */
export class TimeLimit {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #signals: readonly Signal[];
  readonly #timer: unknown;
  #halfwayTimer: unknown;
  #controller: AbortController | undefined;
  #abortion: { reason: unknown } | undefined;
  #isTimedOut = false;
  #rejectRace: ((reason: unknown) => void) | undefined;

  /** @param signals Any of them ends the try, with its own reason. */
  constructor(clock: Clock, timeoutMs: number, signals: readonly Signal[]) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#signals = signals;
    this.#timer = clock.setTimeout(() => {
      this.#isTimedOut = true;
      this.#abort(new DOMException("The time limit of the call was reached.", "TimeoutError"));
    }, timeoutMs);
    const aborted = signals.find((signal) => signal.aborted);
    if (aborted) this.#abort(aborted.reason);
    else for (const signal of signals) signal.addEventListener("abort", this.#onAbort);
  }

  /** Aborted at the limit, and when one of the given signals is. Created at first use, since creating it costs more than all the rest. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#abortion) this.#controller.abort(this.#abortion.reason);
    }
    return this.#controller.signal;
  }

  /** Whether `signal` is aborted. */
  get isOver(): boolean {
    return this.#abortion !== undefined;
  }

  /** Why `signal` is aborted. */
  get reason(): unknown {
    return this.#abortion?.reason;
  }

  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /** Settles as `value` does, or rejects when `signal` is aborted. One race at a time. */
  race<T>(value: T): Promise<Awaited<T>> {
    return new Promise((resolve, reject) => {
      if (this.#abortion) reject(this.#abortion.reason);
      this.#rejectRace = reject;
      // Also when the race is lost already: otherwise a rejection of `value` would be unhandled.
      Promise.resolve(value).then(resolve, reject);
    });
  }

  /** Settles as `value` does, or resolves with nothing after half of the time: for values that a call can do without. */
  raceHalfway<T>(value: T): Promise<Awaited<T> | void> {
    const halfway = new Promise<void>((resolve) => {
      this.#halfwayTimer = this.#clock.setTimeout(resolve, this.#timeoutMs / 2);
    });
    return Promise.race([value, halfway]);
  }

  /** Stops the timers and removes the listeners from the given signals. */
  end(): void {
    try {
      this.#clock.clearTimeout(this.#timer);
      if (this.#halfwayTimer !== undefined) this.#clock.clearTimeout(this.#halfwayTimer);
    } catch {
      // A timer that cannot be cleared changes nothing when it fires later.
    }
    for (const signal of this.#signals) signal.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (event: { target: unknown }): void => this.#abort((event.target as Signal).reason);

  #abort(reason: unknown): void {
    this.end();
    this.#abortion = { reason };
    this.#controller?.abort(reason);
    this.#rejectRace?.(reason);
  }
}
