import assert from "node:assert/strict";
import { test } from "vitest";
import { assertFailure, FAILURES, NEW_PHONE, setUp } from "./testing/calls.js";

const BIND = "CHANNEL_BIND_PHONE";
const LANGUAGES = ["zh-CN", "zh-TW", "en-US", "ja-JP"];

test("messages are in the language that the header asks for, with either prefix", async () => {
  const { getProfile } = setUp();
  const expected = {
    "zh-CN": ["操作成功", "尚未登录，无访问权限"],
    "zh-TW": ["操作成功", "尚未登入，無存取權限"],
    "en-US": ["Success", "Not signed in"],
    "ja-JP": ["操作が完了しました", "ログインしていません"],
  };
  for (const [language, [done, refused]] of Object.entries(expected)) {
    for (const prefix of ["x-authing-", "x-genauth-"]) {
      const headers = { [`${prefix}lang`]: language };
      assert.equal((await getProfile({ headers })).message, done);
      assert.equal((await getProfile({ headers, token: null })).message, refused);
    }
  }
});

test("messages are Chinese without the header and for a language that the service does not have", async () => {
  const { getProfile } = setUp();
  for (const headers of [{}, { "x-authing-lang": "fr-FR" }, { "x-authing-lang": "" }]) {
    assertFailure(await getProfile({ headers, token: null }), FAILURES.notSignedIn);
  }
});

test("refusals that name a field name it in every language", async () => {
  const { post } = setUp();
  const messages = new Set();
  for (const language of LANGUAGES) {
    const headers = { "x-authing-lang": language };
    for (const body of [{}, { channel: 1 }, { channel: "SMS" }]) {
      const { message } = await post("send-sms", body, { headers });
      assert.ok(message.includes("channel"), message);
      messages.add(message);
    }
    const { message } = await post("send-sms", { channel: BIND, phoneNumber: "1" }, { headers });
    assert.ok(message.includes("phoneNumber"), message);
    messages.add(message);
  }
  assert.equal(messages.size, LANGUAGES.length * 4);
});

test("the reason of a pre-check and unknown paths are told in the language too", async () => {
  const { post, request } = setUp();
  const headers = { "x-authing-lang": "en-US" };
  const smsCodePayload = { phone: NEW_PHONE.number, channel: BIND, passCode: "123456" };
  const { data } = await post("pre-check-code", { codeType: "SMS", smsCodePayload }, { headers });
  assert.equal(data.message, "The code is incorrect");
  const response = await request("GET", "nonsense", undefined, { headers });
  assert.equal((await response.json()).message, "There is no such endpoint");
});
