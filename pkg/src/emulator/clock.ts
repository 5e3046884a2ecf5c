/** The emulator's time: codes, cool-downs and tokens end by it. */
export interface EmulatorClock {
  /** Epoch milliseconds: the underlying clock plus all that was advanced. */
  now(): number;
  /**
   * Lets time pass at once, in whole milliseconds. `reset()` of the emulator takes it back.
   * Throws a `RangeError` for a negative or fractional number and for one that leaves the range of `Date`.
   */
  advance(ms: number): void;
}

const LAST_INSTANT = 8.64e15;

/**
 * Creates a clock that runs `initialOffset` milliseconds ahead of `base`. `offset()` returns the milliseconds advanced so far:
 * the `initialOffset` of a clock that continues this one.
 */
export function createClock(
  base: { now(): number },
  initialOffset: number,
): EmulatorClock & { offset(): number; reset(): void } {
  let offset = initialOffset;
  const now = () => base.now() + offset;
  return {
    now,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0 || now() + ms > LAST_INSTANT) {
        throw new RangeError(
          "The clock advances by whole milliseconds, not negative, and not out of the range of Date",
        );
      }
      offset += ms;
    },
    offset: () => offset,
    reset() {
      offset = 0;
    },
  };
}
