import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, asUser, FAILURES, MINUTE_MS, NEW_PHONE, setUp, wrong } from "../testing/calls.js";

test("both codes together give a token of 60 seconds", async () => {
  const { verify, proofs } = setUp();
  const { statusCode, message, apiCode, data } = await verify(await proofs());
  assert.deepEqual({ statusCode, message, apiCode }, { statusCode: 200, message: "操作成功", apiCode: 0 });
  assert.equal(data.tokenExpiresIn, 60);
  assert.match(data.updatePhoneToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);
});

test("without being signed in nothing is verified and no code is tried", async () => {
  const { verify, proofs } = setUp();
  const payload = await proofs();
  for (const token of [null, "", "Bearer ", "Bearer nonsense"]) {
    assertFailure(await verify({ ...payload, newPhonePassCode: "x" }, { token }), FAILURES.notSignedIn);
  }
  assert.equal((await verify(payload)).statusCode, 200);
});

test("sign-in is asked before the body is looked at, and the body before the rules", async () => {
  const { post } = setUp();
  assertFailure(await post("verify-update-phone-request", "{", { token: null }), FAILURES.notSignedIn);
  const answer = await post("verify-update-phone-request", {
    verifyMethod: "PHONE_PASSCODE",
    phonePassCodePayload: {},
  });
  assert.equal(answer.apiCode, 2231);
});

test("a user without a phone has none to change", async () => {
  const { emulator, phoneless, proofs } = setUp();
  assertFailure(await asUser(emulator, phoneless).verify(await proofs()), FAILURES.noPhoneBound);
});

test("a malformed request is refused with a message that names the field, and no code is tried", async () => {
  const { post, verify, proofs } = setUp();
  const payload = await proofs();
  const whole = { verifyMethod: "PHONE_PASSCODE", phonePassCodePayload: payload };
  const inPayload = (change) => ({ ...whole, phonePassCodePayload: { ...payload, newPhonePassCode: "x", ...change } });
  const cases: [unknown, string, number?][] = [
    [{ ...whole, verifyMethod: undefined }, "verifyMethod"],
    [{ ...whole, verifyMethod: "EMAIL_PASSCODE" }, "verifyMethod"],
    [{ ...whole, phonePassCodePayload: undefined }, "phonePassCodePayload"],
    [{ ...whole, phonePassCodePayload: "x" }, "phonePassCodePayload"],
    [inPayload({ newPhoneNumber: undefined }), "phonePassCodePayload.newPhoneNumber"],
    [inPayload({ newPhoneNumber: "1" }), "phonePassCodePayload.newPhoneNumber"],
    [inPayload({ newPhonePassCode: undefined }), "phonePassCodePayload.newPhonePassCode"],
    [inPayload({ newPhonePassCode: 123456 }), "phonePassCodePayload.newPhonePassCode"],
    [inPayload({ newPhoneCountryCode: "86" }), "phonePassCodePayload.newPhoneCountryCode"],
    [inPayload({ oldPhoneNumber: "1" }), "phonePassCodePayload.oldPhoneNumber"],
    [inPayload({ oldPhonePassCode: 1 }), "phonePassCodePayload.oldPhonePassCode"],
  ];
  for (const [body, named] of cases) {
    const answer = await post("verify-update-phone-request", body);
    assert.equal(answer.statusCode, 400, named);
    assert.ok(answer.message.includes(named), `${named}: ${answer.message}`);
  }
  assert.equal((await verify(payload)).statusCode, 200);
});

test("without the old phone's number or code its proof is asked for, and the new code stays good", async () => {
  const { verify, proofs } = setUp();
  const { oldPhoneNumber, oldPhonePassCode, oldPhoneCountryCode, ...newOnly } = await proofs();
  assertFailure(await verify(newOnly), FAILURES.oldPhoneRequired);
  assertFailure(await verify({ ...newOnly, oldPhoneNumber, oldPhoneCountryCode }), FAILURES.oldPhoneRequired);
  assertFailure(await verify({ ...newOnly, oldPhonePassCode }), FAILURES.oldPhoneRequired);
  const whole = { ...newOnly, oldPhoneNumber, oldPhonePassCode, oldPhoneCountryCode };
  assert.equal((await verify(whole)).statusCode, 200);
});

test("an old phone that is not the user's is refused, and the codes stay good", async () => {
  const { verify, proofs, other } = setUp();
  const payload = await proofs();
  const foreign = { oldPhoneCountryCode: other.phoneCountryCode, oldPhoneNumber: other.phone };
  assertFailure(await verify({ ...payload, ...foreign }), FAILURES.oldPhoneMismatch);
  assert.equal((await verify(payload)).statusCode, 200);
});

test("the phone that the user has already is refused as new one, and the codes stay good", async () => {
  const { verify, proofs, user } = setUp();
  const payload = await proofs();
  assertFailure(await verify({ ...payload, newPhoneNumber: user.phone }), FAILURES.phoneSameAsOld);
  assert.equal((await verify(payload)).statusCode, 200);
});

test("another user's phone is refused as new one only with the right codes, which stay good", async () => {
  const { verify, proofs, other } = setUp();
  const taken = await proofs({ countryCode: other.phoneCountryCode, number: other.phone });
  assertFailure(await verify(taken), FAILURES.phoneTaken);
  assertFailure(await verify(taken), FAILURES.phoneTaken);
  assertFailure(await verify({ ...taken, newPhonePassCode: wrong(taken.newPhonePassCode) }), FAILURES.codeWrong);
});

test("a wrong new code is void from then on, while the right old one stays good", async () => {
  const { verify, proofs, codeFor, emulator } = setUp();
  const payload = await proofs();
  assertFailure(await verify({ ...payload, newPhonePassCode: wrong(payload.newPhonePassCode) }), FAILURES.codeWrong);
  assertFailure(await verify(payload), FAILURES.codeVoid);
  emulator.clock.advance(MINUTE_MS);
  const newPhonePassCode = await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE);
  assert.equal((await verify({ ...payload, newPhonePassCode })).statusCode, 200);
});

test("a wrong old code is void from then on, while the right new one stays good", async () => {
  const { verify, proofs, codeFor, emulator, user } = setUp();
  const payload = await proofs();
  assertFailure(await verify({ ...payload, oldPhonePassCode: wrong(payload.oldPhonePassCode) }), FAILURES.codeWrong);
  assertFailure(await verify(payload), FAILURES.codeVoid);
  emulator.clock.advance(MINUTE_MS);
  const old = { countryCode: user.phoneCountryCode, number: user.phone };
  const oldPhonePassCode = await codeFor("CHANNEL_UNBIND_PHONE", old);
  assert.equal((await verify({ ...payload, oldPhonePassCode })).statusCode, 200);
});

test("two wrong codes are both void from then on", async () => {
  const { verify, proofs, codeFor, emulator } = setUp();
  const payload = await proofs();
  const { newPhonePassCode: newCode, oldPhonePassCode: oldCode } = payload;
  const bothWrong = { ...payload, newPhonePassCode: wrong(newCode), oldPhonePassCode: wrong(oldCode) };
  assertFailure(await verify(bothWrong), FAILURES.codeWrong);
  assertFailure(await verify(payload), FAILURES.codeVoid);
  emulator.clock.advance(MINUTE_MS);
  // With a new code for the new phone, only the old phone's can be what is void.
  const newPhonePassCode = await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE);
  assertFailure(await verify({ ...payload, newPhonePassCode }), FAILURES.codeVoid);
});

test("codes that have given a token are spent", async () => {
  const { verify, proofs, codeFor, emulator } = setUp();
  const payload = await proofs();
  assert.equal((await verify(payload)).statusCode, 200);
  assertFailure(await verify(payload), FAILURES.codeVoid);
  emulator.clock.advance(MINUTE_MS);
  const newPhonePassCode = await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE);
  assertFailure(await verify({ ...payload, newPhonePassCode }), FAILURES.codeVoid);
});

test("codes are good until five minutes have passed", async () => {
  const { verify, proofs, emulator } = setUp();
  const payload = await proofs();
  emulator.clock.advance(5 * MINUTE_MS);
  assertFailure(await verify(payload), FAILURES.codeExpired);

  const fresh = await proofs();
  emulator.clock.advance(5 * MINUTE_MS - 1);
  assert.equal((await verify(fresh)).statusCode, 200);
});

test("only the latest code of a number and channel counts", async () => {
  let count = 100_000;
  const { verify, proofs, codeFor, emulator } = setUp({ createCode: () => String(count++) });
  const payload = await proofs();
  emulator.clock.advance(MINUTE_MS);
  await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE);
  assertFailure(await verify(payload), FAILURES.codeWrong);
});

test("a code that came over the other channel is wrong", async () => {
  const { verify, proofs, codeFor, emulator } = setUp();
  const payload = await proofs();
  emulator.clock.advance(MINUTE_MS);
  const phone = { countryCode: "+86", number: "13700000000" };
  const newPhonePassCode = await codeFor("CHANNEL_UNBIND_PHONE", phone);
  assertFailure(await verify({ ...payload, newPhoneNumber: phone.number, newPhonePassCode }), FAILURES.codeWrong);
});

test("a code for one number is wrong for the same digits of another country", async () => {
  const { verify, proofs } = setUp();
  const payload = await proofs();
  assertFailure(await verify({ ...payload, newPhoneCountryCode: "+1" }), FAILURES.codeWrong);
});

test("country codes may be left out for mainland China", async () => {
  const { verify, proofs } = setUp();
  const { newPhoneCountryCode, oldPhoneCountryCode, ...payload } = await proofs();
  assert.equal((await verify(payload)).statusCode, 200);
});

test("the user from elsewhere can change their phone too", async () => {
  const { emulator, other } = setUp();
  const calls = asUser(emulator, other);
  assert.equal((await calls.updatePhone(await calls.tokenFor())).statusCode, 200);
  assert.equal((await calls.getProfile()).data.phone, NEW_PHONE.number);
});

test("where the pool does not verify the old phone, a change needs the new code only, and looks at no other", async () => {
  const { verify, codeFor, updatePhone, emulator, other } = setUp({ verifyOldPhone: false });
  const payload = {
    newPhoneCountryCode: NEW_PHONE.countryCode,
    newPhoneNumber: NEW_PHONE.number,
    newPhonePassCode: await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE),
  };
  const foreign = { oldPhoneCountryCode: "+852", oldPhoneNumber: other.phone, oldPhonePassCode: "000000" };
  const wrongCode = wrong(payload.newPhonePassCode);
  assertFailure(await verify({ ...payload, ...foreign, newPhonePassCode: wrongCode }), FAILURES.codeWrong);
  emulator.clock.advance(MINUTE_MS);
  const newPhonePassCode = await codeFor("CHANNEL_BIND_PHONE", NEW_PHONE);
  const { data } = await verify({ ...payload, ...foreign, newPhonePassCode });
  assert.equal((await updatePhone(data.updatePhoneToken)).statusCode, 200);
});
