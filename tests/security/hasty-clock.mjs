/** The time as it is, but for short timers: nobody waits for the pauses between two readings. Time limits are as long as ever. */
export const hastyClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (run, ms) => setTimeout(run, ms > 5_000 ? ms : 0),
  clearTimeout: (timer) => clearTimeout(timer),
};
