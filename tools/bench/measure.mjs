// Times several ways to do the same, side by side.

export const median = (values) => quantile(values, 0.5);

export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** Half of the rounds lie between `low` and `high`. */
const spread = (values) => ({ median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) });

const now = () => performance.now();

/**
 * Runs each task for about `sliceMs`, one after the other, `rounds` times over, each round from another beginning: whatever
 * else the machine does meets all of them alike.
 *
 * @param tasks Functions that do `size` operations each time they are called.
 * @returns For each task the microseconds of an operation, and `ratios`: how many times longer than the first task it took
 * in the same round.
 */
export function race(tasks, { size, rounds, sliceMs }) {
  const names = Object.keys(tasks);
  const repeats = Object.fromEntries(names.map((name) => [name, calibrate(tasks[name], sliceMs)]));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length];
      const start = now();
      for (let repeat = repeats[name]; repeat > 0; repeat -= 1) tasks[name]();
      times[name].push(((now() - start) * 1_000) / (repeats[name] * size));
    }
  }
  const first = times[names[0]];
  return Object.fromEntries(
    names.map((name) => [
      name,
      { micros: spread(times[name]), ratio: spread(times[name].map((time, round) => time / first[round])) },
    ]),
  );
}

/** How often a task has to be repeated to fill a slice. Calling it for a while first lets the engine compile it. */
function calibrate(task, sliceMs) {
  const warm = now();
  while (now() - warm < 3 * sliceMs) task();
  const start = now();
  task();
  return Math.max(1, Math.round(sliceMs / (now() - start)));
}

/** The same for what cannot be repeated in one process: `run(name)` resolves with milliseconds. */
export async function raceOfProcesses(names, rounds, run) {
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await run(name);
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length];
      times[name].push(await run(name));
    }
  }
  const first = times[names[0]];
  return Object.fromEntries(
    names.map((name) => [
      name,
      { millis: spread(times[name]), ratio: spread(times[name].map((time, round) => time / first[round])) },
    ]),
  );
}
