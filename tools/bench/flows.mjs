// A program of its own: whole change-phone flows, and looks at snapshots that do not change; prints what is left in memory.
//
//   node --expose-gc flows.mjs PACKAGE-URL FLOWS-PER-ROUND ROUNDS
import { catchMemory } from "./wasm-memory.mjs";

const [packageUrl, perRound, rounds] = process.argv.slice(2);
const memory = catchMemory();
const { createClient, init } = await import(packageUrl);
await init();

const NEW = "+86 139 1234 5678";
const OLD = "+86 188 1234 5678";
const CODE = "123456";
const SNAPSHOTS = 1_000_000;
/** A client serves so many flows. */
const FLOWS_PER_CLIENT = 100;

let elapsed = 0;
let timers = 0;
const clock = {
  now: () => 1_790_000_000_000 + elapsed,
  monotonic: () => elapsed,
  // Nothing here waits so long.
  setTimeout: () => (timers += 1),
  clearTimeout() {},
};

let tokens = 0;
const DATA = {
  "send-sms": () => undefined,
  "verify-update-phone-request": () => ({ updatePhoneToken: `token-${(tokens += 1)}`, tokenExpiresIn: 60 }),
  "update-phone": () => undefined,
};

/** Answers at once, and remembers nothing. */
async function answer(url) {
  const data = DATA[url.slice(url.lastIndexOf("/") + 1)]();
  return new Response(JSON.stringify({ statusCode: 200, message: "", data }));
}

const newClient = () =>
  createClient({ host: "https://example.authing.cn", appId: "app", accessToken: "token", fetch: answer, clock });

async function wholeFlow(client) {
  // Later than the cool-downs of the flow before.
  elapsed += 61_000;
  const flow = client.createFlow({ verifyOldPhone: true, confirm: true });
  let told = 0;
  flow.subscribe(() => (told += 1));
  flow.setNewPhone(NEW);
  flow.setOldPhone(OLD);
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setNewCode(CODE);
  flow.setOldCode(CODE);
  await flow.submit();
  await flow.confirm();
  const { state, error } = flow.getSnapshot();
  if (state !== "done" || told === 0) throw error ?? new Error(`a flow ends as ${state}`);
  flow.dispose();
}

async function usedBytes() {
  // What is finalised lets go of more.
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { wasm: memory().byteLength, heap: process.memoryUsage().heapUsed };
}

/** Looks at a form that somebody listens to, while nothing happens. */
async function lookOften() {
  const client = newClient();
  const flow = client.createFlow();
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  const first = flow.getSnapshot();
  let others = 0;
  const look = () => {
    for (let i = 0; i < SNAPSHOTS; i += 1) if (flow.getSnapshot() !== first) others += 1;
  };
  look();
  const before = await usedBytes();
  look();
  const after = await usedBytes();
  client.dispose();
  return { count: SNAPSHOTS, others, bytes: after.heap - before.heap };
}

const snapshots = await lookOften();
const flows = [];
let client = newClient();
for (let round = 0; round <= Number(rounds); round += 1) {
  // The round before the first lets the engine compile and fill what it keeps.
  for (let i = 0; i < Number(perRound); i += 1) {
    if (i % FLOWS_PER_CLIENT === 0) {
      client.dispose();
      client = newClient();
    }
    await wholeFlow(client);
  }
  flows.push({ made: (round + 1) * Number(perRound), ...(await usedBytes()) });
}
console.log(JSON.stringify({ snapshots, flows }));
