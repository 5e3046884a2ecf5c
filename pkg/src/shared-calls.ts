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
  readonly #inFlight = new Map<string, SharedCall>();

  /**
   * @param key What makes calls equal.
   * @param signals Of this caller; none of them is aborted yet.
   * @param start Makes the call, under a signal that is aborted when nobody waits any more. Not called when an equal one is in flight.
   */
  async join<T>(key: string, signals: readonly Signal[], start: (signal: Signal) => Promise<T>): Promise<T> {
    let call = this.#inFlight.get(key);
    if (!call) {
      const signal = new InnerSignal();
      call = { outcome: start(signal), signal, waiting: 0 };
      this.#inFlight.set(key, call);
      const forget = (): void => this.#forget(key, call as SharedCall);
      call.outcome.then(forget, forget);
    }
    call.waiting += 1;
    let giveUp: (event: { target: unknown }) => void = () => {};
    const gaveUp = new Promise<never>((_, reject) => {
      giveUp = (event) => reject((event.target as Signal).reason);
    });
    for (const signal of signals) signal.addEventListener("abort", giveUp);
    try {
      return (await Promise.race([call.outcome, gaveUp])) as T;
    } finally {
      for (const signal of signals) signal.removeEventListener("abort", giveUp);
      call.waiting -= 1;
      if (call.waiting === 0) {
        // Over, or given up: then nobody who comes now must get it.
        const isGivenUp = this.#inFlight.get(key) === call;
        this.#forget(key, call);
        if (isGivenUp) call.signal.abort(signals.find(({ aborted }) => aborted)?.reason);
      }
    }
  }

  #forget(key: string, call: SharedCall): void {
    if (this.#inFlight.get(key) === call) this.#inFlight.delete(key);
  }
}
