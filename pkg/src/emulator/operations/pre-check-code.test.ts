import assert from "node:assert/strict";
import { test } from "vitest";
import { MINUTE_MS, NEW_PHONE, setUp, wrong } from "../testing/calls.js";

const PAYLOAD = { phone: NEW_PHONE.number, phoneCountryCode: NEW_PHONE.countryCode, channel: "CHANNEL_BIND_PHONE" };

function setUpCheck(options?: object) {
  const calls = setUp(options);
  const check = async (passCode, change = {}) => {
    const body = { codeType: "SMS", smsCodePayload: { ...PAYLOAD, passCode, ...change } };
    const { statusCode, data } = await calls.post("pre-check-code", body, { token: null });
    assert.equal(statusCode, 200);
    return data;
  };
  return { ...calls, check };
}

test("a right code is valid however often it is asked about, and still good for the change", async () => {
  const { proofs, check, verify } = setUpCheck();
  const payload = await proofs();
  for (let count = 0; count < 3; count += 1) {
    assert.deepEqual(await check(payload.newPhonePassCode), { isValid: true });
  }
  assert.equal((await verify(payload)).statusCode, 200);
});

test("a wrong code is not valid, which does not count as a wrong try", async () => {
  const { proofs, check, verify } = setUpCheck();
  const payload = await proofs();
  const answer = { isValid: false, message: "验证码不正确" };
  assert.deepEqual(await check(wrong(payload.newPhonePassCode)), answer);
  assert.deepEqual(await check(payload.newPhonePassCode, { channel: "CHANNEL_LOGIN" }), answer);
  assert.deepEqual(await check(payload.newPhonePassCode, { phone: "13912345679" }), answer);
  assert.equal((await verify(payload)).statusCode, 200);
});

test("a spent and an expired code are not valid, with the reason", async () => {
  const { proofs, check, verify, emulator } = setUpCheck();
  const payload = await proofs();
  await verify(payload);
  assert.deepEqual(await check(payload.newPhonePassCode), { isValid: false, message: "验证码已失效" });
  emulator.clock.advance(MINUTE_MS);
  const { newPhonePassCode } = await proofs();
  emulator.clock.advance(5 * MINUTE_MS);
  assert.deepEqual(await check(newPhonePassCode), { isValid: false, message: "验证码已过期" });
});

test("a check of something else than an SMS code, and one without its fields, is refused", async () => {
  const { post } = setUp();
  for (const [body, named] of [
    [{ codeType: "EMAIL", emailCodePayload: {} }, "codeType"],
    [{ codeType: "SMS" }, "smsCodePayload"],
    [{ codeType: "SMS", smsCodePayload: { ...PAYLOAD } }, "smsCodePayload.passCode"],
    [{ codeType: "SMS", smsCodePayload: { ...PAYLOAD, channel: "SMS", passCode: "1" } }, "smsCodePayload.channel"],
    [{ codeType: "SMS", smsCodePayload: { ...PAYLOAD, phone: undefined, passCode: "1" } }, "smsCodePayload.phone"],
  ] as [object, string][]) {
    const answer = await post("pre-check-code", body);
    assert.equal(answer.statusCode, 400, named);
    assert.ok(answer.message.includes(named), answer.message);
  }
});
