import type { Clock } from "../types.js";

/** One moment on both clocks, in milliseconds: `wall` since the epoch, `monotonic` since any origin. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

export function instantOf(clock: Clock): Instant {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
