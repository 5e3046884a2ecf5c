// How much time a client has seen pass between two moments `{wall, monotonic, peaks}`. `peaks` counts how often the wall clock had been set
// back by then.

export const elapsed = (from, to) => Math.max(0, to.wall - from.wall, to.monotonic - from.monotonic);

/**
 * The most that a client can have seen at any time between the two: it may have looked just before the wall clock was set back.
 *
 * @param peaks What the wall clock showed each time before it was set back.
 */
export const mostElapsed = (from, to, peaks) =>
  Math.max(elapsed(from, to), ...peaks.slice(from.peaks).map((wall) => wall - from.wall));
