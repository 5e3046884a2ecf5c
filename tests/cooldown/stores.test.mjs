// Where cool-downs survive: any store, which may hold nonsense, throw, hang or answer late, and learns no number.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { failureOf, MemoryStore, NEW, setStage } from "../support/stage.mjs";

const PHONE = `+86${NEW}`;
const SENDING = { purpose: "new", phone: PHONE };
const MINUTE = 60_000;

const setOpenStage = (options) => setStage({ smsIntervalSeconds: 0, dailyCap: Infinity, ...options });

test("what is stored is a hash, the beginning and the length, and the store is told how long to keep it", async () => {
  const { clock, network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const client = clientOf({ storage });
  const held = network.hold("send-sms");
  const sending = client.sendCode(SENDING);
  await held.arrival;
  const sentAt = clock.now();
  await clock.pass(3_500);
  held.release();
  await sending;
  await client.sendCode({ purpose: "old", phone: "+852 6123 4567" });
  assert.deepEqual(
    storage.written.map(({ value, options }) => [value, options]),
    [
      [`v1.${sentAt}.60000`, { ttl: 57 }],
      [`v1.${sentAt + 3_500}.60000`, { ttl: 60 }],
    ],
  );
  const everything = JSON.stringify(storage.written);
  for (const { key } of storage.written) {
    assert.match(key, /^[a-z0-9:.]+$/);
    assert.match(key, /^updatephone:cooldown:[0-9a-f]+$/);
  }
  assert.equal(new Set(storage.written.map(({ key }) => key)).size, 2);
  for (const secret of [NEW, NEW.slice(3), "61234567", "BIND", "eyJ"]) {
    assert.ok(!everything.includes(secret), `${secret} in ${everything}`);
  }
});

test("the key is the same in every client, and another one for a neighbouring number", async () => {
  const { clientOf } = setOpenStage();
  const keyOf = async (phone) => {
    const storage = new MemoryStore();
    await clientOf({ storage }).sendCode({ purpose: "new", phone });
    return [...storage.items.keys()].join();
  };
  const keys = await Promise.all([PHONE, "+86 139 1234 5678", "+86 139 1234 5679"].map(keyOf));
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[0], keys[2]);
});

test("a store that forgets early, or is emptied by the person, forgets what other clients know, not what this one has sent", async () => {
  const { network, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  const client = clientOf({ storage });
  await client.sendCode(SENDING);
  storage.items.clear();
  assert.equal((await failureOf(client.sendCode(SENDING))).retryAfterMs, MINUTE);
  await clientOf({ storage }).sendCode(SENDING);
  assert.equal(network.count("send-sms"), 2);
});

describe("a store that fails", () => {
  const fail = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  const FAILING = {
    "throws at everything": () => ({ getItem: fail, setItem: fail, removeItem: fail }),
    "rejects everything": () => {
      const reject = () => Promise.reject(new Error("out of reach"));
      return { getItem: reject, setItem: reject, removeItem: reject };
    },
  };
  for (const [name, makeStorage] of Object.entries(FAILING)) {
    test(`and ${name} is done without: the client remembers by itself`, async () => {
      const { clock, network, clientOf } = setOpenStage();
      const client = clientOf({ storage: makeStorage() });
      const { cooldown } = await client.sendCode(SENDING);
      assert.equal(cooldown.remainingMs, MINUTE);
      assert.equal((await failureOf(client.sendCode(SENDING))).retryAfterMs, MINUTE);
      await clock.pass(MINUTE);
      assert.equal((await client.cooldown("new", PHONE)).isExpired, true);
      await client.sendCode(SENDING);
      assert.equal(network.count("send-sms"), 2);
    });
  }

  test("and never answers holds a sending up for two seconds before it and two after, and no SMS is sent twice", async () => {
    const { clock, network, clientOf } = setOpenStage();
    const hang = () => new Promise(() => undefined);
    const client = clientOf({ storage: { getItem: hang, setItem: hang, removeItem: hang } });
    const began = clock.mono;
    const sending = client.sendCode(SENDING);
    await clock.passTimer(2_000);
    await clock.passTimer(2_000);
    await sending;
    assert.equal(clock.mono - began, 4_000);
    const refusing = failureOf(client.sendCode(SENDING));
    await clock.passTimer(2_000);
    assert.equal((await refusing).code, "ERR_CODE_SENT_TOO_OFTEN");
    assert.equal(network.count("send-sms"), 1);
    await settle();
    assert.equal(clock.timers, 0);
  });

  test("and answers after two seconds is not waited for, and breaks nothing then", async () => {
    const { clock, network, clientOf } = setOpenStage();
    const late = [];
    const answerLater = () => new Promise((resolve) => late.push(resolve));
    const client = clientOf({ storage: { getItem: answerLater, setItem: answerLater, removeItem: answerLater } });
    const sending = client.sendCode(SENDING);
    await clock.passTimer(2_000);
    await clock.passTimer(2_000);
    await sending;
    for (const resolve of late) resolve("v1.0.0");
    await settle();
    assert.equal(network.count("send-sms"), 1);
  });
});
