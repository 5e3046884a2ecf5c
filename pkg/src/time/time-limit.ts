import type { Clock } from "../types.js";

/** The time limit of one try, which watches other reasons to give up as well. */
export interface TimeLimit {
  /** Aborted at the limit, and with the untouched reason of any of the watched signals. */
  readonly signal: AbortSignal;
  /** Rejects when `signal` is aborted; never resolves. */
  readonly ended: Promise<never>;
  readonly isTimedOut: boolean;
  /** Resolves, to nothing, when half of the time is gone: no longer is waited for what a call can do without. */
  halfway(): Promise<void>;
  /** Stops the timer and lets go of the watched signals. */
  end(): void;
}

/** Held in JavaScript, so that it holds whatever happens inside the WebAssembly module or a caller's `fetch`. */
export function startTimeLimit(clock: Clock, timeoutMs: number, watched: readonly AbortSignal[]): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  let isTimedOut = false;
  let reject: (reason: unknown) => void;
  const ended = new Promise<never>((_, rejectEnded) => {
    reject = rejectEnded;
  });
  // Nobody may be waiting when it happens.
  ended.catch(() => undefined);

  const give = (reason: unknown): void => {
    end();
    controller.abort(reason);
    reject(reason);
  };
  const onAbort = (event: Event): void => give((event.target as AbortSignal).reason);
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
  else for (const other of watched) other.addEventListener("abort", onAbort, { once: true });

  return {
    signal,
    ended,
    get isTimedOut() {
      return isTimedOut;
    },
    halfway: () =>
      new Promise((resolve) => {
        halfwayTimer = clock.setTimeout(resolve, timeoutMs / 2);
      }),
    end,
  };
}
