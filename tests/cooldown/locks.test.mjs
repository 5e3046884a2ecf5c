// Two tabs that send in the same instant take turns, where the runtime has Web Locks; no lock holds a sending up for ever.
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { failureOf, MemoryStore, NEW, setStage } from "../support/stage.mjs";
import { installLocks, replaceGlobal } from "../support/web-locks.mjs";

const SENDING = { purpose: "new", phone: `+86${NEW}` };
const setOpenStage = () => setStage({ smsIntervalSeconds: 0 });

test("the second of two clients waits for the first one's answer, and is refused with what is left then", async (t) => {
  const { requested } = installLocks(t);
  const { clock, network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const held = network.hold("send-sms");
  const first = clientOf({ storage }).sendCode(SENDING);
  await held.arrival;
  const second = failureOf(clientOf({ storage }).sendCode(SENDING));
  await clock.pass(4_000);
  held.release();
  await first;
  const { code, retryAfterMs } = await second;
  assert.deepEqual([code, retryAfterMs], ["ERR_CODE_SENT_TOO_OFTEN", 56_000]);
  assert.equal(network.count("send-sms"), 1);
  // What others can see of a lock is no number.
  assert.deepEqual([...new Set(requested)], [...storage.items.keys()]);
});

test("sendings to different numbers do not wait for each other", async (t) => {
  installLocks(t);
  const { network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const held = network.hold("send-sms");
  const calls = ["+86 137 0000 0000", "+86 137 0000 0001"].map((phone) =>
    clientOf({ storage }).sendCode({ purpose: "new", phone }),
  );
  await held.arrival;
  await settle();
  assert.equal(held.calls.length, 2);
  held.release();
  await Promise.all(calls);
});

test("when the first one fails, the second one sends", async (t) => {
  installLocks(t);
  const { emulator, network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  emulator.faults.add({ operation: "send-sms", kind: "lost-before" });
  const first = failureOf(clientOf({ storage }).sendCode(SENDING));
  const second = clientOf({ storage }).sendCode(SENDING);
  assert.equal((await first).code, "ERR_NETWORK");
  assert.equal((await second).statusCode, 200);
  assert.equal(network.count("send-sms"), 2);
});

test("a cool-down is known to the next tab even before the browser brings it what was stored", async (t) => {
  const locks = installLocks(t);
  // A page, whose store is behind those of other pages.
  replaceGlobal(t, "document", {});
  const { clock, emulator, network, clientOf } = setOpenStage();
  const tabs = [clientOf({ storage: new MemoryStore() }), clientOf({ storage: new MemoryStore() })];
  const [first, second] = tabs.map((tab) => tab.sendCode(SENDING));
  await first;
  const { code, retryAfterMs } = await failureOf(second);
  assert.deepEqual([code, retryAfterMs], ["ERR_CODE_SENT_TOO_OFTEN", 60_000]);
  assert.equal(emulator.inbox().length, 1);
  const { held } = await locks.query();
  assert.match(held.map(({ name }) => name).join(), /^updatephone:cooldown:[0-9a-f]+ v1\.\d+\.60000$/);

  // It is told for a moment only, after which nothing is held or runs; who has heard of it goes on to know.
  await clock.pass(2_000);
  assert.deepEqual((await locks.query()).held, []);
  assert.equal(clock.timers, 0);
  assert.equal((await tabs[1].cooldown("new", SENDING.phone)).remainingMs, 58_000);
  assert.equal(network.count("send-sms"), 1);
});
