import type { Clock } from "../types.js";
import type { Signal } from "./signal.js";

/**
 * The time limit of one try, which watches other reasons to give up as well. Held in JavaScript, so that it holds whatever happens
 * inside the WebAssembly module or a caller's `fetch`.
 */
export class TimeLimit {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #watched: readonly Signal[];
  readonly #timer: unknown;
  #halfwayTimer: unknown;
  #controller: AbortController | undefined;
  #given: { reason: unknown } | undefined;
  #isTimedOut = false;
  #rejectRace: ((reason: unknown) => void) | undefined;

  /** @param watched Any of them ends the try, with its untouched reason. */
  constructor(clock: Clock, timeoutMs: number, watched: readonly Signal[]) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#watched = watched;
    this.#timer = clock.setTimeout(() => {
      this.#isTimedOut = true;
      this.#give(new DOMException("The time limit of the call was reached.", "TimeoutError"));
    }, timeoutMs);
    const aborted = watched.find((other) => other.aborted);
    if (aborted) this.#give(aborted.reason);
    else for (const other of watched) other.addEventListener("abort", this.#onAbort);
  }

  /** Aborted at the limit, and when a watched signal is. Made for those who look at it: it costs more than all the rest. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#given) this.#controller.abort(this.#given.reason);
    }
    return this.#controller.signal;
  }

  /** Whether `signal` is aborted. */
  get isOver(): boolean {
    return this.#given !== undefined;
  }

  /** Why `signal` is aborted. */
  get reason(): unknown {
    return this.#given?.reason;
  }

  get isTimedOut(): boolean {
    return this.#isTimedOut;
  }

  /** Settles as a promise does, or rejects when `signal` is aborted. One race at a time. */
  race<T>(value: T): Promise<Awaited<T>> {
    return new Promise((resolve, reject) => {
      if (this.#given) reject(this.#given.reason);
      this.#rejectRace = reject;
      // Also of a race that is lost, so that nothing is rejected unseen.
      Promise.resolve(value).then(resolve, reject);
    });
  }

  /** Settles as a promise does, or resolves, to nothing, when half of the time is gone: for what a call can do without. */
  raceHalfway<T>(value: T): Promise<Awaited<T> | void> {
    const halfway = new Promise<void>((resolve) => {
      this.#halfwayTimer = this.#clock.setTimeout(resolve, this.#timeoutMs / 2);
    });
    return Promise.race([value, halfway]);
  }

  /** Stops the timers and lets go of the watched signals. */
  end(): void {
    try {
      this.#clock.clearTimeout(this.#timer);
      if (this.#halfwayTimer !== undefined) this.#clock.clearTimeout(this.#halfwayTimer);
    } catch {
      // A timer that cannot be stopped finds that all is over.
    }
    for (const other of this.#watched) other.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (event: { target: unknown }): void => this.#give((event.target as Signal).reason);

  #give(reason: unknown): void {
    this.end();
    this.#given = { reason };
    this.#controller?.abort(reason);
    this.#rejectRace?.(reason);
  }
}
