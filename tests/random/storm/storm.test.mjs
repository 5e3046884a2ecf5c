// A small storm, the same each time, and clients that lie, which have to be found: see round.mjs, lies.mjs, ../model/rules.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linesOf } from "../model/totals.mjs";
import { LIES } from "./lies.mjs";
import { installStormPackage } from "./packages.mjs";
import { runRound } from "./round.mjs";

const SEED = 20261122 * 2 ** 20;
const FLOWS = 60;
/** So many flows are shared by the lies that are not found yet; in so many rounds each one is. */
const LYING_FLOWS = 60;
const ROUNDS = 10;

let packages;
before(async () => {
  packages = await installStormPackage();
});
after(() => packages?.remove());

const seedsFrom = (first, count) => Array.from({ length: count }, (_, i) => first + i);

test("flows in a storm end, and what they say is true, while clients and service are killed", async () => {
  const seeds = seedsFrom(SEED, FLOWS);
  const parts = [
    { seeds: seeds.slice(0, 40), processes: 2, atOnce: 20 },
    { seeds: seeds.slice(40, 50), processes: 1, atOnce: 10, killClients: [15, 40] },
    { seeds: seeds.slice(50), processes: 1, atOnce: 10, killService: [15, 40] },
  ];
  const results = await Promise.all(parts.map((part) => runRound(packages, { paceMs: 120, seed: 1, ...part })));
  for (const { counts, violations } of results) {
    console.log(linesOf(counts).join("\n"));
    assert.deepEqual(violations, []);
  }
  const [{ counts }, { kills }, { kills: restarts }] = results;
  assert.equal(Object.keys(counts.variants).length, packages.variants.length);
  assert.ok(counts["at the end"].changed > 0);
  assert.ok(kills.clients > 0);
  assert.ok(restarts.service > 0);
});

test("the rules find every client that lies", async () => {
  let left = Object.keys(LIES);
  for (let round = 0; round < ROUNDS && left.length > 0; round += 1) {
    const names = left;
    const seeds = seedsFrom(SEED + 1_000 * (round + 1), LYING_FLOWS);
    const lieOf = (seed) => names[(seed - seeds[0]) % names.length];
    const also = (seed) => {
      const lie = lieOf(seed);
      return { lie, weather: "doubt", isCareless: true, timeoutsMs: [2_000], patienceMs: LIES[lie].patienceMs };
    };
    const plan = { seeds, seed: 1, processes: 1, atOnce: 16, paceMs: 30, also };
    const { violations } = await runRound(packages, plan);
    for (const { seed, text } of violations) {
      assert.notEqual(seed, undefined, text);
      const lie = lieOf(seed);
      if (!left.includes(lie) || !LIES[lie].found.test(text)) continue;
      left = left.filter((name) => name !== lie);
      console.log(`a client that ${lie}: ${text.split("\n")[0]}`);
    }
  }
  assert.deepEqual(left, []);
});
