// What can go wrong with one connection, and what does, by a seed. The names are Toxiproxy's where it has one.
import { createRandom } from "../../phone/random.mjs";

const OPERATIONS = ["send-sms", "verify-update-phone-request", "update-phone", "get-profile"];

/** What the proxy does to a connection. */
const TOXICS = [
  [10, (random) => ({ kind: "latency", thereMs: random.below(160), backMs: random.below(160) })],
  [2, (random) => ({ kind: "latency", thereMs: random.between(300, 2_000), backMs: random.below(900) })],
  [4, (random) => ({ kind: "jitter", thereMs: 5, backMs: 5, jitters: [1, 2, 3, 4, 5].map(() => random.below(160)) })],
  [3, (random) => ({ kind: "bandwidth", bytesPerSecond: random.pick([1_500, 4_000, 20_000]) })],
  [6, (random) => ({ kind: "cut in the request", after: random.below(100) / 100 })],
  [9, (random) => ({ kind: "cut in the response", after: random.below(100) / 100 })],
  [2, (random) => ({ kind: "slow close", ms: random.between(100, 1_500) })],
  [8, (random) => ({ kind: "reset", when: random.pick(["accepted", "asked", "answering"]), ms: random.below(40) })],
  [6, (random) => ({ kind: "half-open", isForwarded: random.oneIn(2) })],
  // What a client has given up arrives all the same.
  [8, (random) => ({ kind: "late", ms: random.between(200, 3_000) })],
];

/** What the emulator does to a request. */
const FAULTS = [
  [3, () => ({ kind: "lost-before" })],
  [5, () => ({ kind: "lost-after" })],
  [2, () => ({ kind: "truncated-json" })],
  [2, () => ({ kind: "empty-body" })],
  [2, () => ({ kind: "wrong-content-type" })],
  [3, () => ({ kind: "reset-in-body" })],
  [2, () => ({ kind: "string-api-code" })],
  [3, () => ({ kind: "unauthorized-once" })],
  [3, (random) => ({ kind: "delay", delayMs: random.between(20, 1_500) })],
  [2, (random) => ({ kind: "rate-limited", retryAfterSeconds: random.pick([null, 0, 1, 30]) })],
  [3, (random) => ({ kind: "bad-gateway", isDone: random.oneIn(2) })],
];

/** In so many requests of a hundred something goes wrong: nothing is as hard to get right as a change. */
const SHARES = {
  storm: { "send-sms": 14, "verify-update-phone-request": 24, "update-phone": 50, "get-profile": 34 },
  /** Changes whose answer is lost, and profiles that cannot be read. */
  doubt: { "send-sms": 14, "verify-update-phone-request": 10, "update-phone": 85, "get-profile": 85 },
};

/**
 * What happens to the nth request of an operation of one client: it follows from the flow's seed and from nothing else, whatever else
 * is on its way. `{toxic}` for the proxy, or `{fault}` for the emulator, or neither. `weather`: which shares, "storm" or "doubt".
 */
export function planOf(seed, client, operation, nth, weather = "storm") {
  const place = (client * OPERATIONS.length + OPERATIONS.indexOf(operation)) * 1_000 + nth;
  const random = createRandom(seed * 64 + (place % 64) + Math.floor(place / 64) * 7_919);
  if (random.below(100) >= SHARES[weather][operation]) return {};
  if (random.oneIn(2)) return { toxic: random.weighted(TOXICS)(random) };
  if (operation === "verify-update-phone-request" && random.oneIn(3)) {
    return { fault: { operation, kind: "token-lifetime", tokenLifetimeSeconds: random.pick([1, 5, 30, 120]) } };
  }
  return { fault: { operation, ...random.weighted(FAULTS)(random) } };
}
