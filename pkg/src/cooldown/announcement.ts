import type { Clock } from "../types.js";

/** More than browsers take to bring a stored item to their other tabs. */
const ANNOUNCEMENT_MS = 2_000;

/**
 * Announces a text under a name to all tabs of this origin for two seconds, as the name of a held lock. Browsers bring items of
 * `localStorage` to other tabs some time after they release a lock, so the next holder of that lock would not find what its last
 * holder stored. Locks themselves are kept in one place.
 */
export async function announce(name: string, text: string, clock: Clock): Promise<void> {
  const locks = pageLocks();
  if (!locks) return;
  await new Promise<void>((resolve) => {
    const hold = (): Promise<void> => {
      resolve();
      return new Promise((release) => void clock.setTimeout(release, ANNOUNCEMENT_MS));
    };
    const request = async (): Promise<void> => locks.request(`${name} ${text}`, { mode: "shared" }, hold);
    // Where locks are unavailable, other tabs cannot hold one either, so there is no next holder to announce to.
    request().catch(() => resolve());
  });
}

/** Returns the texts that are announced under a name now; none if the locks cannot be queried. */
export async function readAnnouncements(name: string): Promise<string[]> {
  try {
    const { held = [] } = (await pageLocks()?.query()) ?? {};
    return held.flatMap((lock) => (lock.name?.startsWith(`${name} `) ? [lock.name.slice(name.length + 1)] : []));
  } catch {
    return [];
  }
}

/** The Web Locks of a page. Outside of pages stores are up to date at once, so announcements are not needed. */
function pageLocks(): LockManager | undefined {
  return globalThis.document && globalThis.navigator?.locks;
}
