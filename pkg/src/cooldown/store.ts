import { TimeLimit } from "../time/time-limit.js";
import type { Clock, KeyValueStore } from "../types.js";

/** A store that takes longer is done without: it must hold nobody up. */
const PATIENCE_MS = 2_000;

/** A store of texts that may be missing, may throw, may hang, and may answer with anything. */
export class ForgivingStore {
  readonly #store: KeyValueStore | undefined;
  readonly #clock: Clock;

  /** @param store The caller's; by default `localStorage` where there is a page, else none. */
  constructor(store: KeyValueStore | undefined, clock: Clock) {
    this.#store = store ?? pageStore();
    this.#clock = clock;
  }

  async get(key: string): Promise<string | undefined> {
    const item = await this.#ask((store) => store.getItem(key));
    return typeof item === "string" ? item : undefined;
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    await this.#ask((store) => store.setItem(key, value, { ttl: ttlSeconds }));
  }

  async remove(key: string): Promise<void> {
    await this.#ask((store) => store.removeItem(key));
  }

  async #ask(ask: (store: KeyValueStore) => unknown): Promise<unknown> {
    if (!this.#store) return undefined;
    try {
      const answer = ask(this.#store);
      if (typeof (answer as Partial<Promise<unknown>> | null | undefined)?.then !== "function") return answer;
      const limit = new TimeLimit(this.#clock, PATIENCE_MS, []);
      return await limit.race(answer).finally(() => limit.end());
    } catch {
      // Full, blocked by the person's settings, or out of reach: the client remembers by itself.
      return undefined;
    }
  }
}

function pageStore(): KeyValueStore | undefined {
  try {
    // Only with a page: elsewhere the name alone can throw or warn.
    return globalThis.document ? globalThis.localStorage : undefined;
  } catch {
    // Blocked by the person's settings.
    return undefined;
  }
}
