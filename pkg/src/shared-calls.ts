import { InnerSignal, type Signal } from "./time/signal.js";

/** A call in flight. */
interface SharedCall {
  readonly outcome: Promise<unknown>;
  readonly signal: InnerSignal;
  /** How many callers wait for it. */
  callerCount: number;
}

/**
 * Equal calls share one request: a call joins an equal one in flight and gets its outcome. A caller's signal ends only that caller's
 * wait. The request is aborted one microtask after its last caller left, so that a caller who joins in between keeps it alive: a form
 * that is unmounted and mounted again at once, as in React's StrictMode, sends one SMS.
 */
export class SharedCalls {
  readonly #inFlight = new Map<string | symbol, SharedCall>();

  /**
   * @param key Equal calls have equal keys.
   * @param signals The caller's; none of them is aborted yet.
   * @param start Makes the call. Its signal is aborted when no caller is left. Not called when an equal call is in flight.
   */
  join<T>(key: string | symbol, signals: readonly Signal[], start: (signal: Signal) => Promise<T>): Promise<T> {
    let call = this.#inFlight.get(key);
    if (!call) {
      const signal = new InnerSignal();
      call = { outcome: start(signal), signal, callerCount: 0 };
      this.#inFlight.set(key, call);
    }
    return this.#wait(key, call, signals) as Promise<T>;
  }

  #wait(key: string | symbol, call: SharedCall, signals: readonly Signal[]): Promise<unknown> {
    call.callerCount += 1;
    return new Promise((resolve, reject) => {
      const onAbort = (event: { target: unknown }): void => {
        stopListening();
        const { reason } = event.target as Signal;
        // Not at once, so that a caller who joins now keeps the call alive.
        queueMicrotask(() => {
          call.callerCount -= 1;
          // Removed before it is aborted, so that no later caller joins it.
          if (call.callerCount === 0 && this.#remove(key, call)) call.signal.abort(reason);
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
          this.#remove(key, call);
          end(outcome);
        };
      for (const signal of signals) signal.addEventListener("abort", onAbort);
      call.outcome.then(settle(resolve), settle(reject));
    });
  }

  /** @returns Whether the call was in flight. */
  #remove(key: string | symbol, call: SharedCall): boolean {
    return this.#inFlight.get(key) === call && this.#inFlight.delete(key);
  }
}
