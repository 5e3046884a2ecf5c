import { createCountdown, countdownFrom, expiredCountdown } from "../time/countdown.js";
import { type Instant, instantOf } from "../time/instant.js";
import type { Clock, Countdown, KeyValueStore } from "../types.js";
import { announce, readAnnouncements } from "./announcement.js";
import { ForgivingStore } from "./store.js";

/** No cool-down lasts longer, whatever a store, a service or a clock says. */
const MAX_COOLDOWN_MS = 3_600_000;

/** A stored cool-down: `v1.`, its start in epoch milliseconds, `.`, its duration in milliseconds. */
const ITEM = /^v1\.(\d{1,15})\.(\d{1,8})$/;

/** A cool-down that this client started or read. Its start is known on both clocks, so it is better than the stored item. */
interface KnownCooldown {
  /** The forms in which a store or an announcement may hold it. */
  readonly items: readonly unknown[];
  readonly countdown: Countdown;
}

/**
 * The cool-downs of a client, including those that an earlier page or another tab started. Keys come from the core: hashes of
 * application, channel and number.
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

  /** Returns the longest cool-down that is known for a key, else an expired countdown. */
  async find(key: string): Promise<Countdown> {
    const storedItem = await this.#store.get(key);
    const known = this.#known.get(key);
    const newItems = [storedItem, ...(await readAnnouncements(key))].filter((item) => !known?.items.includes(item));
    const cooldowns = [known, ...newItems.map((item) => this.#parse(key, item))];
    const [longest] = cooldowns.sort((a, b) => (b?.countdown.remainingMs ?? 0) - (a?.countdown.remainingMs ?? 0));
    if (longest && !longest.countdown.isExpired) this.#remember(key, longest);
    else if (storedItem) await this.#store.remove(key);
    return longest?.countdown ?? expiredCountdown(this.#clock);
  }

  /** Starts a cool-down from an instant on both clocks, stores it and notifies those who watch. */
  async start(key: string, start: Instant, durationMs: number): Promise<Countdown> {
    const boundedMs = Math.ceil(Math.min(durationMs, MAX_COOLDOWN_MS));
    const item = formatItem(start.wall, boundedMs);
    const countdown = countdownFrom(start, boundedMs, this.#clock);
    this.#remember(key, { items: [item], countdown });
    if (!countdown.isExpired) {
      await this.#store.set(key, item, countdown.remainingSeconds);
      await announce(key, item, this.#clock);
    }
    for (const listener of [...this.#listeners]) listener();
    return countdown;
  }

  /** Calls `listener` when a cool-down may have started, here or in another tab, until the returned function is called. */
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

  /** Remembers a cool-down and removes expired ones. Read from a store again, a start in the future would count as now a second time. */
  #remember(key: string, cooldown: KnownCooldown): void {
    for (const [knownKey, { countdown }] of this.#known) if (countdown.isExpired) this.#known.delete(knownKey);
    this.#known.set(key, cooldown);
  }

  #parse(key: string, item: string | undefined): KnownCooldown | undefined {
    const [, startedAt, duration] = (item && ITEM.exec(item)) || [];
    if (startedAt === undefined) return undefined;
    const { wall: now } = instantOf(this.#clock);
    const durationMs = Math.min(Number(duration), MAX_COOLDOWN_MS);
    let countdown: Countdown;
    try {
      countdown = createCountdown(durationMs, { startedAt: Number(startedAt), clock: this.#clock });
    } catch {
      // The clock returns no time now.
      return undefined;
    }
    if (Number(startedAt) <= now) return { items: [item], countdown };
    // A start in the future counts as now. The store is corrected, so that the next page does not start the cool-down again.
    const corrected = formatItem(now, durationMs);
    void this.#store.set(key, corrected, countdown.remainingSeconds);
    return { items: [item, corrected], countdown };
  }
}

function formatItem(startedAt: number, durationMs: number): string {
  return `v1.${Math.round(startedAt)}.${durationMs}`;
}
