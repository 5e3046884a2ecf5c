import type { Clock } from "../types.js";
import type { Signal } from "./signal.js";

/** The time limit of one try, which watches other reasons to give up as well. */
export interface TimeLimit {
  /** Aborted at the limit, and with the untouched reason of any of the watched signals. */
  readonly signal: AbortSignal;
  readonly isTimedOut: boolean;
  /** Settles as a promise does, or rejects when `signal` is aborted. */
  race<T>(value: T): Promise<Awaited<T>>;
  /** Settles as a promise does, or resolves, to nothing, when half of the time is gone: for what a call can do without. */
  raceHalfway<T>(value: T): Promise<Awaited<T> | void>;
  /** Stops the timer and lets go of the watched signals. */
  end(): void;
}

/** Held in JavaScript, so that it holds whatever happens inside the WebAssembly module or a caller's `fetch`. */
export function startTimeLimit(clock: Clock, timeoutMs: number, watched: readonly Signal[]): TimeLimit {
  let controller: AbortController | undefined;
  let given: { reason: unknown } | undefined;
  let isTimedOut = false;
  let reject: (reason: unknown) => void;
  const ended = new Promise<never>((_, rejectEnded) => {
    reject = rejectEnded;
  });
  // Nobody may be waiting when it happens.
  ended.catch(() => undefined);

  const give = (reason: unknown): void => {
    end();
    given = { reason };
    controller?.abort(reason);
    reject(reason);
  };
  const onAbort = (event: { target: unknown }): void => give((event.target as Signal).reason);
  const timer = clock.setTimeout(() => {
    isTimedOut = true;
    give(new DOMException("The time limit of the call was reached.", "TimeoutError"));
  }, timeoutMs);
  let halfwayTimer: unknown;
  const end = (): void => {
    clock.clearTimeout(timer);
    if (halfwayTimer !== undefined) clock.clearTimeout(halfwayTimer);
    for (const other of watched) other.removeEventListener("abort", onAbort);
  };

  const aborted = watched.find((other) => other.aborted);
  if (aborted) give(aborted.reason);
  else for (const other of watched) other.addEventListener("abort", onAbort);

  return {
    // Made for those who look at it: it costs more than all the rest.
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (given) controller.abort(given.reason);
      }
      return controller.signal;
    },
    get isTimedOut() {
      return isTimedOut;
    },
    race: (value) => Promise.race([value, ended]),
    raceHalfway: (value) => {
      const halfway = new Promise<void>((resolve) => {
        halfwayTimer = clock.setTimeout(resolve, timeoutMs / 2);
      });
      return Promise.race([value, halfway]);
    },
    end,
  };
}
