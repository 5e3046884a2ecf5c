import type { Clock } from "../types.js";

/** One moment on both clocks, in milliseconds: `wall` since the epoch, `monotonic` since any origin. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

export function instantOf(clock: Clock): Instant {
  return { wall: told(() => clock.now()), monotonic: told(() => clock.monotonic()) };
}

/** A clock that throws, or tells something else than a number, tells nothing: the other clock counts, and listeners go on. */
function told(tell: () => number): number {
  try {
    return +tell();
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds since `start` by whichever clock saw more of them; a clock that tells no number has seen none. As in `flow/deadline.rs`. */
export function elapsedMs(start: Instant, now: Instant): number {
  return Math.max(0, now.wall - start.wall || 0, now.monotonic - start.monotonic || 0);
}
