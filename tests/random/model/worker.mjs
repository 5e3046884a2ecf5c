// A thread that runs every `stride`-th sequence, from the `first` one.
import { parentPort, workerData } from "node:worker_threads";
import { loadPackages } from "./packages.mjs";
import { runSequence } from "./sequence.mjs";
import { addCounts } from "./totals.mjs";

/** More failures say nothing new. */
const MOST_FAILED = 10;

const { urls, seed, first, count, stride } = workerData;
const packages = await loadPackages((entry) => urls[entry]);
const totals = { sequences: 0, steps: 0, counts: {} };
const failed = [];
for (let i = first; i < count && failed.length < MOST_FAILED; i += stride) {
  const result = await runSequence(packages, seed + i);
  totals.sequences += 1;
  totals.steps += result.steps;
  addCounts(totals.counts, { ...result.counts, variants: { [result.variant]: 1 } });
  if (result.violations.length > 0) failed.push(result);
}
parentPort.postMessage({ totals, failed });
