import { checkListener } from "../time/countdown.js";

/** The subscribers of a flow. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  get size(): number {
    return this.#listeners.size;
  }

  /** Adds a subscription, of its own even if the same listener subscribes twice. Returns what removes it. Throws `ERR_INVALID_ARGUMENT`. */
  add(listener: () => void): () => void {
    checkListener(listener);
    const subscription = (): void => listener();
    this.#listeners.add(subscription);
    return () => void this.#listeners.delete(subscription);
  }

  clear(): void {
    this.#listeners.clear();
  }

  notify(): void {
    for (const listener of [...this.#listeners]) {
      // An earlier listener may have removed this one.
      if (this.#listeners.has(listener)) callSafely(listener);
    }
  }
}

/** As in an event target: an exception is reported as uncaught, and the other listeners are still called. */
function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
