import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator } from "./index.js";
import { assertFailure, FAILURES, HOST, setUp } from "./testing/calls.js";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test("two users with different phones are seeded, and each emulator has its own ids and tokens", () => {
  const all = [createEmulator(), createEmulator()].flatMap((emulator) => emulator.users);
  assert.equal(all.length, 4);
  const [first, second] = all;
  assert.notEqual(first.phoneCountryCode + first.phone, second.phoneCountryCode + second.phone);
  for (const field of ["userId", "accessToken"]) assert.equal(new Set(all.map((user) => user[field])).size, 4);
  for (const { userId, appId, phone, phoneCountryCode } of all) {
    assert.match(userId, /^[\da-f]{24}$/);
    assert.match(appId, /^[\da-f]{24}$/);
    assert.match(phoneCountryCode + phone, /^\+\d+$/);
  }
});

test("the profile has the user's phone in two parts and says that it is verified", async () => {
  const { getProfile, user } = setUp();
  const { statusCode, data } = await getProfile();
  assert.equal(statusCode, 200);
  assert.equal(data.userId, user.userId);
  assert.equal(data.phone, user.phone);
  assert.equal(data.phoneCountryCode, user.phoneCountryCode);
  assert.equal(data.phoneVerified, true);
  assert.equal(data.createdAt, new Date(1_700_000_000_000).toISOString());
});

test("the profile of a user without a phone says so", async () => {
  const { getProfile, phoneless } = setUp();
  const { data } = await getProfile({ token: phoneless.accessToken });
  assert.deepEqual([data.phone, data.phoneCountryCode, data.phoneVerified], [null, null, false]);
});

test("an access token is taken with Bearer before it and without", async () => {
  const { getProfile, user } = setUp();
  for (const token of [user.accessToken, `Bearer ${user.accessToken}`, `bearer ${user.accessToken}`]) {
    assert.equal((await getProfile({ token })).data.userId, user.userId);
  }
});

test("each user is known by their own access token", async () => {
  const { getProfile, other } = setUp();
  assert.equal((await getProfile({ token: other.accessToken })).data.userId, other.userId);
});

test("a missing or unknown access token is not signed in", async () => {
  const { getProfile, user } = setUp();
  for (const token of [null, "", "Bearer", "nonsense", `Basic ${user.accessToken}`]) {
    assertFailure(await getProfile({ token }), FAILURES.notSignedIn);
  }
});

test("a missing or unknown application is refused before anything else", async () => {
  const { post, getProfile } = setUp();
  assertFailure(await getProfile({ headers: { "x-authing-app-id": "nonsense" }, token: null }), FAILURES.appUnknown);
  assertFailure(await post("send-sms", "{", { headers: { "x-authing-app-id": "" } }), FAILURES.appUnknown);
  const { fetch } = createEmulator();
  const response = await fetch(`${HOST}/api/v3/get-profile`);
  assert.equal((await response.json()).apiCode, 2011);
});

test("GenAuth's header names the application as well", async () => {
  const { fetch, users } = createEmulator();
  const [{ accessToken, appId }] = users;
  const headers = { "x-genauth-app-id": appId, authorization: accessToken };
  const response = await fetch(`${HOST}/api/v3/get-profile`, { headers });
  assert.equal((await response.json()).statusCode, 200);
});

test("every answer is JSON with a request id of its own", async () => {
  const { getProfile } = setUp();
  const ids = [await getProfile(), await getProfile({ token: null })].map(({ requestId }) => requestId);
  for (const id of ids) assert.match(id, UUID);
  assert.notEqual(ids[0], ids[1]);
});

test("an unknown path is HTTP 404, in the envelope", async () => {
  const { fetch } = createEmulator();
  for (const path of [
    "/",
    "/api/v3/",
    "/api/v3/nonsense",
    "/api/v2/send-sms",
    "/api/v3/send-sms/",
    "/api/v3/toString",
  ]) {
    const response = await fetch(HOST + path);
    assert.equal(response.status, 404, path);
    assert.equal((await response.json()).statusCode, 404);
  }
});

test("a wrong method is HTTP 405, names the right one, and does nothing", async () => {
  const { fetch, inbox } = createEmulator();
  for (const [method, operation, allowed] of [
    ["GET", "send-sms", "POST"],
    ["PUT", "update-phone", "POST"],
    ["POST", "get-profile", "GET"],
    ["OPTIONS", "get-profile", "GET"],
  ]) {
    const response = await fetch(`${HOST}/api/v3/${operation}`, { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), allowed);
    assert.equal((await response.json()).statusCode, 405);
  }
  assert.deepEqual(inbox(), []);
});
