import { InnerSignal, type Signal } from "./time/signal.js";

/** A call in flight and those who wait for it. */
interface SharedCall {
  readonly outcome: Promise<unknown>;
  readonly signal: InnerSignal;
  waiting: number;
}

/**
 * Equal calls share one request: whoever comes while it is in flight gets its answer. A caller's signal ends only that caller's wait;
 * the request itself is aborted when the last one has gone. Whoever comes in the same moment keeps it alive: a form that is unmounted
 * and mounted again in one go, as React's StrictMode does, sends one SMS.
 */
export class SharedCalls {
  readonly #inFlight = new Map<string | symbol, SharedCall>();

  /**
   * @param key What makes calls equal.
   * @param signals Of this caller; none of them is aborted yet.
   * @param start Makes the call, under a signal that is aborted when nobody waits any more. Not called when an equal one is in flight.
   */
  join<T>(key: string | symbol, signals: readonly Signal[], start: (signal: Signal) => Promise<T>): Promise<T> {
    let call = this.#inFlight.get(key);
    if (!call) {
      const signal = new InnerSignal();
      call = { outcome: start(signal), signal, waiting: 0 };
      this.#inFlight.set(key, call);
    }
    return this.#wait(key, call, signals) as Promise<T>;
  }

  #wait(key: string | symbol, call: SharedCall, signals: readonly Signal[]): Promise<unknown> {
    call.waiting += 1;
    return new Promise((resolve, reject) => {
      const onAbort = (event: { target: unknown }): void => {
        stopListening();
        const { reason } = event.target as Signal;
        // Not at once: whoever comes in the same moment keeps the call alive.
        queueMicrotask(() => {
          call.waiting -= 1;
          // When nobody waits any more, nobody who comes now must get it.
          if (call.waiting === 0 && this.#forget(key, call)) call.signal.abort(reason);
          reject(reason);
        });
      };
      const stopListening = (): void => {
        for (const signal of signals) signal.removeEventListener("abort", onAbort);
      };
      const settle =
        <Outcome>(end: (outcome: Outcome) => void) =>
        (outcome: Outcome): void => {
          stopListening();
          this.#forget(key, call);
          end(outcome);
        };
      for (const signal of signals) signal.addEventListener("abort", onAbort);
      call.outcome.then(settle(resolve), settle(reject));
    });
  }

  /** @returns Whether the call was in flight. */
  #forget(key: string | symbol, call: SharedCall): boolean {
    return this.#inFlight.get(key) === call && this.#inFlight.delete(key);
  }
}
