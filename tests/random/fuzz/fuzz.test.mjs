// Everything that the package exports, called with what nobody should hand over: see `hostile.mjs` for what that is, `../errors.mjs` for what
// may come of it.
//
//   UPDATE_PHONE_TEST_CALLS=N  how many calls, others each time; by default 6,000, the same each time
//   UPDATE_PHONE_TEST_SEED=N   where they begin; default: from the clock
//   UPDATE_PHONE_TEST_CALL=N   only the one with this seed
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { entryUrl, updatePhonePackage } from "../../support/packed.mjs";
import { CLIENT_OPTIONS, FLOW_METHODS, FLOW_OPTIONS } from "./client-cases.mjs";
import { EMULATOR_OPTIONS } from "./emulator-cases.mjs";
import { casesOf } from "./fuzzer.mjs";
import { ABOUT, SABOTAGES } from "./sabotage.mjs";
import { documentedCodes, membersOf } from "./surface.mjs";

const { env } = process;
const isCampaign = env.UPDATE_PHONE_TEST_CALLS !== undefined;
const CALLS = Number(env.UPDATE_PHONE_TEST_CALLS ?? 6_000);
/** How many loads of the module from a hostile source. */
const LOADS = 150;
const SEED =
  Number((isCampaign && env.UPDATE_PHONE_TEST_SEED) || (isCampaign ? Date.now() % 2 ** 32 : 20261123)) * 2 ** 20;

const emulatorUrl = entryUrl("update-phone/emulator");
const urls = { core: entryUrl("update-phone"), emulator: emulatorUrl };
const codes = documentedCodes();

function runInWorker(workerData) {
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { urls, codes, ...workerData } });
  return new Promise((resolve, reject) => {
    worker.once("message", (tally) => {
      if (tally.failure) reject(new Error(`the fuzzer itself: ${tally.failure}`));
      else resolve(tally);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the fuzzer ended before its time")));
  });
}

const linesOf = (found) =>
  found.map(({ name, seed, problems }) =>
    [`${name}, again: UPDATE_PHONE_TEST_CALL=${seed} node --test tests/random/fuzz/fuzz.test.mjs`, ...problems].join(
      "\n    ",
    ),
  );

test("the fuzzer knows every function, method and option of the public API", async () => {
  const emulator = await import(emulatorUrl);
  const names = new Set(casesOf({ core: updatePhonePackage, emulator }).map(({ name }) => name));
  const known = (object) =>
    [...names].filter((name) => name.startsWith(`${object}.`)).map((name) => name.slice(object.length + 1));

  const NO_FUNCTIONS = ["UpdatePhoneError", "metadataVersion", "variants"];
  for (const entry of [updatePhonePackage, emulator]) {
    for (const name of Object.keys(entry)) assert.ok(names.has(name) || NO_FUNCTIONS.includes(name), name);
  }
  assert.deepEqual(known("Client").sort(), membersOf("index", "Client"));
  assert.deepEqual(known("Flow").sort(), membersOf("index", "Flow"));
  assert.deepEqual([...FLOW_METHODS].sort(), membersOf("index", "Flow"));
  // Its figures are looked at by `createCountdown`.
  const FIGURES = ["durationMs", "expiresAt", "isExpired", "remainingMs", "remainingSeconds"];
  assert.deepEqual(
    [...known("Countdown"), ...FIGURES].filter((name) => name !== "asyncIterator").sort(),
    membersOf("index", "Countdown"),
  );
  assert.deepEqual(
    [...new Set(known("Emulator").map((name) => name.split(".")[0]))].sort(),
    membersOf("emulator", "Emulator"),
  );
  assert.deepEqual(known("Emulator.faults").sort(), membersOf("emulator", "Faults"));
  assert.deepEqual(known("Emulator.clock").sort(), membersOf("emulator", "EmulatorClock"));

  assert.deepEqual(Object.keys(CLIENT_OPTIONS).sort(), membersOf("index", "ClientOptions"));
  assert.deepEqual(Object.keys(FLOW_OPTIONS).sort(), membersOf("index", "FlowOptions"));
  assert.deepEqual(membersOf("index", "CallOptions"), ["signal", "timeoutMs"]);
  assert.deepEqual(
    Object.keys(EMULATOR_OPTIONS).sort(),
    [...membersOf("emulator", "EmulatorOptions"), ...membersOf("emulator", "PoolOptions")].sort(),
  );
});

test("whatever is handed over, the answer is right or a documented error, and the next call works", async (t) => {
  const single = env.UPDATE_PHONE_TEST_CALL;
  const run = single ? { seed: Number(single), count: 1 } : { seed: SEED, count: CALLS };
  const { calls, found, traps, answers, refusals } = await runInWorker(run);
  for (const [name, count] of Object.entries(calls).sort()) t.diagnostic(`${name}: ${count}`);
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  t.diagnostic(`${total} calls, ${answers} answers, ${refusals} refusals, ${traps} traps, seed ${SEED / 2 ** 20}`);
  assert.deepEqual(linesOf(found), []);
  assert.equal(traps, 0);
  if (!single) assert.ok(answers > total / 10 && refusals > total / 10, "both ends are come to");
});

test("whatever the module is loaded from, a load that fails says so, and the next one works", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-fuzz-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const copies = { from: join(dirname(fileURLToPath(urls.core)), ".."), to: folder };
  const { calls, found, traps, copies: copied } = await runInWorker({ copies, seed: SEED, count: LOADS });
  t.diagnostic(`${calls.init} loads of ${copied} copies, ${traps} traps`);
  assert.deepEqual(linesOf(found), []);
  assert.equal(calls.init, LOADS);
});

for (const lie of Object.keys(SABOTAGES)) {
  test(`it finds ${lie}`, async () => {
    const { found, traps } = await runInWorker({ seed: 2 ** 20, count: 1_000, enough: 1, only: [ABOUT[lie]], lie });
    assert.notDeepEqual(found, []);
    if (lie.startsWith("a trap")) assert.ok(traps > 0);
  });
}
