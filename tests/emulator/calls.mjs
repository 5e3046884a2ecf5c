// The API's calls to an emulator, also for the unit tests in pkg/src/emulator.
import assert from "node:assert/strict";

/** Any well-formed number that no seeded user has. */
export const NEW_PHONE = { countryCode: "+86", number: "13912345678" };

export const MINUTE_MS = 60_000;
export const HOST = "https://example.authing.cn";

/** The same digits with the first one changed: a code that is surely wrong. */
export function wrong(code) {
  return `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
}

/** The API's calls through any fetch. `request` resolves with the response, each other with the envelope, having seen that it came with HTTP 200. */
export function callsOf(fetch, host, user, readInbox) {
  function request(method, operation, body, { token = `Bearer ${user.accessToken}`, headers = {}, signal } = {}) {
    return fetch(`${host}/api/v3/${operation}`, {
      method,
      headers: {
        "x-authing-app-id": user.appId,
        ...(token === null ? {} : { authorization: token }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async function send(method, operation, body, options) {
    const response = await request(method, operation, body, options);
    assert.equal(response.status, 200);
    return response.json();
  }

  const post = (operation, body, options) => send("POST", operation, body, options);
  const getProfile = (options) => send("GET", "get-profile", undefined, options);
  const sendSms = (channel, { countryCode, number }) =>
    post("send-sms", { channel, phoneNumber: number, phoneCountryCode: countryCode }, { token: null });

  /** Has a code sent and reads it. */
  async function codeFor(channel, phone) {
    assert.equal((await sendSms(channel, phone)).statusCode, 200);
    const inbox = await readInbox();
    return inbox.at(-1).code;
  }

  /** The payload that proves both phones, with fresh codes. */
  async function proofs(newPhone = NEW_PHONE) {
    const oldPhone = { countryCode: user.phoneCountryCode, number: user.phone };
    return {
      newPhoneCountryCode: newPhone.countryCode,
      newPhoneNumber: newPhone.number,
      newPhonePassCode: await codeFor("CHANNEL_BIND_PHONE", newPhone),
      oldPhoneCountryCode: oldPhone.countryCode,
      oldPhoneNumber: oldPhone.number,
      oldPhonePassCode: await codeFor("CHANNEL_UNBIND_PHONE", oldPhone),
    };
  }

  const verify = (payload, options) =>
    post("verify-update-phone-request", { verifyMethod: "PHONE_PASSCODE", phonePassCodePayload: payload }, options);

  async function tokenFor(newPhone) {
    const answer = await verify(await proofs(newPhone));
    assert.equal(answer.statusCode, 200, answer.message);
    return answer.data.updatePhoneToken;
  }

  const updatePhone = (updatePhoneToken, options) => post("update-phone", { updatePhoneToken }, options);

  return { request, post, getProfile, sendSms, codeFor, proofs, verify, tokenFor, updatePhone };
}

/** Asserts on the facts of a failure and leaves the request id to the envelope's own test. */
export function assertFailure(answer, expected) {
  const { requestId, ...facts } = answer;
  assert.deepEqual(facts, expected);
}

export const FAILURES = {
  appUnknown: { statusCode: 404, apiCode: 2011, message: "应用不存在" },
  notSignedIn: { statusCode: 401, apiCode: 2020, message: "尚未登录，无访问权限" },
  codeSentTooOften: { statusCode: 429, apiCode: 4004, message: "1 分钟内已发送过验证码" },
  codeWrong: { statusCode: 400, apiCode: 2001, message: "验证码不正确" },
  codeVoid: { statusCode: 400, apiCode: 2001, message: "验证码已失效" },
  codeExpired: { statusCode: 400, apiCode: 2300, message: "验证码已过期" },
  phoneTaken: { statusCode: 409, apiCode: 2035, message: "该手机号已被绑定" },
  oldPhoneRequired: { statusCode: 500, apiCode: 500, message: "修改手机号必须验证原来的手机号" },
  oldPhoneMismatch: { statusCode: 400, apiCode: 2038, message: "旧手机号非用户账号绑定的手机号" },
  phoneSameAsOld: { statusCode: 400, apiCode: 2230, message: "新手机号和旧手机号一样" },
  smsQuota: { statusCode: 429, message: "已发送过验证码超过最大上限" },
  noPhoneBound: { statusCode: 400, apiCode: 1320005, message: "用户未绑定手机号" },
  phoneBoundAlready: { statusCode: 409, message: "用户已绑定手机号" },
  tokenRefused: { statusCode: 500, apiCode: 500, message: "Token 校验失败" },
};
