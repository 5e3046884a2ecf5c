import type { Clock } from "../types.js";

/** More than enough for what one tab has written to reach the others. */
const LASTING_MS = 2_000;

/**
 * Tells a text under a name to all tabs of this origin, for a moment, as the name of a held lock. Browsers bring what is written to
 * `localStorage` to other tabs some time after a lock: who is given a lock would not find what its last holder has written. Locks
 * themselves are kept in one place.
 */
export async function announce(name: string, text: string, clock: Clock): Promise<void> {
  const locks = pageLocks();
  if (!locks) return;
  await new Promise<void>((resolve) => {
    const hold = (): Promise<void> => {
      resolve();
      return new Promise((end) => void clock.setTimeout(end, LASTING_MS));
    };
    const request = async (): Promise<void> => locks.request(`${name} ${text}`, { mode: "shared" }, hold);
    // Where locks cannot be had, nobody waits for one either.
    request().catch(() => resolve());
  });
}

/** The texts that are being told under a name. */
export async function announced(name: string): Promise<string[]> {
  try {
    const { held = [] } = (await pageLocks()?.query()) ?? {};
    return held.flatMap((lock) => (lock.name?.startsWith(`${name} `) ? [lock.name.slice(name.length + 1)] : []));
  } catch {
    return [];
  }
}

/** Elsewhere a store is not behind. */
function pageLocks(): LockManager | undefined {
  return globalThis.document && globalThis.navigator?.locks;
}
