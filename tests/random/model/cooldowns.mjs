// When the next SMS may be asked for, by number and channel, for all clients over one store.
import { elapsed, mostElapsed } from "./elapsed.mjs";

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Stores keep whole milliseconds. */
const ROUNDING_MS = 2;
/** A lock held longer than this belongs to a frozen tab; others proceed without it. */
const LOCK_PATIENCE_MS = 30_000;

export class Cooldowns {
  /** By key: since when, and for how long, nothing may be sent, and which client learnt it. */
  #known = new Map();
  #inFlight = new Map();
  #peaks;
  #settings;

  /**
   * @param peaks See `elapsed.mjs`; it grows while the run goes on.
   * @param settings `hasLocks`: whether tabs have Web Locks; `mayWaitForAccess`: whether a client may wait for its access token between its
   * look at the cool-down and its request; `slackMs`.
   */
  constructor(peaks, settings) {
    this.#peaks = peaks;
    this.#settings = settings;
  }

  #of(key) {
    return this.#known.get(key) ?? [];
  }

  /** @returns What is wrong with a request for an SMS, sentence by sentence. */
  problemsOf(post, { client, store }) {
    const { hasLocks, mayWaitForAccess, slackMs } = this.#settings;
    const { key, clock } = post;
    const problems = [];
    const canKnowOthers = hasLocks || !mayWaitForAccess;
    for (const known of this.#of(key)) {
      // Another tab has only the wall clock to go by: once that was set back, the beginning is in the future and counts as now.
      const isOthersKnown = canKnowOthers && known.store === store && known.since.peaks === this.#peaks.length;
      const isKnown = known.client === client || isOthersKnown;
      if (isKnown && mostElapsed(known.since, clock, this.#peaks) < known.durationMs - ROUNDING_MS - slackMs) {
        problems.push(`an SMS is asked for during the cool-down of ${key}`);
      }
    }
    const other = this.#inFlight.get(key);
    const isFrozen = other && mostElapsed(other.clock, clock, this.#peaks) >= LOCK_PATIENCE_MS;
    if (hasLocks && other && !isFrozen) problems.push(`two tabs ask for an SMS at once: ${key}`);
    this.#inFlight.set(key, post);
    return problems;
  }

  answered(post, meaning, now, { client, store }) {
    const { key } = post;
    if (this.#inFlight.get(key) === post || post.isReplay) this.#inFlight.delete(key);
    const isLimited = meaning.code === "ERR_CODE_SENT_TOO_OFTEN" || meaning.code === "ERR_RATE_LIMITED";
    const add = (since, durationMs) =>
      this.#known.set(key, [
        ...this.#of(key),
        { client, store, since, durationMs: Math.min(durationMs, HOUR), learntAt: now.at },
      ]);
    if (meaning.data) add(post.clock, MINUTE);
    else if (isLimited && meaning.retryAfterMs !== undefined) add(now, meaning.retryAfterMs);
    else if (isLimited) add(post.clock, MINUTE);
  }

  /** Whether a client may refuse by itself, at any time since a call began. `now.at` and `began` are true times. */
  mayRefuse({ key, began }, now) {
    return this.#of(key).some(({ since, durationMs }) => {
      // A client that reads a beginning in the future counts from then.
      const wasSetBack = this.#peaks.length > since.peaks;
      return wasSetBack || elapsed(since, now) - (now.at - began) < durationMs;
    });
  }

  /** When, in true time, something was learnt last about a number. */
  newest(key) {
    return Math.max(Number.NEGATIVE_INFINITY, ...this.#of(key).map(({ learntAt }) => learntAt));
  }
}
