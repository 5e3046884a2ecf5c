// The request as it is sent, header for header, and what is told of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const { createClient } = updatePhonePackage;
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../pkg/package.json"), "utf8"));
const OPTIONS = { host: "https://example.authing.cn", appId: "app-1", accessToken: "eyJ.token", language: "zh-CN" };
const HEADERS = {
  "x-authing-app-id": "app-1",
  "x-authing-lang": "zh-CN",
  "x-authing-request-from": "update-phone",
  "x-authing-sdk-version": version,
};
const AUTHORIZED = { ...HEADERS, authorization: "Bearer eyJ.token" };
const WRITTEN = { "content-type": "application/json" };

/** Makes a call of a client whose requests are collected; what they are answered with is nobody's business here. */
async function requestOf(call, options) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, ...init });
    return Response.json({ statusCode: 400, message: "" });
  };
  await call(createClient({ ...OPTIONS, fetch, ...options })).catch(() => {});
  assert.equal(requests.length, 1);
  return requests[0];
}

const send = (client) => client.sendCode({ purpose: "new", phone: "+86 188 1234 5678" });
const profile = (client) => client.getProfile();

test("each call is the documented request, header for header", async () => {
  const fields = { newPhoneCountryCode: "86", newPhoneNumber: "188 1234 5678", newPhonePassCode: "１２３４" };
  const old = { oldPhoneCountryCode: "+86", oldPhoneNumber: "13900000000", oldPhonePassCode: "4321" };
  for (const [call, operation, method, headers, body] of [
    [
      send,
      "send-sms",
      "POST",
      { ...AUTHORIZED, ...WRITTEN },
      '{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"18812345678","phoneCountryCode":"+86"}',
    ],
    [
      (client) => client.updatePhoneRequest({ ...fields, ...old }),
      "verify-update-phone-request",
      "POST",
      { ...AUTHORIZED, ...WRITTEN },
      '{"verifyMethod":"PHONE_PASSCODE","phonePassCodePayload":{"newPhoneCountryCode":"+86","newPhoneNumber":"18812345678",' +
        '"newPhonePassCode":"1234","oldPhoneCountryCode":"+86","oldPhoneNumber":"13900000000","oldPhonePassCode":"4321"}}',
    ],
    [
      (client) => client.updatePhone("the-token"),
      "update-phone",
      "POST",
      { ...AUTHORIZED, ...WRITTEN },
      '{"updatePhoneToken":"the-token"}',
    ],
    [profile, "get-profile", "GET", AUTHORIZED, undefined],
  ]) {
    const { signal, ...request } = await requestOf(call);
    assert.ok(signal instanceof AbortSignal);
    assert.deepEqual(request, {
      url: `https://example.authing.cn/api/v3/${operation}`,
      method,
      headers,
      credentials: "omit",
      redirect: "manual",
      // What was read before is no answer to a read.
      ...(body === undefined ? { cache: "no-store" } : { body }),
    });
  }
});

test("pool and tenant travel under the configured prefix", async () => {
  const options = { userPoolId: "pool", tenantId: "tenant", headerPrefix: "x-genauth-", language: "ja-JP" };
  const { headers } = await requestOf(profile, options);
  assert.deepEqual(headers, {
    "x-genauth-app-id": "app-1",
    "x-genauth-lang": "ja-JP",
    "x-genauth-request-from": "update-phone",
    "x-genauth-sdk-version": version,
    "x-genauth-userpool-id": "pool",
    "x-genauth-app-tenant-id": "tenant",
    authorization: "Bearer eyJ.token",
  });
});

test("a sending needs no access token, and says nothing of one that is none", async () => {
  for (const accessToken of [undefined, () => undefined, () => "", () => "line\nbreak", () => 7]) {
    const { headers } = await requestOf(send, { accessToken });
    assert.deepEqual(headers, { ...HEADERS, ...WRITTEN });
  }
});
