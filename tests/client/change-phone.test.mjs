import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { createServer } from "node:http";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { emulatorPackage, updatePhonePackage } from "../support/packed.mjs";

const { createClient, updatePhone, updatePhoneRequest, isUpdatePhoneError, UpdatePhoneError } = updatePhonePackage;

const clock = new HeldClock();
const server = await emulatorPackage.serveEmulator({ port: 0, clock });
const { emulator } = server;
after(() => server.close());

const NEW = "13912345678";
let user;
let client;
let requests;

beforeEach(() => {
  emulator.reset();
  requests = [];
  [user] = emulator.users;
  client = clientOf(user);
});

function clientOf({ appId, accessToken }, options = {}) {
  return createClient({
    host: server.url,
    appId,
    accessToken,
    // Where the service's codes do not decide, its words do, and those are known in Chinese only.
    language: "zh-CN",
    // Time limits are not what is tested here, and a held clock would never let one pass.
    clock,
    onRequest: (event) => requests.push(event.operation),
    ...options,
  });
}

/** Sends both codes and reads them from the inbox. */
async function proofs(number = NEW) {
  await client.sendCode({ purpose: "new", phone: `+86 ${number}` });
  await client.sendCode({ purpose: "old", phone: { countryCode: "+86", number: user.phone } });
  return {
    newPhoneCountryCode: "+86",
    newPhoneNumber: number,
    newPhonePassCode: codeOf(`+86${number}`),
    oldPhoneCountryCode: "+86",
    oldPhoneNumber: user.phone,
    oldPhonePassCode: codeOf(`+86${user.phone}`),
  };
}

const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;

const failure = async (promise) => {
  const error = await promise.then(
    () => assert.fail("should have been refused"),
    (reason) => reason,
  );
  assert.ok(error instanceof UpdatePhoneError && isUpdatePhoneError(error), String(error));
  return error;
};

test("a signed-in user changes their phone number", async () => {
  assert.equal((await client.getProfile()).phone, user.phone);
  const answer = await client.updatePhoneRequest(await proofs());
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.data.tokenExpiresIn, 60);
  assert.equal(answer.countdown.remainingSeconds, 60);
  const { outcome, statusCode } = await client.updatePhone(answer);
  assert.deepEqual({ outcome, statusCode }, { outcome: "confirmed", statusCode: 200 });
  assert.equal((await client.getProfile()).phone, NEW);
  assert.deepEqual(requests, [
    "get-profile",
    "send-sms",
    "send-sms",
    "verify-update-phone-request",
    "update-phone",
    "get-profile",
  ]);
});

test("the two calls are plain functions too, and the token may travel as a bare string", async () => {
  const answer = await updatePhoneRequest(client, await proofs());
  await updatePhone(client, answer.data.updatePhoneToken);
  assert.equal(emulator.users[0].phone, NEW);
});

test("codes go to the channels of their purposes", async () => {
  await proofs();
  assert.deepEqual(
    emulator.inbox().map(({ to, channel }) => [to, channel]),
    [
      [`+86${NEW}`, "CHANNEL_BIND_PHONE"],
      [`+86${user.phone}`, "CHANNEL_UNBIND_PHONE"],
    ],
  );
});

test("the cool-down of a code counts from its sending", async () => {
  const { cooldown, phone } = await client.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
  assert.equal(cooldown.remainingSeconds, 60);
  assert.equal(phone.e164, `+86${NEW}`);
  assert.ok(Object.isFrozen(phone));
  clock.wall += 20_000;
  assert.equal(cooldown.remainingSeconds, 40);
});

test("a second SMS within the minute is refused without a call, and the error says how long to wait", async () => {
  await client.sendCode({ purpose: "new", phone: `+86${NEW}` });
  clock.wall += 20_000;
  const { code, recovery, retryAfterMs, apiCode } = await failure(
    client.sendCode({ purpose: "new", phone: `+86${NEW}` }),
  );
  assert.deepEqual([code, recovery, retryAfterMs, apiCode], ["ERR_CODE_SENT_TOO_OFTEN", "wait", 40_000, undefined]);
  assert.deepEqual(requests, ["send-sms"]);
});

test("a client that knows of no SMS is refused by the service, and told to wait a minute", async () => {
  await clientOf(user).sendCode({ purpose: "new", phone: `+86${NEW}` });
  const { code, recovery, retryAfterMs, apiCode } = await failure(
    client.sendCode({ purpose: "new", phone: `+86${NEW}` }),
  );
  assert.deepEqual([code, recovery, retryAfterMs, apiCode], ["ERR_CODE_SENT_TOO_OFTEN", "wait", 60_000, 4004]);
});

test("the token's time counts from the moment its request was sent", async () => {
  const held = new HeldClock();
  // A service that takes 12 s to answer.
  const slow = clientOf(user, {
    clock: held,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (url.endsWith("verify-update-phone-request")) await held.pass(12_000 - 1);
      return response;
    },
    timeoutMs: 20_000,
  });
  const { countdown } = await slow.updatePhoneRequest(await proofs());
  assert.equal(countdown.remainingMs, 48_001);
});

test("what the service repeats of the call's secrets is masked", async () => {
  const request = await proofs();
  const repeating = clientOf(user, {
    fetch: async (_url, init) =>
      Response.json({ statusCode: 499, message: `${init.headers.authorization} ${init.body ?? ""}`, requestId: "r" }),
  });
  const errors = [
    await failure(repeating.updatePhoneRequest(request)),
    await failure(repeating.updatePhone("the-update-token")),
    await failure(repeating.sendCode({ purpose: "new", phone: `+86${NEW}` })),
  ];
  const everything = errors.map((error) => JSON.stringify(error) + error.stack).join("\n");
  const { newPhonePassCode, oldPhonePassCode } = request;
  for (const secret of [user.accessToken, newPhonePassCode, oldPhonePassCode, NEW, user.phone, "the-update-token"]) {
    assert.ok(!everything.includes(secret), secret);
  }
  assert.match(errors[0].serverMessage, /Bearer \*\*\*/);
});

test("an expired token is refused without a call", async () => {
  const answer = await client.updatePhoneRequest(await proofs());
  const sent = requests.length;
  await clock.pass(60_000);
  assert.equal(answer.countdown.isExpired, true);
  const error = await failure(client.updatePhone(answer));
  assert.equal(error.code, "ERR_UPDATE_TOKEN_EXPIRED");
  assert.equal(error.recovery, "request-new-code");
  assert.equal(error.field, "updatePhoneToken");
  assert.equal(requests.length, sent);
  assert.equal(emulator.users[0].phone, user.phone);
});

test("a spent token is refused without a call", async () => {
  const answer = await client.updatePhoneRequest(await proofs());
  await client.updatePhone(answer);
  const sent = requests.length;
  assert.equal((await failure(client.updatePhone(answer))).code, "ERR_UPDATE_TOKEN_SPENT");
  assert.equal(requests.length, sent);
});

test("a token that the service no longer takes is rejected by it", async () => {
  const answer = await client.updatePhoneRequest(await proofs());
  emulator.clock.advance(61_000);
  const error = await failure(client.updatePhone(answer));
  assert.equal(error.code, "ERR_UPDATE_TOKEN_REJECTED");
  assert.equal(error.serverMessage, "Token 校验失败");
  assert.equal(error.field, "updatePhoneToken");
});

test("a wrong code says so, and no code is quoted anywhere", async () => {
  const request = await proofs();
  request.newPhonePassCode = request.newPhonePassCode.replace(/./g, (digit) => String((Number(digit) + 1) % 10));
  const error = await failure(client.updatePhoneRequest(request));
  assert.equal(error.code, "ERR_PASS_CODE_WRONG");
  assert.equal(error.field, undefined, "with two codes nobody knows which was wrong");
  const everything = JSON.stringify(error) + error.stack;
  for (const secret of [request.newPhonePassCode, request.oldPhonePassCode, user.accessToken, NEW]) {
    assert.ok(!everything.includes(secret));
  }
});

test("a taken number and a missing proof of the old phone name their fields", async () => {
  const other = emulator.users[1];
  await client.sendCode({ purpose: "new", phone: { countryCode: other.phoneCountryCode, number: other.phone } });
  const proved = await proofs();
  const taken = await failure(
    client.updatePhoneRequest({
      ...proved,
      newPhoneCountryCode: other.phoneCountryCode,
      newPhoneNumber: other.phone,
      newPhonePassCode: codeOf(`${other.phoneCountryCode}${other.phone}`),
    }),
  );
  assert.deepEqual([taken.code, taken.field, taken.recovery], ["ERR_PHONE_TAKEN", "newPhoneNumber", "fix-phone"]);

  const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = proved;
  const required = await failure(client.updatePhoneRequest({ newPhoneCountryCode, newPhoneNumber, newPhonePassCode }));
  assert.deepEqual([required.code, required.field], ["ERR_OLD_PHONE_REQUIRED", "oldPhoneNumber"]);
});

test("what cannot be sent is refused before anything is sent, by name", async () => {
  const good = { newPhoneCountryCode: "+86", newPhoneNumber: NEW, newPhonePassCode: "123456" };
  for (const [change, code, field] of [
    [{ newPhoneNumber: "139" }, "ERR_PHONE_INVALID", "newPhoneNumber"],
    [{ newPhoneCountryCode: "+999" }, "ERR_PHONE_INVALID", "newPhoneCountryCode"],
    [{ newPhonePassCode: "12" }, "ERR_PASS_CODE_FORMAT", "newPhonePassCode"],
    [{ newPhonePassCode: undefined }, "ERR_INVALID_ARGUMENT", "newPhonePassCode"],
    [{ oldPhoneNumber: user.phone }, "ERR_INVALID_ARGUMENT", "oldPhonePassCode"],
    [{ oldPhonePassCode: "1234" }, "ERR_INVALID_ARGUMENT", "oldPhoneNumber"],
    [
      { oldPhoneCountryCode: "86", oldPhoneNumber: NEW, oldPhonePassCode: "1234" },
      "ERR_PHONE_SAME_AS_OLD",
      "newPhoneNumber",
    ],
  ]) {
    const error = await failure(client.updatePhoneRequest({ ...good, ...change }));
    assert.deepEqual([error.code, error.field], [code, field]);
  }
  assert.deepEqual(requests, []);
});

test("what a person left empty is theirs to fill in, and no mistake of the program's", async () => {
  const good = {
    newPhoneCountryCode: "+86",
    newPhoneNumber: NEW,
    newPhonePassCode: "123456",
    oldPhoneCountryCode: "+86",
    oldPhoneNumber: "13900000000",
    oldPhonePassCode: "654321",
  };
  for (const blank of ["", "  ", "\u3000"]) {
    for (const [field, code] of [
      ["newPhoneCountryCode", "ERR_PHONE_INVALID"],
      ["newPhoneNumber", "ERR_PHONE_INVALID"],
      ["newPhonePassCode", "ERR_PASS_CODE_FORMAT"],
      ["oldPhoneCountryCode", "ERR_PHONE_INVALID"],
      ["oldPhoneNumber", "ERR_PHONE_INVALID"],
      ["oldPhonePassCode", "ERR_PASS_CODE_FORMAT"],
    ]) {
      const error = await failure(client.updatePhoneRequest({ ...good, [field]: blank }));
      assert.deepEqual([error.code, error.field], [code, field]);
      assert.equal(error.issue, code === "ERR_PHONE_INVALID" ? "empty" : undefined, field);
    }
  }
  assert.deepEqual(requests, []);
});

test("without an access token only a code can be sent", async () => {
  client = clientOf({ appId: user.appId, accessToken: undefined });
  await client.sendCode({ purpose: "new", phone: `+86${NEW}` });
  const error = await failure(client.getProfile());
  assert.deepEqual([error.code, error.recovery], ["ERR_NOT_SIGNED_IN", "sign-in"]);
});

test("a code is sent without an access token when none comes in half of the time", async () => {
  const sent = [];
  client = clientOf(user, {
    accessToken: () => new Promise(() => undefined),
    timeoutMs: 10_000,
    onRequest: ({ operation }) => sent.push([operation, clock.mono]),
  });
  const began = clock.mono;
  const sending = client.sendCode({ purpose: "new", phone: `+86${NEW}` });
  await settle();
  for (let passed = 0; passed < 10 && sent.length === 0; passed++) await clock.pass(1_000);
  await sending;
  assert.deepEqual(sent, [["send-sms", began + 5_000]]);
  assert.equal(clock.timers, 0);
});

test("a token provider is asked before each call, and once more after a 401", async () => {
  const asked = [];
  client = clientOf(user, {
    accessToken: async ({ refresh }) => {
      asked.push(refresh);
      return refresh ? user.accessToken : "stale";
    },
  });
  assert.equal((await client.getProfile()).userId, user.userId);
  assert.deepEqual(asked, [false, true]);
});

test("an unreachable service is a network error that names the allowed origins", async () => {
  const closed = createServer();
  await new Promise((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  client = clientOf(user, { host: `http://127.0.0.1:${port}`, language: "en-US" });
  const reading = failure(client.getProfile());
  for (const pause of [250, 500]) await clock.passTimer(pause);
  const error = await reading;
  assert.deepEqual([error.code, error.recovery, error.isRetryable], ["ERR_NETWORK", "retry", true]);
  assert.match(error.message, /allowed origins/);
  assert.ok(error.cause instanceof TypeError);
});

test("a fetch that never answers and ignores its signal is given up at the time limit", async () => {
  let asked;
  const isAsked = new Promise((resolve) => {
    asked = resolve;
  });
  const request = await proofs();
  client = clientOf(user, { fetch: () => new Promise(asked), timeoutMs: 500 });
  const waiting = failure(client.updatePhoneRequest(request));
  await isAsked;
  await clock.pass(500);
  const error = await waiting;
  assert.deepEqual([error.code, error.recovery], ["ERR_TIMEOUT", "retry"]);
  assert.equal(clock.timers, 0);
});

test("an abort ends the wait with the caller's own reason, before and during the call", async () => {
  const reason = { mine: true };
  await assert.rejects(client.getProfile({ signal: AbortSignal.abort(reason) }), (error) => error === reason);
  const controller = new AbortController();
  client = clientOf(user, { fetch: () => new Promise(() => undefined), onRequest: () => controller.abort("a string") });
  await assert.rejects(client.getProfile({ signal: controller.signal }), (error) => error === "a string");
  assert.equal(clock.timers, 0);
});

test("after dispose nothing works any more, and nothing is left running", async () => {
  const { cooldown } = await client.sendCode({ purpose: "new", phone: `+86${NEW}` });
  cooldown.subscribe(() => undefined);
  assert.equal(clock.timers, 1);
  const inFlight = clientOf(user, { fetch: () => new Promise(() => undefined) });
  const waiting = failure(inFlight.getProfile());
  client.dispose();
  client.dispose();
  assert.equal((await failure(client.getProfile())).code, "ERR_DISPOSED");
  await clock.pass(0);
  inFlight.dispose();
  assert.equal((await waiting).code, "ERR_DISPOSED");
  assert.equal(clock.timers, 0);
});

test("messages are in the client's language, and the service's own words stay apart", async () => {
  const texts = new Set();
  for (const language of ["zh-CN", "zh-TW", "en-US", "ja-JP"]) {
    const error = await failure(clientOf(user, { language, accessToken: "stale" }).getProfile());
    assert.equal(error.code, "ERR_NOT_SIGNED_IN");
    assert.notEqual(error.message, error.serverMessage);
    texts.add(error.message);
  }
  assert.equal(texts.size, 4);
});

test("a refusal that only unknown words would explain is a rejection, with those words kept", async () => {
  client = clientOf(user, { language: "en-US" });
  const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = await proofs();
  const error = await failure(client.updatePhoneRequest({ newPhoneCountryCode, newPhoneNumber, newPhonePassCode }));
  assert.deepEqual([error.code, error.apiCode, error.isRetryable], ["ERR_REJECTED", 500, false]);
  assert.ok(error.serverMessage.length > 0);
});

test("changePhone makes both steps at once", async () => {
  const { outcome } = await client.changePhone(await proofs());
  assert.equal(outcome, "confirmed");
  assert.equal(emulator.users[0].phone, NEW);
});

test("call options of the wrong kind are refused by name, and null stands for none", async () => {
  const getter = {
    get signal() {
      throw new Error("mine");
    },
  };
  for (const [options, name] of [
    [{ signal: {} }, "signal"],
    [{ signal: "stop" }, "signal"],
    [{ signal: null }, "signal"],
    [{ timeoutMs: -1 }, "timeoutMs"],
    [{ timeoutMs: "10" }, "timeoutMs"],
    [getter, "options"],
  ]) {
    const error = await failure(client.getProfile(options));
    assert.equal(error.code, "ERR_INVALID_ARGUMENT");
    assert.match(error.message, new RegExp(`${name}:`));
  }
  assert.equal((await client.getProfile(null)).userId, user.userId);
  assert.deepEqual(requests, ["get-profile"]);
});

test("a clock that breaks ends a call with an internal error that has its cause", async () => {
  const broken = { ...clock, setTimeout: () => assert.fail("mine") };
  const error = await failure(clientOf(user, { clock: broken }).getProfile());
  assert.deepEqual([error.code, error.cause.message], ["ERR_INTERNAL", "mine"]);
});
