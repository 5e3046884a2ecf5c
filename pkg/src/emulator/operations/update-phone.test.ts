import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, asUser, FAILURES, MINUTE_MS, NEW_PHONE, setUp } from "../testing/calls.js";

const asOther = ({ emulator, other }) => asUser(emulator, other);

test("a token changes the phone, and the answer has no data", async () => {
  const { updatePhone, tokenFor, getProfile, emulator } = setUp();
  const token = await tokenFor({ countryCode: "+852", number: "61234567" });
  emulator.clock.advance(1000);
  const { requestId, ...answer } = await updatePhone(token);
  assert.deepEqual(answer, { statusCode: 200, message: "操作成功", apiCode: 0 });
  const { data } = await getProfile();
  assert.deepEqual([data.phoneCountryCode, data.phone], ["+852", "61234567"]);
  assert.equal(data.updatedAt, new Date(emulator.clock.now()).toISOString());
  assert.deepEqual([emulator.users[0].phoneCountryCode, emulator.users[0].phone], ["+852", "61234567"]);
});

test("a token changes nothing until it is spent", async () => {
  const { tokenFor, getProfile, user } = setUp();
  await tokenFor();
  assert.equal((await getProfile()).data.phone, user.phone);
});

test("a token is good once", async () => {
  const { updatePhone, tokenFor } = setUp();
  const token = await tokenFor();
  assert.equal((await updatePhone(token)).statusCode, 200);
  assertFailure(await updatePhone(token), FAILURES.tokenRefused);
});

test("a token is good until 60 seconds have passed", async () => {
  const { updatePhone, tokenFor, getProfile, emulator, user } = setUp();
  const late = await tokenFor();
  emulator.clock.advance(60_000);
  assertFailure(await updatePhone(late), FAILURES.tokenRefused);
  assert.equal((await getProfile()).data.phone, user.phone);

  const inTime = await tokenFor();
  emulator.clock.advance(59_999);
  assert.equal((await updatePhone(inTime)).statusCode, 200);
});

test("a token that was never issued is refused", async () => {
  const { updatePhone } = setUp();
  assertFailure(await updatePhone("nonsense"), FAILURES.tokenRefused);
});

test("a token is refused to another user, and stays good for its own", async () => {
  const all = setUp();
  const token = await all.tokenFor();
  assertFailure(await asOther(all).updatePhone(token), FAILURES.tokenRefused);
  assert.equal((await all.updatePhone(token)).statusCode, 200);
});

test("a number that another user took in between is refused", async () => {
  const all = setUp();
  const payload = await all.proofs(NEW_PHONE);
  // A number gets a code once a minute, so for two tokens at one time the first code is used late.
  all.emulator.clock.advance(MINUTE_MS - 1000);
  const token = (await all.verify(payload)).data.updatePhoneToken;
  all.emulator.clock.advance(1000);
  const calls = asOther(all);
  assert.equal((await calls.updatePhone(await calls.tokenFor(NEW_PHONE))).statusCode, 200);
  assertFailure(await all.updatePhone(token), FAILURES.phoneTaken);
  assert.equal((await all.getProfile()).data.phone, all.user.phone);
});

test("a second token for the number that is the user's own by now is spent without complaint", async () => {
  const { proofs, verify, tokenFor, updatePhone, emulator } = setUp();
  const payload = await proofs();
  emulator.clock.advance(MINUTE_MS - 1);
  const first = (await verify(payload)).data.updatePhoneToken;
  emulator.clock.advance(1);
  const second = await tokenFor();
  assert.equal((await updatePhone(first)).statusCode, 200);
  assert.equal((await updatePhone(second)).statusCode, 200);
});

test("the phone that a user gave up is free for another", async () => {
  const all = setUp();
  await all.updatePhone(await all.tokenFor());
  const calls = asOther(all);
  const token = await calls.tokenFor({ countryCode: all.user.phoneCountryCode, number: all.user.phone });
  assert.equal((await calls.updatePhone(token)).statusCode, 200);
});

test("without being signed in a token is not taken", async () => {
  const { updatePhone, tokenFor } = setUp();
  const token = await tokenFor();
  assertFailure(await updatePhone(token, { token: null }), FAILURES.notSignedIn);
  assert.equal((await updatePhone(token)).statusCode, 200);
});

test("a request without a token in it, or with the bare token for a body, names what is missing", async () => {
  const { post } = setUp();
  const missing = await post("update-phone", {});
  assert.deepEqual([missing.statusCode, missing.apiCode], [400, 2231]);
  assert.ok(missing.message.includes("updatePhoneToken"));
  assert.equal((await post("update-phone", '"token"')).statusCode, 400);
});
