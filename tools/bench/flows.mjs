// A program: runs whole change-phone flows, and reads snapshots that do not change. Prints the memory in use.
//
//   node --expose-gc flows.mjs PACKAGE-URL FLOWS-PER-ROUND ROUNDS
import { catchMemory, usedHeap } from "./wasm-memory.mjs";

const [packageUrl, perRound, rounds] = process.argv.slice(2);
const memory = catchMemory();
const { createClient, init } = await import(packageUrl);
await init();

const NEW = "+86 139 1234 5678";
const OLD = "+86 188 1234 5678";
const CODE = "123456";
const SNAPSHOTS = 1_000_000;
/** After this many flows a new client is created. */
const FLOWS_PER_CLIENT = 100;

let elapsed = 0;
let lastTimer = 0;
const clock = {
  now: () => 1_790_000_000_000 + elapsed,
  monotonic: () => elapsed,
  // No timer becomes due here.
  setTimeout: () => (lastTimer += 1),
  clearTimeout() {},
};

let tokens = 0;
const DATA = {
  "send-sms": () => undefined,
  "verify-update-phone-request": () => ({ updatePhoneToken: `token-${(tokens += 1)}`, tokenExpiresIn: 60 }),
  "update-phone": () => undefined,
};

/** Responds at once and keeps nothing. */
async function respond(url) {
  const data = DATA[url.slice(url.lastIndexOf("/") + 1)]();
  return new Response(JSON.stringify({ statusCode: 200, message: "", data }));
}

const newClient = () =>
  createClient({ host: "https://example.authing.cn", appId: "app", accessToken: "token", fetch: respond, clock });

async function wholeFlow(client) {
  // After the cool-downs of the previous flow.
  elapsed += 61_000;
  const flow = client.createFlow({ verifyOldPhone: true, confirm: true });
  let notifications = 0;
  flow.subscribe(() => (notifications += 1));
  flow.setNewPhone(NEW);
  flow.setOldPhone(OLD);
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setNewCode(CODE);
  flow.setOldCode(CODE);
  await flow.submit();
  await flow.confirm();
  const { state, error } = flow.getSnapshot();
  if (state !== "done" || notifications === 0) throw error ?? new Error(`a flow ends as ${state}`);
  flow.dispose();
}

/** Reads the snapshot of a flow with a listener many times while nothing changes. */
async function readSnapshots() {
  const client = newClient();
  const flow = client.createFlow();
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  const first = flow.getSnapshot();
  let others = 0;
  const readAll = () => {
    for (let i = 0; i < SNAPSHOTS; i += 1) if (flow.getSnapshot() !== first) others += 1;
  };
  readAll();
  const before = await usedHeap();
  readAll();
  const after = await usedHeap();
  client.dispose();
  return { count: SNAPSHOTS, others, bytes: after - before };
}

const snapshots = await readSnapshots();
const flows = [];
let client = newClient();
for (let round = 0; round <= Number(rounds); round += 1) {
  // An extra round before the first compiles the code and fills the caches.
  for (let i = 0; i < Number(perRound); i += 1) {
    if (i % FLOWS_PER_CLIENT === 0) {
      client.dispose();
      client = newClient();
    }
    await wholeFlow(client);
  }
  flows.push({ made: (round + 1) * Number(perRound), wasm: memory().byteLength, heap: await usedHeap() });
}
console.log(JSON.stringify({ snapshots, flows }));
