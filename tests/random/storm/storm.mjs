// node tests/random/storm/storm.mjs: a campaign of random flows under random faults, judged by the rules. Prints what happened; fails if
// anything was said that is not true. See CONTRIBUTING.md and docs/storm.md.
//
//   STORM_FLOWS=N  how many flows (3,000)
//   STORM_SEED=N   where their seeds begin (from the clock)
//   STORM_FLOW=N   one flow, with all that happens in it
import { availableParallelism } from "node:os";
import { addCounts, linesOf } from "../model/totals.mjs";
import { installStormPackage } from "./packages.mjs";
import { replay } from "./replay.mjs";
import { runRound } from "./round.mjs";

const { env } = process;

/** With so many clients at a time, or on a busy machine, an answer takes its time. */
const PATIENT_MS = [1_500, 3_000, 6_000];

/** Parts of a campaign: which share of the flows, in how many processes, and what is killed after how many requests. */
const PARTS = [
  {
    name: "500 clients at a time in one process",
    share: 0.5,
    processes: 1,
    atOnce: 500,
    paceMs: 3_000,
    timeoutsMs: PATIENT_MS,
  },
  {
    name: "500 clients at a time in four processes",
    share: 0.3,
    processes: 4,
    atOnce: 125,
    paceMs: 3_000,
    timeoutsMs: PATIENT_MS,
  },
  {
    name: "processes of clients killed",
    share: 0.1,
    processes: 3,
    atOnce: 40,
    paceMs: 400,
    killClients: [35, 210],
  },
  {
    name: "the service killed and started again",
    share: 0.1,
    processes: 1,
    atOnce: 60,
    paceMs: 400,
    killService: [45, 180],
  },
];
/** More flows than that in one round, and what is kept of them takes too much memory. */
const ROUND = 1_500;

function wholeNumber(name, fallback) {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  console.error(`${name} must be a whole number, and is ${text}.`);
  return process.exit(2);
}

/** @returns Whether nothing was found. */
async function campaign(packages, flows, seed) {
  console.log(
    `STORM_FLOWS=${flows} STORM_SEED=${seed}, Node.js ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString()}`,
  );
  const totals = { flows: 0, counts: {}, kills: { clients: 0, service: 0 }, violations: [] };
  const began = performance.now();
  let next = seed * 2 ** 20;
  for (const { name, share, ...part } of PARTS) {
    let left = Math.max(1, Math.round(flows * share));
    const partBegan = performance.now();
    const done = { flows: 0, violations: 0, kills: 0 };
    while (left > 0) {
      const seeds = Array.from({ length: Math.min(left, ROUND) }, () => next++);
      left -= seeds.length;
      const { counts, violations, kills } = await runRound(packages, { ...part, seeds, seed: seeds[0] });
      addCounts(totals.counts, counts);
      totals.violations.push(...violations);
      totals.kills.clients += kills.clients;
      totals.kills.service += kills.service;
      done.flows += seeds.length;
      done.violations += violations.length;
      done.kills += kills.clients + kills.service;
    }
    totals.flows += done.flows;
    const seconds = ((performance.now() - partBegan) / 1_000).toFixed(0);
    console.log(`${name}: ${done.flows} flows, ${done.kills} kills, ${done.violations} violations, ${seconds} s`);
    printSome(totals.violations.slice(totals.violations.length - done.violations));
  }
  const seconds = (performance.now() - began) / 1_000;
  console.log(`\n${totals.flows} flows in ${seconds.toFixed(0)} s, seeds ${seed * 2 ** 20} to ${next - 1}`);
  console.log(`killed: processes of clients ${totals.kills.clients}, the service ${totals.kills.service}`);
  console.log(linesOf(totals.counts).join("\n"));
  console.log(`${totals.violations.length} violations`);
  return totals.violations.length === 0;
}

/** More of them say nothing new. */
const PRINTED = 20;

function printSome(violations) {
  for (const { seed: each, text } of violations.slice(0, PRINTED)) {
    console.log(`  ${text}${each === undefined ? "" : `\n    again: make storm STORM_FLOW=${each}`}`);
  }
}

const flows = wholeNumber("STORM_FLOWS", 3_000);
const seed = wholeNumber("STORM_SEED", Math.floor(Date.now() / 1_000) % 2 ** 24);
const single = wholeNumber("STORM_FLOW", undefined);

const packages = await installStormPackage();
try {
  const isGood = single === undefined ? await campaign(packages, flows, seed) : await replay(packages, single);
  process.exitCode = isGood ? 0 : 1;
} finally {
  packages.remove();
}
