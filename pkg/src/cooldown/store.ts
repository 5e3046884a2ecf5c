import { TimeLimit } from "../time/time-limit.js";
import type { Clock, KeyValueStore } from "../types.js";

/** A store that takes longer is ignored, so that it delays no sending. */
const STORE_TIMEOUT_MS = 2_000;

/** Wraps a store that may be missing, throw, hang or return anything. Reads then return `undefined`, writes do nothing. */
export class ForgivingStore {
  readonly #store: KeyValueStore | undefined;
  readonly #clock: Clock;

  /** @param store The caller's; by default `localStorage` in a page, else none. */
  constructor(store: KeyValueStore | undefined, clock: Clock) {
    this.#store = store ?? pageStore();
    this.#clock = clock;
  }

  async get(key: string): Promise<string | undefined> {
    const item = await this.#call((store) => store.getItem(key));
    return typeof item === "string" ? item : undefined;
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.#call((store) => store.setItem(key, value, { ttl: ttlSeconds }));
  }

  async remove(key: string): Promise<void> {
    await this.#call((store) => store.removeItem(key));
  }

  async #call(operation: (store: KeyValueStore) => unknown): Promise<unknown> {
    if (!this.#store) return undefined;
    try {
      const result = operation(this.#store);
      if (typeof (result as Partial<Promise<unknown>> | null | undefined)?.then !== "function") return result;
      const limit = new TimeLimit(this.#clock, STORE_TIMEOUT_MS, []);
      return await limit.race(result).finally(() => limit.end());
    } catch {
      // Full, blocked by the browser's settings, or unreachable: the client's own memory of cool-downs has to do.
      return undefined;
    }
  }
}

function pageStore(): KeyValueStore | undefined {
  try {
    // Only in a page: elsewhere reading the global can throw or warn.
    return globalThis.document ? globalThis.localStorage : undefined;
  } catch {
    // Blocked by the browser's settings.
    return undefined;
  }
}
