// The packed package and the emulator over random sequences. `actions.mjs` has what happens in them, `rules.mjs` what holds of every run,
// `client-model.mjs` and `flow-watch.mjs` predict each end, `world.mjs` has the machine and the service.
//
//   UPDATE_PHONE_TEST_SEQUENCES=N  how many, others each time; by default 2,000, the same each time
//   UPDATE_PHONE_TEST_SEED=N       where they begin; default: from the clock
//   UPDATE_PHONE_TEST_SEQUENCE=N   only the one with this seed; a failure is shrunk
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { before, test } from "node:test";
import { Worker } from "node:worker_threads";
import { entryUrl } from "../../support/packed.mjs";
import { loadPackages } from "./packages.mjs";
import { SABOTAGES } from "./sabotage.mjs";
import { runSequence, shrink } from "./sequence.mjs";
import { addCounts, linesOf } from "./totals.mjs";

const { env } = process;
const count = Number(env.UPDATE_PHONE_TEST_SEQUENCES ?? 2_000);
const isCampaign = env.UPDATE_PHONE_TEST_SEQUENCES !== undefined;
const seed =
  Number((isCampaign && env.UPDATE_PHONE_TEST_SEED) || (isCampaign ? Date.now() % 2 ** 32 : 20261122)) * 2 ** 20;
const single = env.UPDATE_PHONE_TEST_SEQUENCE;
const FILE = "tests/random/model/model.test.mjs";
/** In so many sequences everything has happened that can happen. */
const ENOUGH = 2_000;

let packages;
before(async () => {
  packages = await loadPackages(entryUrl);
});

/** Runs the sequences in several threads; of `stride` threads each takes every `stride`-th one. */
async function runAll() {
  const urls = Object.fromEntries(["update-phone", "update-phone/emulator"].map((entry) => [entry, entryUrl(entry)]));
  const stride = Math.min(4, availableParallelism());
  const results = await Promise.all(
    Array.from({ length: stride }, (_, first) => {
      const worker = new Worker(new URL("worker.mjs", import.meta.url), {
        workerData: { urls, seed, first, count, stride },
      });
      return new Promise((resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", reject);
      });
    }),
  );
  const all = { sequences: 0, steps: 0, counts: {}, failed: results.flatMap(({ failed }) => failed) };
  for (const { totals } of results) {
    all.sequences += totals.sequences;
    all.steps += totals.steps;
    addCounts(all.counts, totals.counts);
  }
  return all;
}

/** A failed sequence, shrunk, with all that happened in it, and the command that repeats it. */
async function describe(failed) {
  const shrunk = await shrink(packages, failed);
  const { lines, violations, variant } = await runSequence(packages, shrunk, { isLogged: true });
  return [
    `variant ${variant}:`,
    ...lines,
    ...violations,
    `Again: UPDATE_PHONE_TEST_SEQUENCE=${failed} tools/setup/run.sh node -- node --test ${FILE}`,
  ].join("\n");
}

if (single === undefined) {
  test("model and implementation agree over random sequences under every variant", { timeout: 7_200_000 }, async () => {
    console.log(`UPDATE_PHONE_TEST_SEED=${seed / 2 ** 20}`);
    const { sequences, steps, counts, failed } = await runAll();
    console.log([`${sequences} sequences, ${steps} steps, ${failed.length} violations`, ...linesOf(counts)].join("\n"));
    for (const { seed: each, violations } of failed) console.log(`${each}: ${violations[0]}`);
    if (failed.length > 0) assert.fail(await describe(failed[0].seed));
    assert.equal(sequences, count);
    if (sequences < ENOUGH) return;
    assert.equal(Object.keys(counts.variants).length, packages.variants.length);
    assert.equal(Object.keys(counts.faults).length, 12);
    assert.equal(Object.keys(counts.states).length, 8);
    for (const end of ["confirmed", "reconciled", "ERR_NETWORK", "ERR_OUTCOME_UNKNOWN", "ERR_UPDATE_TOKEN_EXPIRED"]) {
      assert.ok(counts.updatePhone[end] > 0, end);
    }
    for (const who of ["others wait", "no other waits"]) assert.ok(counts["given up during a reading"][who] > 0, who);
  });

  const sabotaged = (sabotage) => ({
    ...packages,
    createClient: (options) => sabotage(packages.createClient, options),
  });

  test("a sequence that fails is shrunk to fewer steps, with which it still fails", async () => {
    const lying = sabotaged(SABOTAGES["knows nothing of cool-downs"]);
    for (let i = 0; ; i += 1) {
      const { steps, violations } = await runSequence(lying, seed + i);
      if (violations.length === 0 || steps < 10) continue;
      const shrunk = await runSequence(lying, await shrink(lying, seed + i));
      assert.ok(shrunk.violations.length > 0);
      assert.ok(shrunk.steps < steps, `${steps} → ${shrunk.steps} steps`);
      return;
    }
  });

  for (const [lie, sabotage] of Object.entries(SABOTAGES)) {
    test(`the model finds a client that ${lie}`, async () => {
      const lying = sabotaged(sabotage);
      for (let i = 0; i < 1_500; i += 1) {
        const { violations } = await runSequence(lying, seed + i);
        if (violations.length > 0) return;
      }
      assert.fail("nothing was found");
    });
  }
} else {
  test(`the sequence ${single}`, async () => {
    const { violations } = await runSequence(packages, Number(single));
    if (violations.length > 0) assert.fail(await describe(Number(single)));
  });
}
