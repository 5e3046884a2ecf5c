import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, FAILURES, MINUTE_MS, NEW_PHONE, setUp, wrong } from "./testing/calls.js";

const BIND = "CHANNEL_BIND_PHONE";

test("a code has as many digits as the pool says", async () => {
  for (const codeLength of [4, 5, 8]) {
    const { codeFor } = setUp({ codeLength });
    assert.match(await codeFor(BIND, NEW_PHONE), new RegExp(`^\\d{${codeLength}}$`));
  }
});

test("codes are random", async () => {
  const codes = new Set();
  for (let count = 0; count < 5; count += 1) codes.add(await setUp({ codeLength: 8 }).codeFor(BIND, NEW_PHONE));
  assert.ok(codes.size > 1);
});

test("every SMS has the fixed code where there is one", async () => {
  const { codeFor, user } = setUp({ fixedCode: "2468", codeLength: 6 });
  assert.equal(await codeFor(BIND, NEW_PHONE), "2468");
  assert.equal(await codeFor(BIND, { countryCode: "+86", number: user.phone }), "2468");
});

test("a code stands one wrong try less than the pool says, and is void from the last one on", async () => {
  const { verify, proofs } = setUp({ wrongTries: 3 });
  const payload = await proofs();
  const mistyped = { ...payload, newPhonePassCode: wrong(payload.newPhonePassCode) };
  assertFailure(await verify(mistyped), FAILURES.codeWrong);
  assertFailure(await verify(mistyped), FAILURES.codeWrong);
  assertFailure(await verify(mistyped), FAILURES.codeWrong);
  assertFailure(await verify(payload), FAILURES.codeVoid);

  const other = setUp({ wrongTries: 3 });
  const inTime = await other.proofs();
  const mistypedTwice = { ...inTime, newPhonePassCode: wrong(inTime.newPhonePassCode) };
  assertFailure(await other.verify(mistypedTwice), FAILURES.codeWrong);
  assertFailure(await other.verify(mistypedTwice), FAILURES.codeWrong);
  assert.equal((await other.verify(inTime)).statusCode, 200);
});

test("the wait between two SMS is as long as the pool says, and none where it says 0", async () => {
  const slow = setUp({ smsIntervalSeconds: 90 });
  await slow.sendSms(BIND, NEW_PHONE);
  slow.emulator.clock.advance(89_999);
  assertFailure(await slow.sendSms(BIND, NEW_PHONE), FAILURES.codeSentTooOften);
  slow.emulator.clock.advance(1);
  assert.equal((await slow.sendSms(BIND, NEW_PHONE)).statusCode, 200);

  const free = setUp({ smsIntervalSeconds: 0 });
  for (let count = 0; count < 3; count += 1) assert.equal((await free.sendSms(BIND, NEW_PHONE)).statusCode, 200);
});

test("a number gets ten SMS within 24 hours, over all channels together", async () => {
  const { sendSms, emulator } = setUp();
  for (let count = 0; count < 5; count += 1) {
    assert.equal((await sendSms(BIND, NEW_PHONE)).statusCode, 200);
    assert.equal((await sendSms("CHANNEL_UNBIND_PHONE", NEW_PHONE)).statusCode, 200);
    emulator.clock.advance(MINUTE_MS);
  }
  assertFailure(await sendSms(BIND, NEW_PHONE), FAILURES.smsQuota);
  assert.equal(emulator.inbox().length, 10);
  assert.equal((await sendSms(BIND, { ...NEW_PHONE, number: "13912345679" })).statusCode, 200);
});

test("the cap is the pool's, and an SMS counts until it is 24 hours old", async () => {
  const { sendSms, emulator } = setUp({ dailyCap: 2 });
  await sendSms(BIND, NEW_PHONE);
  emulator.clock.advance(60 * MINUTE_MS);
  await sendSms(BIND, NEW_PHONE);
  emulator.clock.advance(23 * 60 * MINUTE_MS - 1);
  assertFailure(await sendSms(BIND, NEW_PHONE), FAILURES.smsQuota);
  emulator.clock.advance(1);
  assert.equal((await sendSms(BIND, NEW_PHONE)).statusCode, 200);
  emulator.clock.advance(MINUTE_MS);
  assertFailure(await sendSms(BIND, NEW_PHONE), FAILURES.smsQuota);
});

test("an infinite cap is none", async () => {
  const { sendSms } = setUp({ dailyCap: Number.POSITIVE_INFINITY, smsIntervalSeconds: 0 });
  for (let count = 0; count < 30; count += 1) assert.equal((await sendSms(BIND, NEW_PHONE)).statusCode, 200);
});

test("the last line of an SMS binds the code to the page's host, or to the service's where no page asked", async () => {
  const { post, emulator } = setUp({ smsIntervalSeconds: 0 });
  const body = { channel: BIND, phoneNumber: "13912345678" };
  for (const [origin, host] of [
    ["https://app.example", "app.example"],
    ["http://localhost:5173", "localhost"],
    ["null", "example.authing.cn"],
    [undefined, "example.authing.cn"],
  ]) {
    await post("send-sms", body, { headers: origin === undefined ? {} : { origin } });
    const { text, code } = emulator.inbox().at(-1);
    assert.equal(text.split("\n").at(-1), `@${host} #${code}`);
  }
});

test("the last line of an SMS binds the code to the host that the options name", async () => {
  const { post, emulator } = setUp({ smsHost: "login.example", fixedCode: "123456" });
  await post("send-sms", { channel: BIND, phoneNumber: "13912345678" }, { headers: { origin: "https://app.example" } });
  assert.match(emulator.inbox()[0].text, /\n@login\.example #123456$/);
});
