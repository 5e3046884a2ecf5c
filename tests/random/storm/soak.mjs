// node tests/random/storm/soak.mjs: flows at load for minutes, in one process, to see that nothing grows: the memory of the module, the heap
// after a collection, what is active. Prints how each wave left the process, a line of regression for each, and how long requests took.
//
//   SOAK_MINUTES=N  how long (10)
//   SOAK_SEED=N     where the seeds of the flows begin
import { availableParallelism } from "node:os";
import { addCounts, linesOf } from "../model/totals.mjs";
import { ClientProcess } from "./client-process.mjs";
import { installStormPackage } from "./packages.mjs";
import { Stage } from "./stage.mjs";
import { percentiles, regression } from "./statistics.mjs";

/** So many flows at a time, and in a wave; after each wave everything is over, and what is left is measured. */
const AT_ONCE = 60;
const WAVE = 120;
const PACE_MS = 300;
/** What is compiled and cached at the beginning is no growth. */
const WARM_UP = 3;

const minutes = Number(process.env.SOAK_MINUTES ?? 10);
const seed = Number(process.env.SOAK_SEED ?? 20261122);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error("SOAK_MINUTES must be a number above 0, and SOAK_SEED a whole number.");
  process.exit(2);
}

const packages = await installStormPackage();
const counts = {};
const violations = [];
/** Of each wave. */
const points = [];
const latencies = [];
let events = new Map();
let requests = 0;

const began = performance.now();
const clients = new ClientProcess(packages, (told) => told.forEach((event) => events.get(event.flow).push(event)), [
  "--expose-gc",
  // What the engine compiles anew, as it gets to know the program, lies in its heap too, and grows for an hour.
  "--no-opt",
  "--no-sparkplug",
]);
console.log(
  `${minutes} minutes, ${AT_ONCE} flows at a time, Node.js ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString()}`,
);
let working = 0;
for (let wave = 0; performance.now() - began < minutes * 60_000; wave += 1) {
  const seeds = Array.from({ length: WAVE }, (_, i) => seed * 2 ** 20 + wave * WAVE + i);
  const stage = new Stage(packages, { seeds, keep: (all) => noteLatencies(all) });
  try {
    await stage.open();
    events = new Map(seeds.map((each) => [each, []]));
    const since = performance.now();
    const left = await clients.run({ atOnce: AT_ONCE, paceMs: PACE_MS, flows: stage.flows });
    if (!left) throw new Error(await clients.problem);
    working += performance.now() - since;
    const judged = stage.judge({ events, killed: new Set(), troubles: [] });
    addCounts(counts, judged.counts);
    violations.push(...judged.violations);
    note(wave, left);
  } finally {
    await stage.close();
  }
}
const trouble = await clients.end();
if (trouble) violations.push({ text: trouble });
packages.remove();
report();
process.exitCode = violations.length > 0 ? 1 : 0;

function noteLatencies(all) {
  const posts = new Map();
  for (const { kind, client, n, at } of all) {
    if (kind === "post") posts.set(`${client} ${n}`, at);
    if (kind === "answer") latencies.push(at - posts.get(`${client} ${n}`));
  }
  requests += posts.size;
}

function note(wave, { module, heap, resources }) {
  // The listeners of the proxy are the test's own, and the pipe leads to this process.
  const { TCPServerWrap, PipeWrap, ...active } = resources;
  const handles = Object.values(active).reduce((sum, count) => sum + count, 0);
  const flows = (wave + 1) * WAVE;
  points.push({ flows, module, heap, handles });
  console.log(
    `${flows} flows: module ${module / 1024} KB, heap ${(heap / 1024).toFixed(0)} KB, active ${JSON.stringify(active)}, ${TCPServerWrap} listeners of the proxy, ${PipeWrap} pipe`,
  );
}

function report() {
  const [{ flows }] = points.slice(-1);
  console.log(
    `\n${flows} flows in ${((performance.now() - began) / 60_000).toFixed(1)} minutes, ${violations.length} violations`,
  );
  for (const { seed: each, text } of violations.slice(0, 20)) console.log(`  ${text} (STORM_FLOW=${each})`);
  const measured = points.length > WARM_UP + 1 ? points.slice(WARM_UP) : points;
  for (const [name, unit, per] of [
    ["module", "KB", 1024],
    ["heap", "KB", 1024],
    ["handles", "handles", 1],
  ]) {
    const { slope } = regression(measured.map((point) => [point.flows / 1_000, point[name] / per]));
    const [first, last] = [measured[0][name] / per, measured.at(-1)[name] / per];
    console.log(
      `${name}: ${first.toFixed(0)} → ${last.toFixed(0)} ${unit}, regression ${slope >= 0 ? "+" : ""}${slope.toFixed(2)} ${unit} per 1,000 flows`,
    );
  }
  const { p50, p95, p99, max } = percentiles(latencies);
  const figures = [p50, p95, p99, max].map((ms) => ms.toFixed(0)).join(" / ");
  console.log(`${requests} requests, ${((requests / working) * 1_000).toFixed(0)} per second while flows ran`);
  console.log(`answered after p50 / p95 / p99 / most: ${figures} ms, faults of the network included`);
  console.log(linesOf(counts).join("\n"));
}
