import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator } from "./index.js";
import { NEW_PHONE, setUp } from "./testing/calls.js";

const HOST = "https://example.authing.cn";
const JSON_TYPE = { "content-type": "application/json" };

function post(handle, path, body, headers: Record<string, string> = JSON_TYPE, host = HOST) {
  return handle(new Request(`${host}/_emulator/${path}`, { method: "POST", headers, body }));
}

test("users are listed with what it takes to act as them, and with the phone that they have now", async () => {
  const { emulator, tokenFor, updatePhone } = setUp();
  await updatePhone(await tokenFor());
  const users = await (await emulator.fetch(`${HOST}/_emulator/users`)).json();
  assert.deepEqual(users, emulator.users);
  assert.deepEqual(Object.keys(users[0]).sort(), ["accessToken", "appId", "phone", "phoneCountryCode", "userId"]);
  assert.equal(users[0].phone, NEW_PHONE.number);
});

test("the inbox lists each SMS, oldest first", async () => {
  const { emulator, proofs } = setUp();
  await proofs();
  const inbox = await (await emulator.fetch(`${HOST}/_emulator/inbox`)).json();
  assert.deepEqual(inbox, emulator.inbox());
  assert.deepEqual(
    inbox.map(({ to, channel }) => [to, channel]),
    [
      ["+8613912345678", "CHANNEL_BIND_PHONE"],
      ["+8618812345678", "CHANNEL_UNBIND_PHONE"],
    ],
  );
});

test("the clock is advanced and answered", async () => {
  const { emulator } = setUp();
  const response = await post(emulator.handle, "clock", '{"advanceMs":61000}');
  assert.deepEqual(await response.json(), { now: 1_700_000_061_000 });
  assert.equal(emulator.clock.now(), 1_700_000_061_000);
});

test("a clock call without a usable advanceMs is refused", async () => {
  const { emulator } = setUp();
  for (const body of [
    "{}",
    "null",
    "5",
    '{"advanceMs":"5"}',
    '{"advanceMs":-1}',
    '{"advanceMs":0.5}',
    '{"advanceMs":1e300}',
  ]) {
    const response = await post(emulator.handle, "clock", body);
    assert.equal(response.status, 400, body);
    assert.match((await response.json()).error, /advanceMs/);
  }
  assert.equal(emulator.clock.now(), 1_700_000_000_000);
});

test("a reset brings back the seeded state", async () => {
  const { emulator, user, tokenFor, updatePhone } = setUp();
  await updatePhone(await tokenFor());
  const response = await post(emulator.handle, "reset", "{}");
  assert.deepEqual(await response.json(), {});
  assert.deepEqual(emulator.users[0], user);
  assert.deepEqual(emulator.inbox(), []);
});

test("a POST has to be JSON and to say so", async () => {
  const { emulator, proofs } = setUp();
  await proofs();
  for (const [body, headers] of [
    ["{", JSON_TYPE],
    ["", JSON_TYPE],
    ["{}", { "content-type": "text/plain" }],
    ["{}", {}],
  ] as [string, Record<string, string>][]) {
    assert.equal((await post(emulator.handle, "reset", body, headers)).status, 400);
    assert.equal((await post(emulator.handle, "clock", body, headers)).status, 400);
  }
  assert.equal(emulator.inbox().length, 2);
});

test("unknown control calls are 404 and wrong methods 405", async () => {
  const { emulator } = setUp();
  assert.equal((await emulator.fetch(`${HOST}/_emulator/nonsense`)).status, 404);
  assert.equal((await emulator.fetch(`${HOST}/_emulator/`)).status, 404);
  assert.equal((await post(emulator.handle, "inbox", "{}")).status, 405);
  const response = await emulator.fetch(`${HOST}/_emulator/reset`);
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "POST");
});

test("a page of another origin is refused and may read nothing, a page of the same origin is served", async () => {
  const { emulator, proofs } = setUp();
  await proofs();
  for (const origin of ["https://evil.example", "null", "http://example.authing.cn", `${HOST}:444`]) {
    const headers = { ...JSON_TYPE, origin };
    const read = await emulator.handle(new Request(`${HOST}/_emulator/inbox`, { headers }));
    const write = await post(emulator.handle, "reset", "{}", headers);
    const preflight = await emulator.handle(
      new Request(`${HOST}/_emulator/reset`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      }),
    );
    for (const response of [read, write, preflight]) {
      assert.equal(response.status, 403);
      assert.equal(response.headers.has("access-control-allow-origin"), false);
      assert.doesNotMatch(await response.text(), /code/);
    }
  }
  assert.equal(emulator.inbox().length, 2);
  assert.equal((await post(emulator.handle, "reset", "{}", { ...JSON_TYPE, origin: HOST })).status, 200);
});

test("with loopback access control is served under this machine's names only", async () => {
  const { emulator } = setUp({ control: "loopback" });
  for (const host of ["http://localhost:3456", "http://127.0.0.1", "http://127.8.9.1:80", "http://[::1]:3456"]) {
    assert.equal((await emulator.fetch(`${host}/_emulator/users`)).status, 200, host);
  }
  for (const host of [
    HOST,
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://0.0.0.0:3456",
    "http://[::2]",
  ]) {
    assert.equal((await emulator.fetch(`${host}/_emulator/users`)).status, 403, host);
    assert.equal((await post(emulator.handle, "reset", "{}", JSON_TYPE, host)).status, 403, host);
  }
});

test("with access off control is served to nobody, and the API goes on", async () => {
  const { emulator, getProfile } = setUp({ control: "off" });
  for (const host of [HOST, "http://localhost:3456"]) {
    for (const call of ["users", "inbox"])
      assert.equal((await emulator.fetch(`${host}/_emulator/${call}`)).status, 403);
    for (const call of ["clock", "reset"])
      assert.equal((await post(emulator.handle, call, "{}", JSON_TYPE, host)).status, 403);
  }
  assert.equal((await getProfile()).statusCode, 200);
});

test("two users are seeded, and more can be added until a reset, in process and over the control API", async () => {
  const emulator = createEmulator();
  assert.equal(emulator.users.length, 2);
  const phoneless = emulator.addUser();
  assert.deepEqual([phoneless.phone, phoneless.phoneCountryCode], ["", ""]);
  assert.equal(phoneless.appId, emulator.users[0].appId);
  const add = (body) =>
    emulator.fetch("http://localhost/_emulator/users", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const added = await (await add({ phone: "2015550123", phoneCountryCode: "+1" })).json();
  assert.deepEqual(emulator.users.at(-1), added);
  for (const body of [
    { phone: "18812345678" },
    { phone: "12" },
    { phone: 7 },
    { phone: "1", phoneCountryCode: "86" },
  ]) {
    assert.equal((await add(body)).status, 400, JSON.stringify(body));
  }
  emulator.reset();
  assert.equal(emulator.users.length, 2);
});
