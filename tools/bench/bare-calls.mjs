// A program of its own: calls of the bare module with their countdowns, some of them listened to, some cancelled, some left to run
// out, none of them freed by hand; prints what is left in memory after collections.
//
//   node --expose-gc bare-calls.mjs MODULE-FOLDER CALLS-PER-ROUND ROUNDS
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, perRound, rounds] = process.argv.slice(2);
const bare = await import(pathToFileURL(join(folder, "update_phone.js")).href);
const { memory } = bare.initSync({ module: readFileSync(join(folder, "update_phone_bg.wasm")) });

/** A countdown is due at most after so long. */
const TOKEN_MS = 61_000;
const CALLS_BETWEEN_COLLECTIONS = 100;

let elapsed = 0;
let made = 0;
const timers = new Map();
const clock = {
  now: () => 1_790_000_000_000 + elapsed,
  monotonic: () => elapsed,
  setTimeout(run, delayMs) {
    timers.set((made += 1), { run, at: elapsed + delayMs });
    return made;
  },
  clearTimeout: (id) => timers.delete(id),
};

/** Lets time pass at once: what is due runs. */
function pass(milliseconds) {
  elapsed += milliseconds;
  for (const [id, { run, at }] of [...timers]) {
    if (at <= elapsed && timers.delete(id)) run();
  }
}

let tokens = 0;
const client = new bare.Client({
  host: "https://example.authing.cn",
  appId: "app",
  accessToken: "token",
  clock,
  fetch: async () =>
    Response.json({
      statusCode: 200,
      message: "",
      data: { updatePhoneToken: `t${(tokens += 1)}`, tokenExpiresIn: 60 },
    }),
});

async function collect() {
  // What is finalised lets go of more.
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function call(number) {
  const { countdown } = await bare.updatePhoneRequest(client, {
    newPhoneCountryCode: "+86",
    newPhoneNumber: "139 1234 5678",
    newPhonePassCode: String(100_000 + (number % 900_000)),
  });
  if (number % 2) countdown.subscribe(() => undefined);
  if (number % 4 === 3) countdown.cancel();
}

const rows = [];
for (let round = 0; round <= Number(rounds); round += 1) {
  // The round before the first lets the engine compile, and fills what a client remembers.
  for (let i = 0; i < Number(perRound); i += 1) {
    await call(round * Number(perRound) + i);
    if (i % CALLS_BETWEEN_COLLECTIONS === CALLS_BETWEEN_COLLECTIONS - 1) {
      pass(TOKEN_MS);
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await collect();
  const { heapUsed: heap } = process.memoryUsage();
  rows.push({ made: (round + 1) * Number(perRound), wasm: memory.buffer.byteLength, heap });
}
console.log(JSON.stringify(rows));
