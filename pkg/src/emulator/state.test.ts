import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator, type EmulatorOptions, type StateStore } from "./index.js";
import { asUser, MINUTE_MS, NEW_PHONE } from "./testing/calls.js";

const NOW = 1_700_000_000_000;

function memoryStore(text?: string) {
  const store = {
    text,
    saves: 0,
    load: () => store.text,
    save: (state: string) => {
      store.text = state;
      store.saves += 1;
    },
  };
  return store;
}

const start = (store: StateStore, options?: EmulatorOptions) =>
  createEmulator({ clock: { now: () => NOW }, store, ...options });
const callsAs = (emulator, index = 0) => asUser(emulator, emulator.users[index]);

test("an emulator goes on where the one before it ended: users, inbox, codes, cool-downs, tokens and time", async () => {
  const store = memoryStore();
  const first = start(store);
  const { tokenFor } = callsAs(first);
  const token = await tokenFor();
  first.clock.advance(MINUTE_MS - 1);
  const unused = { countryCode: "+86", number: "13700000000" };
  await callsAs(first).codeFor("CHANNEL_BIND_PHONE", unused);

  const second = start(store);
  assert.deepEqual(second.users, first.users);
  assert.deepEqual(second.inbox(), first.inbox());
  assert.equal(second.inbox().length, 3);
  assert.equal(second.clock.now(), first.clock.now());
  const { sendSms, updatePhone } = callsAs(second);
  assert.equal((await sendSms("CHANNEL_BIND_PHONE", unused)).apiCode, 4004);
  assert.equal((await updatePhone(token)).statusCode, 200);

  const third = start(store);
  assert.equal(third.users[0].phone, NEW_PHONE.number);
  assert.equal((await callsAs(third).updatePhone(token)).message, "Token 校验失败");
});

test("wrong tries and spent codes are kept", async () => {
  const store = memoryStore();
  const first = callsAs(start(store));
  const payload = await first.proofs();
  await first.verify({ ...payload, newPhonePassCode: "wrong" });
  assert.equal((await callsAs(start(store)).verify(payload)).message, "验证码已失效");
});

test("a number that has had more SMS than a lower cap allows waits until enough of them are a day old", async () => {
  const store = memoryStore();
  const emulator = start(store);
  await callsAs(emulator).sendSms("CHANNEL_LOGIN", NEW_PHONE);
  emulator.clock.advance(3_600_000);
  await callsAs(emulator).sendSms("CHANNEL_LOGIN", NEW_PHONE);

  const { request } = callsAs(start(store, { dailyCap: 1, smsIntervalSeconds: 0, variant: "http-status" }));
  const body = { channel: "CHANNEL_LOGIN", phoneNumber: NEW_PHONE.number };
  const response = await request("POST", "send-sms", body);
  assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "86400"]);
});

test("a reset goes back to the users of the first emulator, also after a restart", async () => {
  const store = memoryStore();
  const first = start(store);
  const seeded = first.users;
  const { tokenFor, updatePhone } = callsAs(first);
  await updatePhone(await tokenFor());
  const second = start(store);
  assert.notDeepEqual(second.users, seeded);
  second.clock.advance(1);
  second.reset();
  const third = start(store);
  assert.deepEqual(third.users, seeded);
  assert.deepEqual(third.inbox(), []);
  assert.equal(third.clock.now(), NOW);
});

test("faults are not kept", () => {
  const store = memoryStore();
  start(store).faults.add({ operation: "update-phone", kind: "lost-after" });
  assert.deepEqual(start(store).faults.list(), []);
});

test("the state is saved at the start, and before each answer that has changed it, but for no other", async () => {
  const store = memoryStore();
  const emulator = start(store);
  assert.equal(store.saves, 1);
  const { getProfile, sendSms } = callsAs(emulator);
  await getProfile();
  assert.equal(store.saves, 1);
  await sendSms("CHANNEL_BIND_PHONE", NEW_PHONE);
  assert.equal(store.saves, 2);
  emulator.faults.add({ operation: "send-sms", kind: "lost-after" });
  await assert.rejects(sendSms("CHANNEL_UNBIND_PHONE", NEW_PHONE), TypeError);
  assert.equal(store.saves, 3);
  emulator.clock.advance(1);
  assert.equal(store.saves, 4);
});

test("a store like localStorage, which says null for nothing, begins anew", () => {
  assert.equal(start(memoryStore(null)).users.length, 2);
});

test("a state that cannot be used is an error that says why and quotes no secret, and the store is left alone", async () => {
  const good = memoryStore();
  const emulator = start(good);
  await callsAs(emulator).tokenFor();
  const state = JSON.parse(good.text);
  const without = (change) => JSON.stringify({ ...state, ...change });
  for (const [text, reason] of [
    ["", /not JSON/],
    [good.text.slice(0, -1), /not JSON/],
    ["null", /not an object/],
    ["[]", /not an object/],
    [without({ version: 2 }), /another version/],
    [without({ clockOffsetMs: "1" }), /clockOffsetMs/],
    [without({ clockOffsetMs: -1 }), /clockOffsetMs/],
    [without({ seed: {} }), /seed is not a list/],
    [without({ seed: [{ ...state.seed[0], accessToken: 1 }] }), /seed\[0\]\.accessToken/],
    [without({ service: undefined }), /service/],
    [
      without({ service: { ...state.service, passCodes: [{ ...state.service.passCodes[0], channel: "X" }] } }),
      /channel/,
    ],
    [without({ service: { ...state.service, updateTokens: [{}] } }), /updateTokens\[0\]\.token/],
  ] as [string, RegExp][]) {
    const store = memoryStore(text);
    assert.throws(
      () => start(store),
      ({ message, cause }) =>
        reason.test(message) && cause === undefined && !message.includes(emulator.users[0].accessToken),
      text.slice(0, 60),
    );
    assert.equal(store.text, text);
    assert.equal(store.saves, 0);
  }
});

test("what the store throws comes out of fetch, and the next save makes up for it", async () => {
  const store = memoryStore();
  const emulator = start(store);
  const { sendSms } = callsAs(emulator);
  const { save } = store;
  store.save = () => {
    throw new Error("the disk is full");
  };
  await assert.rejects(sendSms("CHANNEL_BIND_PHONE", NEW_PHONE), /the disk is full/);
  store.save = save;
  await sendSms("CHANNEL_UNBIND_PHONE", NEW_PHONE);
  assert.equal(start(store).inbox().length, 2);
});
