import assert from "node:assert/strict";
import { test } from "vitest";
import type { EmulatorOptions, Fault } from "./index.js";
import { assertFailure, FAILURES, HOST, NEW_PHONE, setUp } from "./testing/calls.js";

const isLost = (error) =>
  error instanceof TypeError &&
  error.message === "fetch failed" &&
  (error.cause as { code: string }).code === "ECONNRESET";

/** A user with a token to spend, and `spend`, which resolves with the response. */
async function setUpSpending(fault?: object, options?: EmulatorOptions) {
  const calls = setUp(options);
  const token = await calls.tokenFor();
  if (fault !== undefined) calls.emulator.faults.add({ operation: "update-phone", ...fault } as Fault);
  const isChanged = () => calls.emulator.users[0].phone === NEW_PHONE.number;
  const spend = (init?: { signal?: AbortSignal }) =>
    calls.request("POST", "update-phone", { updatePhoneToken: token }, init);
  return { ...calls, token, spend, isChanged };
}

test("lost-before rejects as fetch does, and nothing is done", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "lost-before" });
  await assert.rejects(spend(), isLost);
  assert.equal(isChanged(), false);
  assert.equal((await (await spend()).json()).statusCode, 200);
});

test("lost-after rejects as fetch does, and the change is made", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "lost-after" });
  await assert.rejects(spend(), isLost);
  assert.equal(isChanged(), true);
});

test("a lost answer is Response.error() to a request handler", async () => {
  const { emulator } = setUp();
  emulator.faults.add({ operation: "get-profile", kind: "lost-after" });
  const response = await emulator.handle(new Request(`${HOST}/api/v3/get-profile`, { headers: { origin: HOST } }));
  assert.equal(response.type, "error");
});

test("delay makes the change at once and answers late", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "delay", delayMs: 60 });
  const start = performance.now();
  const answer = spend();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isChanged(), true);
  assert.equal((await (await answer).json()).statusCode, 200);
  assert.ok(performance.now() - start >= 59);
});

test("an abort ends the wait for a late answer, and its timer", async () => {
  const { spend } = await setUpSpending({ kind: "delay", delayMs: 3_600_000 });
  const controller = new AbortController();
  const answer = spend({ signal: controller.signal });
  setTimeout(() => controller.abort("enough"), 20);
  // A timer that were left would keep this file's process from ending.
  await assert.rejects(answer, (error) => error === "enough");
});

test("rate-limited is HTTP 429 with Retry-After, and nothing is done", async () => {
  for (const [given, expected] of [
    [{}, "30"],
    [{ retryAfterSeconds: 5 }, "5"],
    [{ retryAfterSeconds: 0 }, "0"],
    [{ retryAfterSeconds: null }, null],
  ] as [object, string | null][]) {
    const { spend, isChanged } = await setUpSpending({ kind: "rate-limited", ...given });
    const response = await spend();
    assert.equal(response.status, 429);
    assert.equal(response.headers.get("retry-after"), expected);
    assertFailure(await response.json(), { statusCode: 429, message: "请求过于频繁" });
    assert.equal(isChanged(), false);
  }
});

test("bad-gateway is HTTP 502 with HTML, and the change is made only where that is asked for", async () => {
  for (const isDone of [undefined, false, true]) {
    const { spend, isChanged } = await setUpSpending({
      kind: "bad-gateway",
      ...(isDone === undefined ? {} : { isDone }),
    });
    const response = await spend();
    assert.equal(response.status, 502);
    assert.match(response.headers.get("content-type"), /^text\/html/);
    assert.match(await response.text(), /<h1>502 Bad Gateway<\/h1>/);
    assert.equal(isChanged(), isDone === true);
  }
});

test("truncated-json is the beginning of an answer, after the change", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "truncated-json" });
  const response = await spend();
  assert.equal(response.status, 200);
  const text = await response.text();
  assert.match(text, /^\{"statusCode":200/);
  assert.throws(() => JSON.parse(text), SyntaxError);
  assert.equal(isChanged(), true);
});

test("empty-body is HTTP 200 with nothing in it, after the change", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "empty-body" });
  const response = await spend();
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "");
  assert.equal(isChanged(), true);
});

test("wrong-content-type is the right answer under a wrong name, after the change", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "wrong-content-type" });
  const response = await spend();
  assert.match(response.headers.get("content-type"), /^text\/html/);
  assert.equal((await response.json()).statusCode, 200);
  assert.equal(isChanged(), true);
});

test("reset-in-body is a body that breaks off with an error, after the change", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "reset-in-body" });
  const response = await spend();
  assert.equal(response.status, 200);
  const reader = response.body.getReader();
  const { value } = await reader.read();
  assert.match(new TextDecoder().decode(value), /^\{"statusCode":200/);
  await assert.rejects(reader.read(), TypeError);
  assert.equal(isChanged(), true);
});

test("string-api-code has the apiCode as a string, in failures too, and adds none", async () => {
  const success = await setUpSpending({ kind: "string-api-code" });
  assert.equal((await (await success.spend()).json()).apiCode, "0");
  const refused = await setUpSpending({ kind: "string-api-code", times: 2 });
  await refused.spend();
  const failure = await refused.spend();
  assert.equal((await failure.json()).apiCode, "500");
  const codeless = await setUpSpending({ kind: "string-api-code", times: 2 }, { variant: "codeless" });
  await codeless.spend();
  assert.equal("apiCode" in (await (await codeless.spend()).json()), false);
});

test("unauthorized-once says once that nobody is signed in, and nothing is done", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "unauthorized-once" });
  assertFailure(await (await spend()).json(), FAILURES.notSignedIn);
  assert.equal(isChanged(), false);
  assert.equal((await (await spend()).json()).statusCode, 200);
});

test("token-lifetime changes how long the token lives and what the answer says of it, under every variant", async () => {
  for (const variant of ["default", "ambiguous", "codeless"] as const) {
    for (const [lifetime, passedMs, isGood] of [
      [5, 4_999, true],
      [5, 5_000, false],
      [120, 119_999, true],
      [0, 0, false],
    ] as [number, number, boolean][]) {
      const { emulator, verify, proofs, updatePhone } = setUp({ variant });
      emulator.faults.add({
        operation: "verify-update-phone-request",
        kind: "token-lifetime",
        tokenLifetimeSeconds: lifetime,
      });
      const { data } = await verify(await proofs());
      assert.equal(data.tokenExpiresIn, lifetime);
      emulator.clock.advance(passedMs);
      assert.equal((await updatePhone(data.updatePhoneToken)).statusCode === 200, isGood);
    }
  }
});

test("a fault hits as many calls as it is given times, those of its operation only", async () => {
  const { emulator, getProfile, sendSms } = setUp();
  emulator.faults.add({ operation: "get-profile", kind: "unauthorized-once", times: 2 });
  assert.equal((await sendSms("CHANNEL_BIND_PHONE", NEW_PHONE)).statusCode, 200);
  const answers = [await getProfile(), await getProfile(), await getProfile()];
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [401, 401, 200],
  );
});

test("a fault of every operation hits any, and not preflights, unknown paths or the control API", async () => {
  const { emulator, getProfile, sendSms } = setUp();
  emulator.faults.add({ operation: "*", kind: "unauthorized-once", times: Number.POSITIVE_INFINITY });
  const preflight = { origin: HOST, "access-control-request-method": "POST" };
  const asked = await emulator.fetch(`${HOST}/api/v3/get-profile`, { method: "OPTIONS", headers: preflight });
  assert.equal(asked.status, 204);
  assert.equal((await emulator.fetch(`${HOST}/nonsense`)).status, 404);
  assert.equal((await emulator.fetch(`${HOST}/_emulator/users`)).status, 200);
  for (let count = 0; count < 3; count += 1) assert.equal((await getProfile()).statusCode, 401);
  assert.equal((await sendSms("CHANNEL_BIND_PHONE", NEW_PHONE)).statusCode, 401);
});

test("of several faults each call takes the oldest that fits it", async () => {
  const { emulator, request } = setUp();
  const { faults } = emulator;
  faults.add({ operation: "update-phone", kind: "empty-body" });
  faults.add({ operation: "get-profile", kind: "bad-gateway" });
  faults.add({ operation: "*", kind: "rate-limited" });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await request("GET", "get-profile")).status);
  assert.deepEqual(statuses, [502, 429, 200]);
  assert.deepEqual(
    faults.list().map(({ kind }) => kind),
    ["empty-body"],
  );
});

test("faults are listed with their id and the times that are left, until they are cleared or reset", async () => {
  const { emulator, getProfile } = setUp();
  const { faults } = emulator;
  const delay = faults.add({ operation: "get-profile", kind: "delay", delayMs: 1, times: 3 });
  const lost = faults.add({ operation: "send-sms", kind: "lost-before" });
  await getProfile();
  const waiting = [
    { operation: "get-profile", kind: "delay", delayMs: 1, times: 2, id: delay.id },
    { operation: "send-sms", kind: "lost-before", times: 1, id: lost.id },
  ];
  assert.notEqual(delay.id, lost.id);
  assert.deepEqual(faults.list(), waiting);
  faults.clear();
  assert.deepEqual(faults.list(), []);
  faults.add({ operation: "send-sms", kind: "lost-before" });
  emulator.reset();
  assert.deepEqual(faults.list(), []);
});

test("what makes no fault is refused, with what is wrong", () => {
  const { faults } = setUp().emulator;
  const good = { operation: "update-phone", kind: "lost-after" };
  for (const [fault, named] of [
    [null, /object/],
    [{ kind: "lost-after" }, /operation/],
    [{ ...good, operation: "toString" }, /operation/],
    [{ ...good, operation: "/api/v3/update-phone" }, /operation/],
    [{ operation: "update-phone" }, /kind/],
    [{ ...good, kind: "constructor" }, /kind must be one of lost-before, .*token-lifetime/],
    [{ ...good, times: 0 }, /times/],
    [{ ...good, times: 1.5 }, /times/],
    [{ ...good, times: "2" }, /times/],
    [{ ...good, time: 2 }, /no field time$/],
    [{ ...good, delayMs: 5 }, /no field delayMs/],
    [{ ...good, kind: "delay" }, /delayMs/],
    [{ ...good, kind: "delay", delayMs: -1 }, /delayMs/],
    [{ ...good, kind: "rate-limited", retryAfterSeconds: "5" }, /retryAfterSeconds/],
    [{ ...good, kind: "bad-gateway", isDone: 1 }, /isDone/],
    [{ ...good, kind: "token-lifetime", tokenLifetimeSeconds: 5 }, /verify-update-phone-request/],
    [{ operation: "verify-update-phone-request", kind: "token-lifetime" }, /tokenLifetimeSeconds/],
  ] as [never, RegExp][]) {
    assert.throws(
      () => faults.add(fault),
      (error) => error instanceof TypeError && named.test(error.message),
    );
  }
  assert.deepEqual(faults.list(), []);
});
