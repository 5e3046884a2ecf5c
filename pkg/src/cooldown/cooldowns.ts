import { announce, announced } from "./announcement.js";
import { createCountdown, countdownFrom, noCountdown } from "../time/countdown.js";
import { type Instant, instantOf } from "../time/instant.js";
import type { Clock, Countdown, KeyValueStore } from "../types.js";
import { ForgivingStore } from "./store.js";

/** No cool-down is longer, whatever a store or a service says: a nonsense clock must lock nobody out. */
const LONGEST_MS = 3_600_000;

/** `v1.`, when it began in epoch milliseconds, and how many milliseconds it lasts. */
const ITEM = /^v1\.(\d{1,15})\.(\d{1,8})$/;

/** What this client has started or seen: known on both clocks, so better than what the store can tell. */
interface KnownCooldown {
  /** What the store may say of it. */
  readonly items: readonly unknown[];
  readonly countdown: Countdown;
}

/**
 * The cool-downs of a client, also those that an earlier page or another tab has started. Keys are the core's: hashes of application,
 * channel and number.
 */
export class Cooldowns {
  readonly #store: ForgivingStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownCooldown>();
  readonly #listeners = new Set<() => void>();

  constructor(store: KeyValueStore | undefined, clock: Clock) {
    this.#store = new ForgivingStore(store, clock);
    this.#clock = clock;
  }

  /** What is left for a key; an expired countdown where there is nothing. */
  async find(key: string): Promise<Countdown> {
    const item = await this.#store.get(key);
    const known = this.#known.get(key);
    const told = [item, ...(await announced(key))].filter((each) => !known?.items.includes(each));
    const all = [known, ...told.map((each) => this.#read(key, each))];
    const [longest] = all.sort((a, b) => (b?.countdown.remainingMs ?? 0) - (a?.countdown.remainingMs ?? 0));
    if (longest && !longest.countdown.isExpired) this.#remember(key, longest);
    else if (item) await this.#store.remove(key);
    return longest?.countdown ?? noCountdown(this.#clock);
  }

  /** Starts one, from a moment known on both clocks. */
  async start(key: string, start: Instant, durationMs: number): Promise<Countdown> {
    const bounded = Math.ceil(Math.min(durationMs, LONGEST_MS));
    const item = itemOf(start.wall, bounded);
    const countdown = countdownFrom(start, bounded, this.#clock);
    this.#remember(key, { items: [item], countdown });
    if (!countdown.isExpired) {
      await this.#store.set(key, item, countdown.remainingSeconds);
      await announce(key, item, this.#clock);
    }
    for (const listener of [...this.#listeners]) listener();
    return countdown;
  }

  /** Tells that a cool-down may have started, here or in another tab, until the returned function is called. */
  watch(listener: () => void): () => void {
    const onStorage = ({ key }: StorageEvent): void => {
      if (key === null || key.startsWith("updatephone:")) listener();
    };
    this.#listeners.add(listener);
    globalThis.window?.addEventListener?.("storage", onStorage);
    return () => {
      this.#listeners.delete(listener);
      globalThis.window?.removeEventListener?.("storage", onStorage);
    };
  }

  /** Read a second time, a start in the future would count as now once more where the store cannot be written to. */
  #remember(key: string, cooldown: KnownCooldown): void {
    for (const [other, { countdown }] of this.#known) if (countdown.isExpired) this.#known.delete(other);
    this.#known.set(key, cooldown);
  }

  #read(key: string, item: string | undefined): KnownCooldown | undefined {
    const [, startedAt, lasting] = (item && ITEM.exec(item)) || [];
    if (startedAt === undefined) return undefined;
    const { wall: now } = instantOf(this.#clock);
    const durationMs = Math.min(Number(lasting), LONGEST_MS);
    let countdown: Countdown;
    try {
      countdown = createCountdown(durationMs, { startedAt: Number(startedAt), clock: this.#clock });
    } catch {
      // A clock that tells no time now.
      return undefined;
    }
    // A start in the future counts as now, and once only: the next page must not begin anew.
    if (Number(startedAt) <= now) return { items: [item], countdown };
    const mended = itemOf(now, durationMs);
    void this.#store.set(key, mended, countdown.remainingSeconds);
    return { items: [item, mended], countdown };
  }
}

function itemOf(startedAt: number, durationMs: number): string {
  return `v1.${Math.round(startedAt)}.${durationMs}`;
}
