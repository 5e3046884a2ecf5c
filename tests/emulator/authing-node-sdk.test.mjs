// Authing's own SDK for Node, which knows nothing of the emulator. It resolves with failures too, so statusCode is what counts.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import authing from "authing-node-sdk";
import { serveEmulator } from "update-phone/emulator/node";
import { NEW_PHONE } from "./calls.mjs";

const { AuthenticationClient } = authing;

let server;
before(async () => {
  server = await serveEmulator({ port: 0 });
});
beforeEach(() => server.emulator.reset());
after(() => server.close());

function clientOf({ appId, accessToken }) {
  return new AuthenticationClient({
    appId,
    accessToken,
    appHost: server.url,
    tokenEndPointAuthMethod: "none",
  });
}

const NEW = { phoneNumber: NEW_PHONE.number, phoneCountryCode: NEW_PHONE.countryCode };
const codeOf = (to) => server.emulator.inbox().findLast((message) => message.to === to).code;

/** Both codes sent and read, as the SDK wants them. */
async function proofs(client, { phone, phoneCountryCode }) {
  for (const [channel, to] of [
    ["CHANNEL_BIND_PHONE", NEW],
    ["CHANNEL_UNBIND_PHONE", { phoneNumber: phone, phoneCountryCode }],
  ]) {
    const { statusCode } = await client.sendSms({ channel, ...to });
    assert.equal(statusCode, 200);
  }
  return {
    verifyMethod: "PHONE_PASSCODE",
    phonePassCodePayload: {
      newPhoneNumber: NEW.phoneNumber,
      newPhoneCountryCode: NEW.phoneCountryCode,
      newPhonePassCode: codeOf(NEW.phoneCountryCode + NEW.phoneNumber),
      oldPhoneNumber: phone,
      oldPhoneCountryCode: phoneCountryCode,
      oldPhonePassCode: codeOf(phoneCountryCode + phone),
    },
  };
}

test("authing-node-sdk changes a phone", async () => {
  const [user] = server.emulator.users;
  const client = clientOf(user);
  const verified = await client.verifyUpdatePhoneRequest(await proofs(client, user));
  assert.equal(verified.statusCode, 200);
  assert.equal(verified.data.tokenExpiresIn, 60);
  const updated = await client.updatePhone({ updatePhoneToken: verified.data.updatePhoneToken });
  assert.equal(updated.statusCode, 200);
  const { statusCode, data } = await client.getProfile({});
  assert.deepEqual(
    [statusCode, data.userId, data.phoneCountryCode, data.phone],
    [200, user.userId, NEW.phoneCountryCode, NEW.phoneNumber],
  );
});

test("authing-node-sdk is refused a second SMS within the minute", async () => {
  const client = clientOf(server.emulator.users[0]);
  const send = () => client.sendSms({ channel: "CHANNEL_BIND_PHONE", ...NEW });
  assert.equal((await send()).statusCode, 200);
  const { statusCode, apiCode, message } = await send();
  assert.deepEqual([statusCode, apiCode, message], [429, 4004, "1 分钟内已发送过验证码"]);
  assert.equal(server.emulator.inbox().length, 1);
  server.emulator.clock.advance(60_000);
  assert.equal((await send()).statusCode, 200);
});

test("authing-node-sdk is refused a spent token", async () => {
  const [user] = server.emulator.users;
  const client = clientOf(user);
  const { data } = await client.verifyUpdatePhoneRequest(await proofs(client, user));
  const spend = () => client.updatePhone({ updatePhoneToken: data.updatePhoneToken });
  assert.equal((await spend()).statusCode, 200);
  const { statusCode, apiCode, message } = await spend();
  assert.deepEqual([statusCode, apiCode, message], [500, 500, "Token 校验失败"]);
});

test("authing-node-sdk is refused a wrong code and an expired token", async () => {
  const [user] = server.emulator.users;
  const client = clientOf(user);
  const request = await proofs(client, user);
  const { data } = await client.verifyUpdatePhoneRequest(request);
  server.emulator.clock.advance(60_000);
  assert.equal((await client.updatePhone({ updatePhoneToken: data.updatePhoneToken })).statusCode, 500);
  await proofs(client, user);
  const { statusCode, apiCode } = await client.verifyUpdatePhoneRequest({
    ...request,
    phonePassCodePayload: { ...request.phonePassCodePayload, newPhonePassCode: "wrong" },
  });
  assert.deepEqual([statusCode, apiCode], [400, 2001]);
});

test("authing-node-sdk checks a code without spending it, and binds a first phone with it", async () => {
  const user = server.emulator.addUser();
  const client = clientOf(user);
  const channel = "CHANNEL_BIND_PHONE";
  await client.sendSms({ channel, ...NEW });
  const passCode = codeOf(NEW.phoneCountryCode + NEW.phoneNumber);
  const check = await client.preCheckCode({
    codeType: "SMS",
    smsCodePayload: { phone: NEW.phoneNumber, phoneCountryCode: NEW.phoneCountryCode, passCode, channel },
  });
  assert.deepEqual([check.statusCode, check.data], [200, { isValid: true }]);
  assert.equal((await client.bindPhone({ ...NEW, passCode })).statusCode, 200);
  assert.equal((await client.getProfile({})).data.phone, NEW.phoneNumber);
});

test("authing-node-sdk without an access token is not signed in", async () => {
  const [{ appId }] = server.emulator.users;
  const { statusCode, apiCode } = await clientOf({ appId }).getProfile({});
  assert.deepEqual([statusCode, apiCode], [401, 2020]);
});
