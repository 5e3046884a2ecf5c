// Where cool-downs survive: any store, which may hold nonsense, throw, hang or answer late, and learns no number.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { failureOf, MemoryStore, NEW, setStage } from "../support/stage.mjs";

const PHONE = `+86${NEW}`;
const SENDING = { purpose: "new", phone: PHONE };
const MINUTE = 60_000;
const HOUR = 3_600_000;

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

test("a clock that tells fractions of milliseconds is understood by the next page", async () => {
  const { clock, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  clock.wall += 0.375;
  await clientOf({ storage }).sendCode(SENDING);
  await clock.pass(10_000);
  const { remainingMs } = await clientOf({ storage }).cooldown("new", PHONE);
  assert.ok(Math.abs(remainingMs - 50_000) <= 1, String(remainingMs));
});

test("what is over is taken out of the store", async () => {
  const { clock, clientOf } = setOpenStage();
  const storage = new MemoryStore();
  await clientOf({ storage }).sendCode(SENDING);
  await clock.pass(MINUTE);
  assert.equal((await clientOf({ storage }).cooldown("new", PHONE)).isExpired, true);
  await settle();
  assert.equal(storage.items.size, 0);
});

test("nonsense in the store holds nobody up", async () => {
  const stage = setOpenStage();
  const { clock, clientOf } = stage;
  const probe = new MemoryStore();
  await clientOf({ storage: probe }).sendCode(SENDING);
  const [key] = probe.items.keys();
  const now = clock.now();
  for (const nonsense of [
    "",
    " ",
    "v1",
    "v1.",
    "v1..",
    "v1.a.b",
    `v2.${now}.60000`,
    `V1.${now}.60000`,
    `v1.${now}`,
    `v1.${now}.`,
    `v1.${now}.-60000`,
    `v1.-${now}.60000`,
    `v1.${now}.6e4`,
    `v1.${now}.60000.0`,
    `v1.${now}.60000 `,
    `v1.${now}.999999999`,
    `v1.9999999999999999.60000`,
    `v1.${now}.NaN`,
    `v1.${now}.0`,
    `v1.0.60000`,
    '{"startedAt":1}',
    "<html>",
    "x".repeat(1_000_000),
    null,
    undefined,
    7,
    true,
    Symbol("s"),
    {},
    [`v1.${now}.60000`],
    () => `v1.${now}.60000`,
    Promise.resolve(null),
    Promise.resolve({ value: `v1.${now}.60000` }),
  ]) {
    const storage = { getItem: () => nonsense, setItem() {}, removeItem() {} };
    const client = clientOf({ storage });
    assert.equal((await client.cooldown("new", PHONE)).isExpired, true, String(nonsense).slice(0, 60));
    await client.sendCode(SENDING);
  }
  // What looks right but is too long, is cut to an hour.
  probe.items.set(key, `v1.${now}.99999999`);
  assert.equal((await clientOf({ storage: probe }).cooldown("new", PHONE)).remainingMs, HOUR);
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
    "throws when written to": () => Object.assign(new MemoryStore(), { setItem: fail }),
    "throws when read": () => Object.assign(new MemoryStore(), { getItem: fail }),
    "throws when something is taken out": () => Object.assign(new MemoryStore(), { removeItem: fail }),
    "rejects everything": () => {
      const reject = () => Promise.reject(new Error("out of reach"));
      return { getItem: reject, setItem: reject, removeItem: reject };
    },
    "answers with a thenable that throws": () => {
      const answer = () => ({ then: fail });
      return { getItem: answer, setItem: answer, removeItem: answer };
    },
    "answers with an object whose then throws when it is read": () => {
      const answer = () => Object.defineProperty({}, "then", { get: fail });
      return { getItem: answer, setItem: answer, removeItem: answer };
    },
    "answers with what cannot be read": () => {
      const answer = () => new Proxy({}, { get: fail });
      return { getItem: answer, setItem: answer, removeItem: answer };
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

test("a store that answers asynchronously works like one that answers at once", async () => {
  const { clock, network, clientOf } = setOpenStage();
  const memory = new MemoryStore();
  const storage = {
    getItem: async (key) => memory.getItem(key),
    setItem: async (key, value, options) => memory.setItem(key, value, options),
    removeItem: async (key) => memory.removeItem(key),
  };
  await clientOf({ storage }).sendCode(SENDING);
  await clock.pass(15_000);
  assert.equal((await failureOf(clientOf({ storage }).sendCode(SENDING))).retryAfterMs, 45_000);
  assert.equal(network.count("send-sms"), 1);
});

test("the store's functions are called as its own", async () => {
  class Store {
    #items = new Map();
    getItem(key) {
      return this.#items.get(key) ?? null;
    }
    setItem(key, value) {
      this.#items.set(key, value);
    }
    removeItem(key) {
      this.#items.delete(key);
    }
  }
  const { clientOf } = setOpenStage();
  const storage = new Store();
  await clientOf({ storage }).sendCode(SENDING);
  assert.equal((await clientOf({ storage }).cooldown("new", PHONE)).remainingMs, MINUTE);
});

test("an abort while the store is asked sends nothing", async () => {
  const { network, clientOf } = setOpenStage();
  let answer;
  const asked = new Promise((resolve) => {
    answer = resolve;
  });
  const storage = Object.assign(new MemoryStore(), {
    getItem: () => {
      answer();
      return new Promise(() => undefined);
    },
  });
  const controller = new AbortController();
  const sending = clientOf({ storage }).sendCode(SENDING, { signal: controller.signal });
  await asked;
  controller.abort("enough");
  await assert.rejects(sending, (reason) => reason === "enough");
  await settle();
  assert.equal(network.count("send-sms"), 0);
});
