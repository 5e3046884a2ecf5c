// A program of its own: what a tick costs while many countdowns are live.
//
//   node countdowns.mjs PACKAGE-URL TICKS
import { quantile } from "./measure.mjs";
import { format, table } from "./report.mjs";

const LIVE = 10_000;
/** Longer than any measurement, so that nothing ends meanwhile. */
const DURATION_MS = 1e9;

/** A clock that stands still until it is moved, with what a tick needs and nothing that costs time. */
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

  /** Fires the one timer, so many milliseconds after it is due; answers how long that took. */
  fire(lateMs = 0) {
    const [[id, { run, at }]] = this.timers;
    this.timers.delete(id);
    this.#now = at + lateMs;
    return time(run);
  }
}

function time(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Countdowns with a subscriber each. Their seconds change at the same moment, or spread over the second. */
function subscribeAll(createCountdown, { count, areSpread }) {
  const clock = new BenchClock();
  const listeners = { told: 0 };
  const stops = Array.from({ length: count }, (_, i) => {
    const countdown = createCountdown(DURATION_MS + (areSpread ? (i * 1_000) / count : 0), { clock });
    return countdown.subscribe(() => (listeners.told += 1));
  });
  listeners.told = 0;
  return { clock, listeners, stop: () => stops.forEach((stop) => stop()) };
}

/**
 * Measures ticks of one clock.
 *
 * @param createCountdown The packed package's.
 * @param ticks How many of each kind; the first tenth lets the engine compile and is not counted.
 * @returns `[what, { live, ticks, told, millis, timers, timersAfter }]`: listeners told in a tick, the median and the slowest
 * twentieth of its milliseconds, timers alive with and without listeners.
 */
function measureCountdowns(createCountdown, ticks) {
  const hadDocument = globalThis.document;
  const page = (globalThis.document = new EventTarget());
  const measure = (what, live, areSpread, tick) => {
    const { clock, listeners, stop } = subscribeAll(createCountdown, { count: live, areSpread });
    const warm = Math.ceil(ticks / 10);
    const times = Array.from({ length: warm + ticks }, () => tick(clock)).slice(warm);
    const told = listeners.told / (warm + ticks);
    const timers = clock.timers.size;
    stop();
    const millis = { median: quantile(times, 0.5), slow: quantile(times, 0.95) };
    return [what, { live, ticks, told, millis, timers, timersAfter: clock.timers.size }];
  };
  const early = (clock) => clock.fire(-1);
  const due = (clock) => clock.fire();
  const shown = () => time(() => page.dispatchEvent(new Event("visibilitychange")));
  try {
    // The first one is measured once more at its turn: by then the engine has compiled what all of them use.
    measure("", LIVE, true, due);
    return [
      measure("nobody has to be told: the timer fires early", LIVE, false, early),
      measure("nobody has to be told: a page event, and every one is looked at", LIVE, true, shown),
      measure("those are told whose seconds change in this millisecond", LIVE, true, due),
      measure("all are told, since their seconds change at once", LIVE, false, due),
      measure("one is told, who is alone", 1, false, due),
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
      "told in a tick",
      "ms (median)",
      "ms (slowest twentieth)",
      "timers",
      "… without listeners",
    ],
    ...rows.map(([what, { live, ticks, told, millis, timers, timersAfter }]) => [
      what,
      format.integer(live),
      format.integer(ticks),
      format.integer(told),
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
