import { TimeLimit } from "../time/time-limit.js";
import type { Signal } from "../time/signal.js";
import type { Clock } from "../types.js";

/**
 * Longer than two sendings take that get no answer. A lock held longer than this belongs to a frozen tab; the work proceeds without
 * it, and the service refuses the second of two sendings.
 */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Runs `work` while no other tab runs any under the same name. Where the runtime has no Web Locks, or they fail, `work` runs at once.
 *
 * @param signal Ends the waiting, with its reason. `work` has to watch it itself.
 */
export async function runExclusively<T>(
  name: string,
  clock: Clock,
  signal: Signal,
  work: () => Promise<T>,
): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  let hasBegun = false;
  const limit = new TimeLimit(clock, LOCK_TIMEOUT_MS, [signal]);
  const begin = (): Promise<T> => {
    hasBegun = true;
    limit.end();
    return work();
  };
  try {
    return await locks.request(name, { signal: limit.signal }, begin);
  } catch (error) {
    if (hasBegun) throw error;
    signal.throwIfAborted();
    return await begin();
  }
}
