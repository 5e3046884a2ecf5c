// Every fault of a network and every answer of the service, under every variant of what the service's documents leave open,
// against what a program gets of it. Prints the table.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inspect } from "node:util";
import { entryUrl, updatePhonePackage } from "../support/packed.mjs";

const { createClient, UpdatePhoneError } = updatePhonePackage;
const { createEmulator, variants } = await import(entryUrl("update-phone/emulator"));

/** For what never answers. Everything else has time enough for a busy machine. */
const SHORT = { timeoutMs: 300 };
const NEW = "13912345678";

const rows = [];
after(() => {
  const names = ["fault or answer", ...variants];
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => cells.map((cell, i) => cell.padEnd(widths[i])).join("  ");
  console.log([line(names), ...rows.map(line)].join("\n"));
});

/** An emulator, a client of its first user, and what most situations need. */
function setUp(variant, { client: clientOptions, ...emulatorOptions } = {}) {
  const emulator = createEmulator({ variant, ...emulatorOptions });
  const [user, other] = emulator.users;
  const options = {
    host: "http://localhost",
    language: "zh-CN",
    timeoutMs: 30_000,
    fetch: emulator.fetch,
    ...user,
  };
  const client = createClient({ ...options, ...clientOptions });
  /** Of the same user, with a memory of its own: another device, or the same one after a reload. */
  const anotherClient = () => createClient(options);
  const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;
  const sendCodes = async () => {
    await client.sendCode({ purpose: "new", phone: `+86${NEW}` });
    await client.sendCode({ purpose: "old", phone: { countryCode: user.phoneCountryCode, number: user.phone } });
    return {
      newPhoneCountryCode: "+86",
      newPhoneNumber: NEW,
      newPhonePassCode: codeOf(`+86${NEW}`),
      oldPhoneCountryCode: user.phoneCountryCode,
      oldPhoneNumber: user.phone,
      oldPhonePassCode: codeOf(`${user.phoneCountryCode}${user.phone}`),
    };
  };
  const verify = async () => await client.updatePhoneRequest(await sendCodes());
  return { emulator, client, anotherClient, other, codeOf, sendCodes, verify };
}

/** Another code than this one. */
const wrong = (code) => code.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

/** A fault of the emulator at the request for a change. */
const faultAtVerify = (fault, callOptions) => async (variant) => {
  const { emulator, client, sendCodes } = setUp(variant);
  const request = await sendCodes();
  emulator.faults.add({ operation: "verify-update-phone-request", ...fault });
  return client.updatePhoneRequest(request, callOptions);
};

/** A fault of the emulator at the change itself; `profile`: one that hits the reading of the profile after it. */
const faultAtUpdate =
  (fault, { profile, ...callOptions } = {}) =>
  async (variant) => {
    const { emulator, client, verify } = setUp(variant);
    const answer = await verify();
    emulator.faults.add({ operation: "update-phone", ...fault });
    if (profile) emulator.faults.add({ operation: "get-profile", ...profile });
    const outcome = await client.updatePhone(answer, callOptions).catch((error) => error);
    // Whatever is said of the change is true.
    const isChanged = emulator.users[0].phone === NEW;
    if (!(outcome instanceof Error))
      assert.ok(isChanged, `${variant}: ${outcome.outcome}, but the number is the old one`);
    else if (/上次查询时手机号尚未修改/.test(outcome.message))
      assert.ok(!isChanged, `${variant}: the number is the new one`);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };

/** A fetch of the caller's that does something else once the codes are out. */
const fetchAtVerify = (fetch, callOptions) => async (variant) => {
  const { emulator, client, sendCodes } = setUp(variant, {
    client: {
      fetch: (url, init) =>
        url.endsWith("verify-update-phone-request") ? fetch(url, init) : emulator.fetch(url, init),
    },
  });
  return client.updatePhoneRequest(await sendCodes(), callOptions);
};

const respond = (body, init) => fetchAtVerify(async () => new Response(body, init));

/** What happens -> the code that is expected under every variant, or one for each, or none for a success. */
const SITUATIONS = {
  "a wrong code": [
    async (variant) => {
      const { client, sendCodes } = setUp(variant);
      const request = await sendCodes();
      return client.updatePhoneRequest({ ...request, newPhonePassCode: wrong(request.newPhonePassCode) });
    },
    "ERR_PASS_CODE_WRONG",
  ],
  "a code after five minutes": [
    async (variant) => {
      const { emulator, client, sendCodes } = setUp(variant);
      const request = await sendCodes();
      emulator.clock.advance(5 * 60_000 + 1);
      return client.updatePhoneRequest(request);
    },
    "ERR_PASS_CODE_EXPIRED",
  ],
  "a code that this client has used before": [
    async (variant) => {
      const { client, sendCodes } = setUp(variant);
      const request = await sendCodes();
      await client.updatePhoneRequest(request);
      return client.updatePhoneRequest(request);
    },
    "ERR_PASS_CODE_SPENT",
  ],
  "a code that another client has used before": [
    async (variant) => {
      const { client, anotherClient, sendCodes } = setUp(variant);
      const request = await sendCodes();
      await anotherClient().updatePhoneRequest(request);
      return client.updatePhoneRequest(request);
    },
    // Some call it wrong, some expired: no source tells it apart.
    { codeless: "ERR_PASS_CODE_WRONG", else: "ERR_PASS_CODE_EXPIRED" },
  ],
  "a taken number": [
    async (variant) => {
      const { client, other, codeOf, sendCodes } = setUp(variant);
      const request = await sendCodes();
      const phone = { countryCode: other.phoneCountryCode, number: other.phone };
      await client.sendCode({ purpose: "new", phone });
      return client.updatePhoneRequest({
        ...request,
        newPhoneCountryCode: other.phoneCountryCode,
        newPhoneNumber: other.phone,
        newPhonePassCode: codeOf(`${other.phoneCountryCode}${other.phone}`),
      });
    },
    "ERR_PHONE_TAKEN",
  ],
  "the old phone is missing": [
    async (variant) => {
      const { client, sendCodes } = setUp(variant);
      const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = await sendCodes();
      return client.updatePhoneRequest({ newPhoneCountryCode, newPhoneNumber, newPhonePassCode });
    },
    "ERR_OLD_PHONE_REQUIRED",
  ],
  "the old phone is another's": [
    async (variant) => {
      const { client, sendCodes } = setUp(variant);
      return client.updatePhoneRequest({ ...(await sendCodes()), oldPhoneNumber: "13700000000" });
    },
    "ERR_OLD_PHONE_MISMATCH",
  ],
  "a token that is expired for the service": [
    async (variant) => {
      const { emulator, client, verify } = setUp(variant);
      const answer = await verify();
      emulator.clock.advance(61_000);
      return client.updatePhone(answer);
    },
    "ERR_UPDATE_TOKEN_REJECTED",
  ],
  "a token that another client has spent": [
    async (variant) => {
      const { client, anotherClient, verify } = setUp(variant);
      const answer = await verify();
      await client.updatePhone(answer);
      return anotherClient().updatePhone(answer.data.updatePhoneToken);
    },
    "ERR_UPDATE_TOKEN_REJECTED",
  ],
  "an unknown token": [(variant) => setUp(variant).client.updatePhone("no-token"), "ERR_UPDATE_TOKEN_REJECTED"],
  "a token that this client has spent": [
    async (variant) => {
      const { client, verify } = setUp(variant);
      const answer = await verify();
      await client.updatePhone(answer);
      return client.updatePhone(answer);
    },
    "ERR_UPDATE_TOKEN_SPENT",
  ],
  "a second SMS within the minute": [
    async (variant) => {
      const { client, sendCodes } = setUp(variant);
      await sendCodes();
      return client.sendCode({ purpose: "new", phone: `+86${NEW}` });
    },
    "ERR_CODE_SENT_TOO_OFTEN",
  ],
  "a second SMS within the minute, from another client": [
    async (variant) => {
      const { anotherClient, sendCodes } = setUp(variant);
      await sendCodes();
      return anotherClient().sendCode({ purpose: "new", phone: `+86${NEW}` });
    },
    "ERR_CODE_SENT_TOO_OFTEN",
  ],
  "more SMS than a day allows": [
    async (variant) => {
      const { emulator, client, anotherClient } = setUp(variant, { dailyCap: 1 });
      // A minute that passes for the emulator alone does not end the first one's cool-down.
      await anotherClient().sendCode({ purpose: "new", phone: `+86${NEW}` });
      emulator.clock.advance(60_000);
      return client.sendCode({ purpose: "new", phone: `+86${NEW}` });
    },
    "ERR_SMS_QUOTA",
  ],
  "an access token that is no longer good": [
    (variant) => setUp(variant, { client: { accessToken: "stale" } }).client.getProfile(),
    "ERR_NOT_SIGNED_IN",
  ],
  "an unknown application": [
    (variant) => setUp(variant, { client: { appId: "nobody" } }).client.getProfile(),
    "ERR_REJECTED",
  ],
  "the whole change": [
    async (variant) => {
      const { emulator, client, sendCodes } = setUp(variant);
      const response = await client.changePhone(await sendCodes());
      assert.equal(emulator.users[0].phone, NEW);
      return response;
    },
    undefined,
  ],

  "at the change: request lost": [faultAtUpdate({ kind: "lost-before" }), "ERR_NETWORK"],
  "at the change: answer lost": [faultAtUpdate({ kind: "lost-after" }), "reconciled"],
  "at the change: answer later than the time limit": [
    faultAtUpdate({ kind: "delay", delayMs: 60_000 }, SHORT),
    "reconciled",
  ],
  "at the change: truncated JSON": [faultAtUpdate({ kind: "truncated-json" }), "reconciled"],
  "at the change: empty body": [faultAtUpdate({ kind: "empty-body" }), "reconciled"],
  "at the change: connection reset in the body": [faultAtUpdate({ kind: "reset-in-body" }), "reconciled"],
  "at the change: HTTP 502 with HTML": [faultAtUpdate({ kind: "bad-gateway" }), "ERR_NETWORK"],
  "at the change: HTTP 502 with HTML, and done": [faultAtUpdate({ kind: "bad-gateway", isDone: true }), "reconciled"],
  "at the change: HTTP 429 with Retry-After": [faultAtUpdate({ kind: "rate-limited" }), "ERR_RATE_LIMITED"],
  "at the change: 401 once, with a plain token": [faultAtUpdate({ kind: "unauthorized-once" }), "ERR_NOT_SIGNED_IN"],
  "at the change: wrong content type": [faultAtUpdate({ kind: "wrong-content-type" }), undefined],
  "at the change: request lost, and no profile to be had": [
    faultAtUpdate({ kind: "lost-before" }, { profile: { kind: "unauthorized-once" } }),
    "ERR_OUTCOME_UNKNOWN",
  ],
  "at the change: answer lost, and no profile to be had": [
    faultAtUpdate({ kind: "lost-after" }, { profile: { kind: "unauthorized-once" } }),
    "ERR_OUTCOME_UNKNOWN",
  ],
  "at the change: answer lost, and the first reading too": [
    faultAtUpdate({ kind: "lost-after" }, { profile: { kind: "lost-before" } }),
    "reconciled",
  ],

  "request lost": [faultAtVerify({ kind: "lost-before" }), "ERR_NETWORK"],
  "answer lost": [faultAtVerify({ kind: "lost-after" }), "ERR_NETWORK"],
  "answer later than the time limit": [faultAtVerify({ kind: "delay", delayMs: 60_000 }, SHORT), "ERR_TIMEOUT"],
  "HTTP 429 with Retry-After": [faultAtVerify({ kind: "rate-limited" }), "ERR_RATE_LIMITED"],
  "HTTP 502 with HTML": [faultAtVerify({ kind: "bad-gateway" }), "ERR_SERVER"],
  "truncated JSON": [faultAtVerify({ kind: "truncated-json" }), "ERR_BAD_RESPONSE"],
  "empty body": [faultAtVerify({ kind: "empty-body" }), "ERR_BAD_RESPONSE"],
  "connection reset in the body": [faultAtVerify({ kind: "reset-in-body" }), "ERR_BAD_RESPONSE"],
  "wrong content type": [faultAtVerify({ kind: "wrong-content-type" }), undefined],
  "apiCode as a string": [faultAtVerify({ kind: "string-api-code" }), undefined],
  "401 once, with a plain token": [faultAtVerify({ kind: "unauthorized-once" }), "ERR_NOT_SIGNED_IN"],
  "401 once, with a token function": [
    async (variant) => {
      const { emulator } = setUp(variant);
      const [user] = emulator.users;
      emulator.faults.add({ operation: "get-profile", kind: "unauthorized-once" });
      const accessToken = async () => user.accessToken;
      return createClient({ host: "http://localhost", fetch: emulator.fetch, ...user, accessToken }).getProfile();
    },
    undefined,
  ],

  "fetch throws at once": [
    fetchAtVerify(() => {
      throw new TypeError("at once");
    }),
    "ERR_NETWORK",
  ],
  "fetch rejects with a string": [fetchAtVerify(() => Promise.reject("a string")), "ERR_NETWORK"],
  "fetch rejects with undefined": [fetchAtVerify(() => Promise.reject(undefined)), "ERR_NETWORK"],
  "fetch never settles and ignores its signal": [
    fetchAtVerify(() => new Promise(() => undefined), SHORT),
    "ERR_TIMEOUT",
  ],
  "fetch returns no response": [fetchAtVerify(() => 42), "ERR_BAD_RESPONSE"],
  "a body that never ends": [
    fetchAtVerify(async () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })), SHORT),
    "ERR_TIMEOUT",
  ],
  "a body of HTML": [respond("<!doctype html><title>Sign in to the network</title>"), "ERR_BAD_RESPONSE"],
  "a body of null": [respond("null"), "ERR_BAD_RESPONSE"],
  "a body of an array": [respond("[1, 2]"), "ERR_BAD_RESPONSE"],
  "a body of 50 MB": [fetchAtVerify(async () => new Response("x".repeat(50 * 2 ** 20))), "ERR_BAD_RESPONSE"],
  "a body without a statusCode": [respond('{"data": {"updatePhoneToken": "t"}}'), "ERR_BAD_RESPONSE"],
  "a success without a token": [respond('{"statusCode": 200, "data": {}}'), "ERR_BAD_RESPONSE"],
  "a redirect": [respond(null, { status: 302, headers: { location: "https://evil.example/" } }), "ERR_BAD_RESPONSE"],
  "an apiCode that nobody names": [respond('{"statusCode": 499, "apiCode": 987654, "message": "?"}'), "ERR_REJECTED"],
  "HTTP 503 without a body": [respond(null, { status: 503 }), "ERR_SERVER"],
  "HTTP 403 with HTML": [respond("<html>", { status: 403 }), "ERR_FORBIDDEN"],

  "a token function that throws": [
    (variant) => setUp(variant, { client: { accessToken: () => assert.fail("mine") } }).client.getProfile(),
    "ERR_NOT_SIGNED_IN",
  ],
  "a token function that never answers": [
    (variant) =>
      setUp(variant, { client: { accessToken: () => new Promise(() => undefined) } }).client.getProfile(SHORT),
    "ERR_TIMEOUT",
  ],
  "a token function that returns no string": [
    (variant) => setUp(variant, { client: { accessToken: () => 42 } }).client.getProfile(),
    "ERR_NOT_SIGNED_IN",
  ],
  "a request that is no object": [(variant) => setUp(variant).client.updatePhoneRequest(7), "ERR_INVALID_ARGUMENT"],
  "a request with a getter that throws": [
    (variant) =>
      setUp(variant).client.updatePhoneRequest({
        get newPhoneCountryCode() {
          throw new Error("mine");
        },
      }),
    "ERR_INVALID_ARGUMENT",
  ],
};

for (const [situation, [act, expected]] of Object.entries(SITUATIONS)) {
  test(`${situation}: ${typeof expected === "object" ? "as each variant has it" : (expected ?? "a success")}`, async () => {
    const cells = await Promise.all(variants.map((variant) => outcomeOf(variant, act, expected)));
    rows.push([situation, ...cells]);
  });
}

/** Runs a situation under a variant, holds what comes of it against what is expected, and says it in a cell of the table. */
async function outcomeOf(variant, act, expected) {
  const began = performance.now();
  const [value, error] = await Promise.resolve(act(variant)).then(
    (value) => [value, undefined],
    (reason) => [undefined, reason],
  );
  const took = performance.now() - began;
  if (error !== undefined) assert.ok(error instanceof UpdatePhoneError, `${variant}: ${inspect(error)}`);
  const expectedCode = typeof expected === "object" ? (expected[variant] ?? expected.else) : expected;
  const success = value?.outcome === "reconciled" ? "reconciled" : undefined;
  assert.equal(error?.code ?? success, expectedCode, `${variant}: ${inspect(error)}`);
  // Nothing hangs: what never answers is over soon after its short limit, the rest before its long one.
  assert.ok(took < 30_000, `${variant} took ${took} ms`);
  if (error === undefined) return success ?? "success";
  assertNoSecret(error);
  return `${error.code.replace("ERR_", "")} → ${error.recovery}`;
}

/** Codes and numbers of these situations, and what looks like a token. */
function assertNoSecret(error) {
  const everything = inspect(error, { depth: 5, getters: true, showHidden: true });
  for (const secret of [NEW, "18812345678", /eyJ[\w-]{20,}/]) {
    if (typeof secret === "string") assert.ok(!everything.includes(secret), everything);
    else assert.doesNotMatch(everything, secret);
  }
}

test("a refusal keeps the facts that a program may want", async () => {
  const { emulator, client, sendCodes } = setUp("default");
  const request = await sendCodes();
  emulator.faults.add({ operation: "verify-update-phone-request", kind: "rate-limited", retryAfterSeconds: 7 });
  const limited = await client.updatePhoneRequest(request).catch((error) => error);
  assert.deepEqual([limited.retryAfterMs, limited.httpStatus, limited.isRetryable], [7000, 429, true]);
  const refused = await client
    .updatePhoneRequest({ ...request, oldPhoneNumber: "13700000000" })
    .catch((error) => error);
  assert.deepEqual([refused.statusCode, refused.apiCode, refused.httpStatus], [400, 2038, 200]);
  assert.equal(refused.serverMessage, "旧手机号非用户账号绑定的手机号");
  assert.match(refused.requestId, /^[\w-]{8,}$/);
});

test("a lifetime of its own is the countdown's", async () => {
  const { emulator, client, sendCodes } = setUp("default");
  const request = await sendCodes();
  emulator.faults.add({ operation: "verify-update-phone-request", kind: "token-lifetime", tokenLifetimeSeconds: 120 });
  const { countdown, data } = await client.updatePhoneRequest(request);
  assert.equal(data.tokenExpiresIn, 120);
  assert.equal(countdown.durationMs, 120_000);
});
