// Nothing secret comes out: random sequences of everything that clients and forms do, with canaries for access tokens, codes, update
// tokens and numbers, and a search in whatever is told, written, sent or left behind.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { catchMemory } from "../../tools/bench/wasm-memory.mjs";
import { entryUrl } from "../support/packed.mjs";
import { ALLOWED, Campaign } from "./campaign.mjs";

const SEQUENCES = 150;
/** The module's memory is searched after so many. */
const MEMORY_EVERY = 5;
const SEED = 20261122 * 2 ** 20;

const moduleMemory = catchMemory();
let first;
before(async () => {
  first = await Campaign.load(entryUrl);
});

test("no canary is anywhere but where it has to be", { timeout: 240_000 }, async () => {
  const left = { searched: 0, bytes: 0, hits: [] };
  for (let i = 0; i < SEQUENCES; i += 1) {
    const canaries = await first.run(SEED + i);
    if (i % MEMORY_EVERY > 0) continue;
    const memory = Buffer.from(moduleMemory());
    left.searched += 1;
    left.bytes += memory.length;
    left.hits.push(
      ...canaries.searchBytes(memory).map((hit) => ({ seed: SEED + i, place: "the module's memory", ...hit })),
    );
  }
  // Where the last number that was parsed is read in place; a secret it is not.
  const inMemory = left.hits.filter(({ name }) => name !== "a number");
  console.log(`${SEQUENCES} sequences; ${JSON.stringify(first.counts)}`);
  console.log(table(first.places));
  console.log(
    `${"the module's memory".padEnd(44)} ${left.searched} times, ${left.bytes} bytes, ${inMemory.length} hits`,
  );
  assert.deepEqual(first.violations, []);
  assert.deepEqual([...first.hits, ...inMemory], []);
  for (const name of ["a number", "an access token", "a pass code", "an update token", "a typed code"]) {
    assert.ok(first.counts[name] > 0, name);
  }
  // A place that nothing comes to is searched in vain, and what may be somewhere has to be there.
  for (const [place, names] of Object.entries(ALLOWED)) {
    for (const name of Object.keys(names)) assert.ok(first.places.get(place)?.allowed[name] > 0, `${place}: ${name}`);
  }
  for (const place of ["errors of calls", "errors of forms", "events: onResponse", "storage", "names of locks"]) {
    assert.ok(first.places.get(place).searched > SEQUENCES, place);
  }
});

function table(places) {
  const row = ([place, { searched, characters, hits }]) =>
    `${place.padEnd(44)} ${searched} texts, ${characters} characters, ${hits.length} hits`;
  return [...places].sort().map(row).join("\n");
}

/** Ways to let something out, each of which the search has to find. */
const LEAKS = {
  "an error's message": leakInError((error, { body }) => Object.assign(error, { message: `${error.message} ${body}` })),
  "an error's cause, deep inside": leakInError((error, { body }) =>
    Object.assign(error, { cause: new AggregateError([new Error("no", { cause: { request: { body } } })]) }),
  ),
  "a member that is not listed": leakInError((error, { authorization }) =>
    Object.defineProperty(error, "request", { value: { authorization }, configurable: true }),
  ),
  "a symbol's value": leakInError((error, { authorization }) =>
    Object.defineProperty(error, Symbol("request"), { value: new Map([[1, authorization]]) }),
  ),
  "a stack": leakInError((error, { body }) => Object.assign(error, { stack: `${error.stack}\n    at ${body}` })),
  "base64 in an error": leakInError((error, { body }) => Object.assign(error, { id: btoa(`x${body}`) })),
  "an event": leakInClient(({ onRequest, ...options }, sent) => ({
    ...options,
    onRequest: (event) => onRequest({ ...event, body: sent.body }),
  })),
  "the console": leakOnSending(({ body }) => console.debug("sending %s", body)),
  "standard error": leakOnSending(({ authorization }) => process.stderr.write(`${authorization}\n`)),
  "a message to other tabs": leakOnSending(({ body }) => {
    const channel = new BroadcastChannel("update-phone");
    channel.postMessage({ body });
    channel.close();
  }),
  "an address": leakInClient((options) => ({
    ...options,
    fetch: (url, init) => options.fetch(`${url}?${encodeURIComponent(init.headers.authorization)}`, init),
  })),
  "a header": leakInClient((options) => ({
    ...options,
    fetch: (url, init) => options.fetch(url, { ...init, headers: { ...init.headers, "x-debug": init.body ?? "" } }),
  })),
  "the store, half masked": leakInClient((options) => ({
    ...options,
    fetch: (url, init) => {
      const [, number] = /"phoneNumber":"(\d+)"/.exec(init.body ?? "") ?? [];
      if (number) options.storage?.setItem("last", `${number.slice(0, 3)}****${number.slice(-4)}`);
      return options.fetch(url, init);
    },
  })),
};

for (const [what, plant] of Object.entries(LEAKS)) {
  test(`a leak is found in ${what}`, { timeout: 60_000 }, async () => {
    const campaign = await Campaign.load(entryUrl, plant);
    for (let i = 0; i < 60 && campaign.hits.length === 0; i += 1) await campaign.run(SEED + i);
    assert.ok(campaign.hits.length > 0);
  });
}

/** A client whose options are others. */
function leakInClient(change) {
  return (packages) => ({
    ...packages,
    createClient: (options) => {
      const sent = {};
      const fetch = (url, init) => {
        Object.assign(sent, { body: init.body ?? "", authorization: init.headers.authorization ?? "" });
        return options.fetch(url, init);
      };
      return packages.createClient(change({ ...options, fetch }, sent));
    },
  });
}

function leakOnSending(tell) {
  return leakInClient((options) => ({
    ...options,
    fetch: (url, init) => {
      tell({ body: init.body ?? "", authorization: init.headers.authorization ?? "" });
      return options.fetch(url, init);
    },
  }));
}

function leakInError(spoil) {
  return (packages) => ({
    ...packages,
    createClient: (options) => {
      let sent = { body: "", authorization: "" };
      const fetch = (url, init) => {
        sent = { body: init.body ?? "", authorization: init.headers.authorization ?? "" };
        return options.fetch(url, init);
      };
      const client = packages.createClient({ ...options, fetch });
      for (const name of ["sendCode", "updatePhoneRequest", "updatePhone", "changePhone"]) {
        const method = client[name];
        client[name] = (...parameters) =>
          method.apply(client, parameters).catch((error) => {
            throw spoil(error, sent);
          });
      }
      return client;
    },
  });
}
