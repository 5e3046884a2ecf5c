// Times several ways to do the same, side by side. tinybench takes the times. It runs one task after the other, so the rounds
// are run here: on a busy machine only times of the same round can be compared.
import { Bench } from "tinybench";

export const median = (values) => quantile(values, 0.5);

export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position - Math.floor(position));
}

/** Half of the values lie between `low` and `high`. */
export const spread = (values) => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

/**
 * Runs every task in every round, each round beginning with another task, after a warm-up of `3 * sliceMs`.
 *
 * @param tasks Functions by name. A task that measures itself returns `{ overriddenDuration }`, in milliseconds.
 * @param sliceMs How long a task is repeated in a round; 0 runs it once.
 * @returns By task the mean milliseconds of a call, in each round.
 */
export async function timesByRound(tasks, { rounds, sliceMs = 0 }) {
  const limits = { time: sliceMs, iterations: 1, warmupTime: 3 * sliceMs, warmupIterations: 1 };
  const bench = new Bench({ ...limits, throws: true });
  for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
  for (const task of bench.tasks) await task.warmup();
  const times = Object.fromEntries(bench.tasks.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % bench.tasks.length;
    for (const task of [...bench.tasks.slice(first), ...bench.tasks.slice(0, first)]) {
      task.reset(false);
      await task.run();
      times[task.name].push(task.result.latency.mean);
    }
  }
  return times;
}

/**
 * The same, compared. `operations` is how many operations a call does.
 *
 * @returns By task the milliseconds of an operation, and `ratio`: the time as a multiple of the first task's time in the same
 * round.
 */
export async function race(tasks, { operations = 1, ...options }) {
  const times = await timesByRound(tasks, options);
  const [first] = Object.values(times);
  return Object.fromEntries(
    Object.entries(times).map(([name, own]) => [
      name,
      {
        millis: spread(own.map((time) => time / operations)),
        ratio: spread(own.map((time, round) => time / first[round])),
      },
    ]),
  );
}
