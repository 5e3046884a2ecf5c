import assert from "node:assert/strict";
import { test } from "vitest";
import { variants } from "./index.js";
import { asUser, MINUTE_MS, NEW_PHONE, setUp, wrong } from "./testing/calls.js";

const TOKEN = "Token 校验失败";
const OLD_REQUIRED = "修改手机号必须验证原来的手机号";
const OLD_MISMATCH = "旧手机号非用户账号绑定的手机号";
const SENT_TOO_OFTEN = "1 分钟内已发送过验证码";

/** By variant and situation: HTTP status, statusCode, apiCode, message. */
const REFUSALS = {
  default: {
    codeWrong: [200, 400, 2001, "验证码不正确"],
    codeExpired: [200, 400, 2300, "验证码已过期"],
    codeVoid: [200, 400, 2001, "验证码已失效"],
    phoneTaken: [200, 409, 2035, "该手机号已被绑定"],
    oldPhoneRequired: [200, 500, 500, OLD_REQUIRED],
    oldPhoneMismatch: [200, 400, 2038, OLD_MISMATCH],
    tokenUnknown: [200, 500, 500, TOKEN],
    tokenExpired: [200, 500, 500, TOKEN],
    tokenSpent: [200, 500, 500, TOKEN],
    sentTooOften: [200, 429, 4004, SENT_TOO_OFTEN],
  },
  ambiguous: {
    codeWrong: [200, 500, 500, "验证码不正确"],
    codeExpired: [200, 500, 500, "验证码已过期"],
    codeVoid: [200, 500, 500, "验证码无效或已过期"],
    phoneTaken: [200, 500, 500, "该手机号已被绑定"],
    oldPhoneRequired: [200, 500, 500, OLD_REQUIRED],
    oldPhoneMismatch: [200, 500, 500, OLD_MISMATCH],
    tokenUnknown: [200, 500, 500, TOKEN],
    tokenExpired: [200, 500, 500, TOKEN],
    tokenSpent: [200, 500, 500, TOKEN],
    sentTooOften: [200, 429, 4004, SENT_TOO_OFTEN],
  },
  codeless: {
    codeWrong: [200, 400, 2001, "验证码不正确"],
    codeExpired: [200, 400, 2001, "验证码已失效"],
    codeVoid: [200, 400, 2001, "验证码不正确"],
    phoneTaken: [200, 400, 1320004, "该手机号已被其它账户绑定"],
    oldPhoneRequired: [200, 400, undefined, OLD_REQUIRED],
    oldPhoneMismatch: [200, 400, undefined, OLD_MISMATCH],
    tokenUnknown: [200, 400, undefined, TOKEN],
    tokenExpired: [200, 400, undefined, TOKEN],
    tokenSpent: [200, 400, undefined, TOKEN],
    sentTooOften: [200, 429, 4004, SENT_TOO_OFTEN],
  },
  legacy: {
    codeWrong: [200, 400, "2001", "验证码不正确"],
    codeExpired: [200, 400, "2300", "验证码已过期"],
    codeVoid: [200, 400, "2001", "验证码已失效"],
    phoneTaken: [200, 409, "2035", "该手机号已被绑定"],
    oldPhoneRequired: [200, 500, "500", OLD_REQUIRED],
    oldPhoneMismatch: [200, 400, "2038", OLD_MISMATCH],
    tokenUnknown: [200, 401, undefined, TOKEN],
    tokenExpired: [200, 401, undefined, TOKEN],
    tokenSpent: [200, 401, undefined, TOKEN],
    sentTooOften: [429, 429, "4004", SENT_TOO_OFTEN],
  },
  "http-status": {
    codeWrong: [400, 400, 2001, "验证码不正确"],
    codeExpired: [400, 400, 2300, "验证码已过期"],
    codeVoid: [400, 400, 2001, "验证码已失效"],
    phoneTaken: [409, 409, 2035, "该手机号已被绑定"],
    oldPhoneRequired: [500, 500, 500, OLD_REQUIRED],
    oldPhoneMismatch: [400, 400, 2038, OLD_MISMATCH],
    tokenUnknown: [400, 400, undefined, TOKEN],
    tokenExpired: [401, 401, undefined, TOKEN],
    tokenSpent: [500, 500, 500, TOKEN],
    sentTooOften: [429, 429, 4004, SENT_TOO_OFTEN],
  },
};

/** By variant, what a success looks like; `null` and missing are not the same. */
const SUCCESSES = {
  default: { httpStatus: 200, expiresIn: 60, update: undefined, countryCode: "+86" },
  ambiguous: { httpStatus: 200, expiresIn: 0, update: { success: true }, countryCode: "+86" },
  codeless: { httpStatus: 200, expiresIn: undefined, update: null, countryCode: undefined },
  legacy: { httpStatus: 201, expiresIn: 60, update: undefined, countryCode: "+86" },
  "http-status": { httpStatus: 200, expiresIn: 60, update: { success: true }, countryCode: undefined },
};

/** A user of the emulator, without expectations of the HTTP status; `verify` and the like resolve with status and body. */
function setUpVariant(variant) {
  const { emulator, user, other } = setUp({ variant, fixedCode: "123456", smsIntervalSeconds: 60 });
  const { request } = asUser(emulator, user);
  const post = async (operation, body, options?: object) => {
    const response = await request("POST", operation, body, options);
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const sendSms = (channel, number, countryCode) =>
    post("send-sms", { channel, phoneNumber: number, phoneCountryCode: countryCode });
  const verify = (change = {}) => {
    const payload = {
      newPhoneCountryCode: NEW_PHONE.countryCode,
      newPhoneNumber: NEW_PHONE.number,
      newPhonePassCode: "123456",
      oldPhoneCountryCode: user.phoneCountryCode,
      oldPhoneNumber: user.phone,
      oldPhonePassCode: "123456",
      ...change,
    };
    return post("verify-update-phone-request", { verifyMethod: "PHONE_PASSCODE", phonePassCodePayload: payload });
  };
  const sendBoth = async (number = NEW_PHONE.number, countryCode = NEW_PHONE.countryCode) => {
    await sendSms("CHANNEL_BIND_PHONE", number, countryCode);
    await sendSms("CHANNEL_UNBIND_PHONE", user.phone, user.phoneCountryCode);
  };
  const tokenFor = async () => {
    await sendBoth();
    return (await verify()).body.data.updatePhoneToken;
  };
  const updatePhone = (updatePhoneToken, options?: object) => post("update-phone", { updatePhoneToken }, options);
  const getProfile = async () => (await (await request("GET", "get-profile")).json()).data;
  return { emulator, other, sendSms, sendBoth, verify, tokenFor, updatePhone, getProfile };
}

/** How each refusal comes about. */
const SITUATIONS = {
  async codeWrong({ sendBoth, verify }) {
    await sendBoth();
    return verify({ newPhonePassCode: wrong("123456") });
  },
  async codeExpired({ emulator, sendBoth, verify }) {
    await sendBoth();
    emulator.clock.advance(5 * MINUTE_MS);
    return verify();
  },
  async codeVoid({ sendBoth, verify }) {
    await sendBoth();
    await verify();
    return verify();
  },
  async phoneTaken({ other, sendBoth, verify }) {
    await sendBoth(other.phone, other.phoneCountryCode);
    return verify({ newPhoneCountryCode: other.phoneCountryCode, newPhoneNumber: other.phone });
  },
  async oldPhoneRequired({ verify }) {
    return verify({ oldPhonePassCode: undefined });
  },
  async oldPhoneMismatch({ verify }) {
    return verify({ oldPhoneNumber: "13700000000" });
  },
  async tokenUnknown({ other, tokenFor, updatePhone }) {
    return updatePhone(await tokenFor(), { token: other.accessToken });
  },
  async tokenExpired({ emulator, tokenFor, updatePhone }) {
    const token = await tokenFor();
    emulator.clock.advance(MINUTE_MS);
    return updatePhone(token);
  },
  async tokenSpent({ tokenFor, updatePhone }) {
    const token = await tokenFor();
    await updatePhone(token);
    return updatePhone(token);
  },
  async sentTooOften({ emulator, sendSms }) {
    await sendSms("CHANNEL_BIND_PHONE", NEW_PHONE.number);
    emulator.clock.advance(14_001);
    return sendSms("CHANNEL_BIND_PHONE", NEW_PHONE.number);
  },
};

test("every variant has its expectations here", () => {
  assert.deepEqual(Object.keys(REFUSALS), [...variants]);
  assert.deepEqual(Object.keys(SUCCESSES), [...variants]);
});

for (const variant of variants) {
  test(`under ${variant} each situation is refused as the table says`, async () => {
    const actual = {};
    for (const [situation, arise] of Object.entries(SITUATIONS)) {
      const { status, body } = await arise(setUpVariant(variant));
      actual[situation] = [status, variant === "legacy" ? body.code : body.statusCode, body.apiCode, body.message];
      assert.equal("data" in body, false);
    }
    assert.deepEqual(actual, REFUSALS[variant]);
  });

  test(`under ${variant} a phone is changed, with answers of its shape`, async () => {
    const expected = SUCCESSES[variant];
    const { sendBoth, verify, updatePhone, getProfile } = setUpVariant(variant);
    await sendBoth();
    const verified = await verify();
    assert.equal(verified.body.data.tokenExpiresIn, expected.expiresIn);
    const { status, body } = await updatePhone(verified.body.data.updatePhoneToken);
    assert.equal(status, expected.httpStatus);
    assert.deepEqual(body.data, expected.update);
    assert.equal("data" in body, expected.update !== undefined);
    const names = variant === "legacy" ? ["code", "uniqueId"] : ["statusCode", "requestId"];
    assert.equal(body[names[0]], 200);
    assert.equal(typeof body[names[1]], "string");
    assert.equal(body.apiCode, variant === "legacy" ? "0" : 0);
    const profile = await getProfile();
    assert.deepEqual([profile.phone, profile.phoneCountryCode], [NEW_PHONE.number, expected.countryCode]);
  });

  test(`under ${variant} a token lives for a minute, whatever the answer says`, async () => {
    const { emulator, tokenFor, updatePhone, getProfile } = setUpVariant(variant);
    const token = await tokenFor();
    emulator.clock.advance(MINUTE_MS - 1);
    await updatePhone(token);
    assert.equal((await getProfile()).phone, NEW_PHONE.number);
  });
}

test("Retry-After comes with HTTP 429 only, in seconds that are rounded up", async () => {
  for (const variant of variants) {
    const { status, headers } = await SITUATIONS.sentTooOften(setUpVariant(variant));
    assert.equal(headers.get("retry-after"), status === 429 ? "46" : null, variant);
  }
});

test("a profile names the country of a number outside mainland China under every variant", async () => {
  for (const variant of variants) {
    const { emulator, other } = setUp({ variant });
    const response = await asUser(emulator, other).request("GET", "get-profile");
    assert.equal((await response.json()).data.phoneCountryCode, "+852");
  }
});
