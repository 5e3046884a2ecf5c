// A program: makes calls of the bare module with their countdowns. Some have listeners, some are cancelled, some run out, and none is
// freed by hand. Prints the memory in use after garbage collections.
//
//   node --expose-gc bare-calls.mjs MODULE-FOLDER CALLS-PER-ROUND ROUNDS
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { usedHeap } from "./wasm-memory.mjs";

const [folder, perRound, rounds] = process.argv.slice(2);
const bare = await import(pathToFileURL(join(folder, "update_phone.js")).href);
const { memory } = bare.initSync({ module: readFileSync(join(folder, "update_phone_bg.wasm")) });

/** Longer than any countdown. */
const TOKEN_MS = 61_000;
const CALLS_BETWEEN_COLLECTIONS = 100;

let elapsed = 0;
let lastTimer = 0;
const timers = new Map();
const clock = {
  now: () => 1_790_000_000_000 + elapsed,
  monotonic: () => elapsed,
  setTimeout(run, delayMs) {
    timers.set((lastTimer += 1), { run, at: elapsed + delayMs });
    return lastTimer;
  },
  clearTimeout: (id) => timers.delete(id),
};

/** Advances the clock and runs the timers that are due. */
function advance(milliseconds) {
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
  // An extra round before the first compiles the code and fills the memory of a client.
  for (let i = 0; i < Number(perRound); i += 1) {
    await call(round * Number(perRound) + i);
    if (i % CALLS_BETWEEN_COLLECTIONS === CALLS_BETWEEN_COLLECTIONS - 1) {
      advance(TOKEN_MS);
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const heap = await usedHeap();
  rows.push({ made: (round + 1) * Number(perRound), wasm: memory.buffer.byteLength, heap });
}
console.log(JSON.stringify(rows));
