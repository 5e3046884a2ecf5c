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

test("a lock that a frozen tab holds is waited for thirty seconds, and then the service tells the two apart", async (t) => {
  const locks = installLocks(t);
  const { clock, network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const probe = clientOf({ storage });
  await probe.sendCode(SENDING);
  const [name] = storage.items.keys();
  await clock.pass(60_000);
  void locks.request(name, {}, () => new Promise(() => undefined));
  const sending = clientOf({ storage }).sendCode(SENDING);
  await settle();
  await clock.pass(29_999);
  assert.equal(network.count("send-sms"), 1);
  await clock.pass(1);
  assert.equal((await sending).statusCode, 200);
  assert.equal(clock.timers, 0);
});

test("a signal ends the waiting for a lock, and nothing is sent", async (t) => {
  const locks = installLocks(t);
  const { clock, network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const held = network.hold("send-sms");
  void clientOf({ storage }).sendCode(SENDING);
  await held.arrival;
  const controller = new AbortController();
  const waiting = clientOf({ storage }).sendCode(SENDING, { signal: controller.signal });
  await settle();
  assert.equal(locks.requested.length, 2);
  controller.abort("enough");
  await assert.rejects(waiting, (reason) => reason === "enough");
  held.release();
  await settle();
  assert.equal(network.count("send-sms"), 1);
  assert.equal(clock.timers, 0);
});

test("locks that cannot be had are done without", async (t) => {
  const failing = {
    "are refused": { request: () => Promise.reject(new DOMException("blocked", "SecurityError")) },
    throw: {
      request() {
        throw new DOMException("blocked", "SecurityError");
      },
    },
    "are no locks": {},
  };
  for (const locks of Object.values(failing)) {
    installLocks(t, locks);
    for (const document of [undefined, {}]) {
      replaceGlobal(t, "document", document);
      const { clock, network, clientOf } = setOpenStage();
      const storage = new MemoryStore();
      assert.equal((await clientOf({ storage }).sendCode(SENDING)).statusCode, 200);
      assert.equal((await failureOf(clientOf({ storage }).sendCode(SENDING))).retryAfterMs, 60_000);
      assert.equal(network.count("send-sms"), 1);
      assert.equal(clock.timers, 0);
    }
  }
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

test("a page whose locks cannot be asked what they hold sends all the same", async (t) => {
  const locks = installLocks(t);
  replaceGlobal(t, "document", {});
  for (const query of [undefined, () => Promise.reject(new Error("no")), async () => ({}), async () => undefined]) {
    locks.query = query;
    const { clock, clientOf } = setOpenStage();
    const client = clientOf({ storage: new MemoryStore() });
    assert.equal((await client.sendCode(SENDING)).statusCode, 200);
    await clock.pass(2_000);
  }
});
