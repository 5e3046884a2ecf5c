import { TimeLimit } from "../time/time-limit.js";
import type { Signal } from "../time/signal.js";
import type { Clock } from "../types.js";

/** Longer than two sendings take that nobody answers. Who still waits, waits for a frozen tab: the service tells two sendings apart. */
const PATIENCE_MS = 30_000;

/**
 * Does work while no other tab does the same, where the runtime has Web Locks; elsewhere, or when they cannot be had, just does it.
 *
 * @param signal Ends the waiting, with its reason. The work has to watch it by itself.
 */
export async function exclusively<T>(name: string, clock: Clock, signal: Signal, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  let hasBegun = false;
  const limit = new TimeLimit(clock, PATIENCE_MS, [signal]);
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
