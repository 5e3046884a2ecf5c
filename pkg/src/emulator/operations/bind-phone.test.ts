import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, asUser, FAILURES, NEW_PHONE, setUp, wrong } from "../testing/calls.js";

const BIND = "CHANNEL_BIND_PHONE";

function bindingOf(emulator, user) {
  const calls = asUser(emulator, user);
  const bind = ({ countryCode, number }, passCode, options?: object) =>
    calls.post("bind-phone", { phoneCountryCode: countryCode, phoneNumber: number, passCode }, options);
  return { ...calls, bind };
}

test("a user without a phone binds one with the code that came to it", async () => {
  const { emulator, phoneless } = setUp();
  const { bind, codeFor, getProfile } = bindingOf(emulator, phoneless);
  const { requestId, ...answer } = await bind(NEW_PHONE, await codeFor(BIND, NEW_PHONE));
  assert.deepEqual(answer, { statusCode: 200, message: "操作成功", apiCode: 0 });
  const { data } = await getProfile();
  assert.deepEqual([data.phoneCountryCode, data.phone, data.phoneVerified], ["+86", NEW_PHONE.number, true]);
});

test("the code of a phone that was bound is spent", async () => {
  const { emulator, phoneless } = setUp();
  const { bind, codeFor, post } = bindingOf(emulator, phoneless);
  const passCode = await codeFor(BIND, NEW_PHONE);
  await bind(NEW_PHONE, passCode);
  const smsCodePayload = { phone: NEW_PHONE.number, passCode, channel: BIND };
  const { data } = await post("pre-check-code", { codeType: "SMS", smsCodePayload });
  assert.deepEqual(data, { isValid: false, message: "验证码已失效" });
});

test("a phone once bound is changed with the other calls", async () => {
  const { emulator, phoneless } = setUp();
  const { bind, codeFor } = bindingOf(emulator, phoneless);
  await bind(NEW_PHONE, await codeFor(BIND, NEW_PHONE));
  const bound = emulator.users[2];
  assert.equal(bound.phone, NEW_PHONE.number);
  const { tokenFor, updatePhone } = asUser(emulator, bound);
  emulator.clock.advance(60_000);
  assert.equal((await updatePhone(await tokenFor({ countryCode: "+86", number: "13700000000" }))).statusCode, 200);
});

test("a user who has a phone binds no other, and the code stays good", async () => {
  const { emulator, user, phoneless } = setUp();
  const { bind, codeFor } = bindingOf(emulator, user);
  const code = await codeFor(BIND, NEW_PHONE);
  assertFailure(await bind(NEW_PHONE, code), FAILURES.phoneBoundAlready);
  assert.equal((await bindingOf(emulator, phoneless).bind(NEW_PHONE, code)).statusCode, 200);
});

test("a wrong code binds nothing and voids the right one", async () => {
  const { emulator, phoneless } = setUp();
  const { bind, codeFor } = bindingOf(emulator, phoneless);
  const code = await codeFor(BIND, NEW_PHONE);
  assertFailure(await bind(NEW_PHONE, wrong(code)), FAILURES.codeWrong);
  assertFailure(await bind(NEW_PHONE, code), FAILURES.codeVoid);
  assert.equal(emulator.users[2].phone, "");
});

test("another user's phone is not bound", async () => {
  const { emulator, other, phoneless } = setUp();
  const { bind, codeFor } = bindingOf(emulator, phoneless);
  const taken = { countryCode: other.phoneCountryCode, number: other.phone };
  assertFailure(await bind(taken, await codeFor(BIND, taken)), FAILURES.phoneTaken);
});

test("binding needs a sign-in and all fields", async () => {
  const { emulator, phoneless } = setUp();
  const { bind, post } = bindingOf(emulator, phoneless);
  assertFailure(await bind(NEW_PHONE, "123456", { token: null }), FAILURES.notSignedIn);
  assert.ok((await post("bind-phone", { phoneNumber: "13912345678" })).message.includes("passCode"));
  assert.ok((await post("bind-phone", { passCode: "123456" })).message.includes("phoneNumber"));
});
