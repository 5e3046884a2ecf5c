// When the next SMS may be asked for, by number and channel, for all clients over one storage.

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Stores keep whole milliseconds. */
const ROUNDING = 2;
/** A tab that holds the lock longer than this is passed. */
const LOCK_PATIENCE_MS = 30_000;

export class CooldownModel {
  /** Per key: since when and for how long nothing is to be sent, and which client knows it. */
  #known = new Map();
  #inFlight = new Map();
  #world;

  constructor(world) {
    this.#world = world;
  }

  #of(key) {
    return this.#known.get(key) ?? [];
  }

  checkSending(exchange, key) {
    const { clock, isStorageShared, hasLocks, troubles } = this.#world;
    // Without locks another tab may send while one waits for its access token.
    const isTold = isStorageShared && (hasLocks || troubles.length === 0);
    for (const { client, since, durationMs } of this.#of(key)) {
      // Another tab has but the wall clock's word for it: once that was set back, the beginning is in the future, and counts as now.
      const isKnown = client === exchange.client || (isTold && clock.peaks.length === since.peaks);
      if (isKnown && clock.seenAtMostSince(since) < durationMs - ROUNDING) {
        this.#world.violate(`an SMS is asked for that is to wait: ${key}`);
      }
    }
    const other = this.#inFlight.get(key);
    const isOld = other && clock.seenAtMostSince(other.sentAt) >= LOCK_PATIENCE_MS;
    if (hasLocks && other && !isOld) this.#world.violate(`two tabs ask for an SMS at once: ${key}`);
    this.#inFlight.set(key, exchange);
  }

  answered(exchange, key) {
    const { client, meaning, sentAt } = exchange;
    const { clock } = this.#world;
    if (this.#inFlight.get(key) === exchange || exchange.isReplay) this.#inFlight.delete(key);
    const isLimited = meaning.code === "ERR_CODE_SENT_TOO_OFTEN" || meaning.code === "ERR_RATE_LIMITED";
    const add = (since, durationMs) =>
      this.#known.set(key, [
        ...this.#of(key),
        { client, since, durationMs: Math.min(durationMs, HOUR), addedAt: clock.elapsed },
      ]);
    if (meaning.data) add(sentAt, MINUTE);
    else if (isLimited && meaning.retryAfterMs !== undefined) add(clock.moment(), meaning.retryAfterMs);
    else if (isLimited) add(sentAt, MINUTE);
  }

  /** Whether a client may say by itself, at any time since a call began, that it is too early. */
  mayRefuse({ key, began }) {
    const { clock } = this.#world;
    return this.#of(key).some(({ since, durationMs }) => {
      // Whoever reads a beginning in the future counts from then.
      const wasSetBack = clock.peaks.length > since.peaks;
      return wasSetBack || clock.seenSince(since) - (clock.elapsed - began) < durationMs;
    });
  }

  /** When, in true time, something was learnt last about a number. */
  newest(key) {
    return Math.max(Number.NEGATIVE_INFINITY, ...this.#of(key).map(({ addedAt }) => addedAt));
  }
}
