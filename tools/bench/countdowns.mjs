// A program: the cost of a tick while many countdowns are live.
//
//   node countdowns.mjs PACKAGE-URL TICKS
import { Bench } from "tinybench";
import { quantile } from "./measure.mjs";
import { format, table } from "./report.mjs";

const LIVE = 10_000;
/** Longer than any measurement, so that no countdown ends. */
const DURATION_MS = 1e9;

/** A held clock with only what a tick needs, so that it costs little time. */
class BenchClock {
  #now = 1e6;
  #nextTimer = 1;
  timers = new Map();
  now = () => this.#now;
  monotonic = () => this.#now;
  setTimeout = (run, ms) => {
    const id = this.#nextTimer++;
    this.timers.set(id, { run, at: this.#now + ms });
    return id;
  };
  clearTimeout = (id) => this.timers.delete(id);

  /** Moves the time to `lateMs` after the only timer is due, removes the timer, and returns its callback. */
  takeTimer(lateMs = 0) {
    const [[id, { run, at }]] = this.timers;
    this.timers.delete(id);
    this.#now = at + lateMs;
    return run;
  }
}

/** Creates countdowns with one subscriber each. Their seconds change at the same moment, or spread over the second. */
function subscribeAll(createCountdown, { count, areSpread }) {
  const clock = new BenchClock();
  const listeners = { notified: 0 };
  const stops = Array.from({ length: count }, (_, i) => {
    const countdown = createCountdown(DURATION_MS + (areSpread ? (i * 1_000) / count : 0), { clock });
    return countdown.subscribe(() => (listeners.notified += 1));
  });
  listeners.notified = 0;
  return { clock, listeners, stop: () => stops.forEach((stop) => stop()) };
}

/**
 * Measures ticks of one clock.
 *
 * @param createCountdown The function of the packed package.
 * @param ticks The count of ticks of each kind, after a tenth of it as warm-up.
 * @returns `[name, { live, ticks, notified, millis, timers, timersAfter }]`: the listeners notified in a tick, the median and the
 * 95th percentile of its milliseconds, and the timers with and without listeners.
 */
function measureCountdowns(createCountdown, ticks) {
  const hadDocument = globalThis.document;
  const page = (globalThis.document = new EventTarget());
  const measure = (name, live, areSpread, nextTick) => {
    const { clock, listeners, stop } = subscribeAll(createCountdown, { count: live, areSpread });
    const warmupIterations = Math.ceil(ticks / 10);
    const limits = { time: 0, iterations: ticks, warmupTime: 0, warmupIterations };
    const bench = new Bench({ ...limits, throws: true, retainSamples: true });
    let tick;
    const beforeEach = () => void (tick = nextTick(clock));
    const [task] = bench.add(name, () => tick(), { async: false, beforeEach }).runSync();
    const notified = listeners.notified / (warmupIterations + ticks);
    const timers = clock.timers.size;
    stop();
    const { p50: median, samples } = task.result.latency;
    const millis = { median, slow: quantile(samples, 0.95) };
    return [name, { live, ticks, notified, millis, timers, timersAfter: clock.timers.size }];
  };
  const early = (clock) => clock.takeTimer(-1);
  const due = (clock) => clock.takeTimer();
  const shown = () => () => page.dispatchEvent(new Event("visibilitychange"));
  try {
    // Compiles the code that all measurements use.
    measure("", LIVE, true, due);
    return [
      measure("no listener is notified: the timer fires early", LIVE, false, early),
      measure("no listener is notified: a page event checks every countdown", LIVE, true, shown),
      measure("the listeners are notified whose seconds change in this millisecond", LIVE, true, due),
      measure("all listeners are notified: their seconds change at once", LIVE, false, due),
      measure("the only listener is notified", 1, false, due),
    ];
  } finally {
    globalThis.document = hadDocument;
  }
}

export const countdownTable = (rows) =>
  table([
    [
      "a tick in which",
      "live",
      "ticks",
      "notified in a tick",
      "ms (median)",
      "ms (slowest twentieth)",
      "timers",
      "… without listeners",
    ],
    ...rows.map(([name, { live, ticks, notified, millis, timers, timersAfter }]) => [
      name,
      format.integer(live),
      format.integer(ticks),
      format.integer(notified),
      format.short(millis.median),
      `from ${format.short(millis.slow)}`,
      timers,
      timersAfter,
    ]),
  ]);

if (process.argv[1] === import.meta.filename) {
  const [packageUrl, ticks] = process.argv.slice(2);
  const { createCountdown } = await import(packageUrl);
  console.log(JSON.stringify(measureCountdowns(createCountdown, Number(ticks))));
}
