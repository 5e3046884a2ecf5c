import type { Clock } from "../types.js";

/** One moment on both clocks, in milliseconds: `wall` since the epoch, `monotonic` since any origin. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

/** Reads both clocks. A clock that throws or returns no number reads as `NaN`. */
export function instantOf(clock: Clock): Instant {
  return { wall: readClock(() => clock.now()), monotonic: readClock(() => clock.monotonic()) };
}

/** Returns `NaN` instead of throwing, so that the other clock counts and listeners are still notified. */
function readClock(read: () => number): number {
  try {
    return +read();
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds since `start` by the clock that saw more of them; `NaN` counts as none. The same rule as in `flow/deadline.rs`. */
export function elapsedMs(start: Instant, now: Instant): number {
  return Math.max(0, now.wall - start.wall || 0, now.monotonic - start.monotonic || 0);
}
