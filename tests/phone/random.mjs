// Random numbers that a seed repeats.

/** A generator with 128 bits of state (sfc32): the same seed gives the same numbers everywhere. */
export function createRandom(seed) {
  let [a, b, c, counter] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b9, 1];
  function next() {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  }
  for (let i = 0; i < 15; i += 1) next();

  const below = (limit) => Math.floor((next() / 2 ** 32) * limit);
  const pick = (list) => list[below(list.length)];
  return {
    /** A whole number, at least 0 and below the limit. */
    below,
    between: (low, high) => low + below(high - low + 1),
    pick,
    /** True once in so many times. */
    oneIn: (times) => below(times) === 0,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(""),
    /** One of `[weight, value]`, the heavier the more often. */
    weighted(choices) {
      let left = below(choices.reduce((sum, [weight]) => sum + weight, 0));
      return choices.find(([weight]) => (left -= weight) < 0)[1];
    },
  };
}
