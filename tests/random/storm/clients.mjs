// A program of its own: runs flows, so many at a time, and tells what happens in them as it happens. Told that there is nothing more to
// do, it ends by itself; or somebody kills it.
//
//   fork(clients.mjs); send({entry}), send({task: {atOnce, paceMs, timeoutsMs?, flows: [{seed, user, pool, phone, targets, lie?, …}]}}), send({isLast})
//   → {events}, {done: {heap, module, resources}}
import { catchMemory } from "../../../tools/bench/wasm-memory.mjs";
import { Lanes } from "./lanes.mjs";
import { LIES } from "./lies.mjs";
import { runFlow } from "./flow.mjs";
import { observe } from "./observer.mjs";

const moduleMemory = catchMemory();
const lanes = new Lanes();
let api;
let isEnding = false;

/** What is told within that time goes in one message: messages cost more than all the rest. */
const TOGETHER_MS = 20;
let told = [];
function tell(event) {
  if (told.length === 0) setTimeout(sendAll, TOGETHER_MS);
  told.push(event);
  // Before it is posted: who is killed in the next moment has told of it.
  if (event.kind === "post") sendAll();
}
function sendAll() {
  if (told.length > 0 && process.connected) process.send({ events: told });
  told = [];
}

process.on("message", async ({ entry, task, isLast }) => {
  if (entry) api = import(entry).then(async (imported) => (await imported.init(), imported));
  if (task) {
    await runAll(task, await api);
    sendAll();
    process.send({ done: await measure() });
  }
  if (isLast) {
    isEnding = true;
    await lanes.close();
    // From here on nothing is left that keeps it alive, or the package has left it. What comes after that is Node.js' own: version 20
    // is seen to spin for good in its clean-up of handles (`Environment::CleanupHandles`), at times, after connections were reset.
    process.once("beforeExit", () => process.exit());
    process.disconnect();
  }
});

// Nothing of the storm prints anything here: it is the package, or what it stands on.
for (const method of ["log", "info", "warn", "error", "debug"]) {
  console[method] = (...values) => {
    const problem = observe("console", values);
    process.stderr.write(`${problem ?? values.join(" ")}\n`);
    if (problem) process.exitCode = 1;
  };
}

// Whoever started it is gone.
process.on("disconnect", () => isEnding || process.exit(1));

async function runAll({ atOnce, paceMs, timeoutsMs, flows }, imported) {
  const waiting = [...flows];
  const work = async () => {
    for (let flow; (flow = waiting.shift());) {
      const { seed, lie, ...setting } = flow;
      await runFlow(seed, { paceMs, timeoutsMs, ...setting, api: apiOf(imported, lie), lanes, tell, observe });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, flows.length) }, work));
}

/** The package; or one whose clients lie, to see that it is found. */
function apiOf(imported, lie) {
  if (lie === undefined) return imported;
  return { ...imported, createClient: (options) => LIES[lie].client(imported.createClient, options) };
}

/**
 * Node's fetch keeps, for each address, an object of some kilobytes for each connection that it ever had at a time. That is not what is
 * to be measured: it gets a new keeper, and the old one goes.
 */
async function forgetConnections() {
  const keeper = Symbol.for("undici.globalDispatcher.1");
  const former = globalThis[keeper];
  globalThis[keeper] = new former.constructor();
  await former.close();
}

/** What is left when everything is over. The heap is told where the process may collect it. */
async function measure() {
  await forgetConnections();
  // What is finalised in one collection is freed in the next.
  for (let i = 0; i < 3; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2 * TOGETHER_MS));
    globalThis.gc?.();
  }
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  return {
    module: moduleMemory().byteLength,
    ...(globalThis.gc && { heap: process.memoryUsage().heapUsed }),
    resources,
  };
}
