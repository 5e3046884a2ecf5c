import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, FAILURES, MINUTE_MS, NEW_PHONE, setUp } from "../testing/calls.js";

const BIND = "CHANNEL_BIND_PHONE";

test("an SMS lands in the inbox with its number, channel, six-digit code, time and text", async () => {
  const { sendSms, emulator } = setUp();
  const answer = await sendSms(BIND, NEW_PHONE);
  assert.equal(answer.statusCode, 200);
  assert.equal("data" in answer, false);
  const [message, ...rest] = emulator.inbox();
  assert.deepEqual(rest, []);
  assert.equal(message.to, "+8613912345678");
  assert.equal(message.channel, BIND);
  assert.match(message.code, /^\d{6}$/);
  assert.equal(message.sentAt, 1_700_000_000_000);
  assert.ok(message.text.includes(message.code));
});

test("an SMS is sent without an access token and with a wrong one", async () => {
  const { post, emulator } = setUp();
  const body = { channel: BIND, phoneNumber: "13912345678" };
  assert.equal((await post("send-sms", body, { token: null })).statusCode, 200);
  const elsewhere = { ...body, phoneNumber: "13912345679" };
  assert.equal((await post("send-sms", elsewhere, { token: "Bearer nonsense" })).statusCode, 200);
  assert.equal(emulator.inbox().length, 2);
});

test("a second SMS to a number over a channel is refused until a minute has passed", async () => {
  const { sendSms, emulator } = setUp();
  await sendSms(BIND, NEW_PHONE);
  emulator.clock.advance(MINUTE_MS - 1);
  assertFailure(await sendSms(BIND, NEW_PHONE), FAILURES.codeSentTooOften);
  assert.equal(emulator.inbox().length, 1);
  emulator.clock.advance(1);
  assert.equal((await sendSms(BIND, NEW_PHONE)).statusCode, 200);
});

test("the minute is counted apart for each number and each channel", async () => {
  const { sendSms } = setUp();
  await sendSms(BIND, NEW_PHONE);
  assert.equal((await sendSms("CHANNEL_UNBIND_PHONE", NEW_PHONE)).statusCode, 200);
  assert.equal((await sendSms(BIND, { ...NEW_PHONE, number: "13912345679" })).statusCode, 200);
  assert.equal((await sendSms(BIND, { countryCode: "+852", number: "51112222" })).statusCode, 200);
});

test("a number without a country code is one of mainland China", async () => {
  const { post, emulator } = setUp();
  await post("send-sms", { channel: BIND, phoneNumber: "13912345678" });
  assert.equal(emulator.inbox()[0].to, "+8613912345678");
});

test("a malformed request is refused with a message that names the field", async () => {
  const { post, emulator } = setUp();
  const good = { channel: BIND, phoneNumber: "13912345678", phoneCountryCode: "+86" };
  const cases: [unknown, string, number?][] = [
    [{ ...good, channel: undefined }, "channel", 2231],
    [{ ...good, channel: "CHANNEL_UPDATE_PHONE" }, "channel"],
    [{ ...good, phoneNumber: undefined }, "phoneNumber", 2231],
    [{ ...good, phoneNumber: null }, "phoneNumber", 2231],
    [{ ...good, phoneNumber: "" }, "phoneNumber", 2231],
    [{ ...good, phoneNumber: 13912345678 }, "phoneNumber"],
    [{ ...good, phoneNumber: "139 1234 5678" }, "phoneNumber", 2028],
    [{ ...good, phoneNumber: "+8613912345678" }, "phoneNumber", 2028],
    [{ ...good, phoneNumber: "1391234567" }, "phoneNumber", 2028],
    [{ ...good, phoneNumber: "1234567890123456", phoneCountryCode: "+44" }, "phoneNumber", 2028],
    [{ ...good, phoneCountryCode: "86" }, "phoneCountryCode"],
    [{ ...good, phoneCountryCode: 86 }, "phoneCountryCode"],
    [[], "body"],
    [null, "body"],
    ['"13912345678"', "body"],
    ["{", "JSON"],
    ["", "JSON"],
  ];
  for (const [body, named, apiCode] of cases) {
    const answer = await post("send-sms", body === null ? "null" : body);
    const facts = `${JSON.stringify(body)} → ${JSON.stringify(answer)}`;
    assert.equal(answer.statusCode, 400, facts);
    assert.equal(answer.apiCode, apiCode, facts);
    assert.ok(answer.message.includes(named), facts);
    assert.match(answer.message, /\p{Script=Han}/u, facts);
  }
  assert.deepEqual(emulator.inbox(), []);
});

test("a body that is not declared as JSON is refused", async () => {
  const { post } = setUp();
  const body = { channel: BIND, phoneNumber: "13912345678" };
  assert.equal((await post("send-sms", body, { headers: { "content-type": "text/plain" } })).statusCode, 400);
  const withCharset = { headers: { "content-type": "application/json; charset=utf-8" } };
  assert.equal((await post("send-sms", body, withCharset)).statusCode, 200);
});

test("codes come from createCode where the program gives one", async () => {
  const { codeFor } = setUp({ createCode: () => "4321" });
  assert.equal(await codeFor(BIND, NEW_PHONE), "4321");
});
