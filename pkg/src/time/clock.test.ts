import { expect, test, vi } from "vitest";
import { systemClock } from "./clock.js";

test("fake timers that are installed later apply to the system clock", () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const fired = vi.fn();
    systemClock.setTimeout(fired, 500);
    systemClock.clearTimeout(systemClock.setTimeout(() => fired("cleared"), 100));
    const began = systemClock.monotonic();
    vi.advanceTimersByTime(499);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fired.mock.calls).toStrictEqual([[]]);
    expect([systemClock.now(), systemClock.monotonic() - began]).toStrictEqual([1_500, 500]);
  } finally {
    vi.useRealTimers();
  }
});
