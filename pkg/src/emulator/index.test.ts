import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator } from "./index.js";
import { assertFailure, FAILURES, MINUTE_MS, setUp } from "./testing/calls.js";

const URL_OF_PROFILE = "https://example.authing.cn/api/v3/get-profile";

test("fetch takes a string, a URL and a Request", async () => {
  const { fetch } = createEmulator();
  for (const input of [URL_OF_PROFILE, new URL(URL_OF_PROFILE), new Request(URL_OF_PROFILE)]) {
    assert.equal((await (await fetch(input)).json()).apiCode, 2011);
  }
});

test("fetch rejects with the reason of a signal that is aborted already, whatever it is, and sends nothing", async () => {
  const { emulator, user } = setUp();
  for (const reason of [new Error("mine"), "a string", null, 0]) {
    const attempt = emulator.fetch("https://example.authing.cn/api/v3/send-sms", {
      method: "POST",
      headers: { "x-authing-app-id": user.appId, "content-type": "application/json" },
      body: JSON.stringify({ channel: "CHANNEL_BIND_PHONE", phoneNumber: "13912345678" }),
      signal: AbortSignal.abort(reason),
    });
    await assert.rejects(attempt, (error) => error === reason);
  }
  assert.deepEqual(emulator.inbox(), []);
});

test("fetch rejects with the signal's reason when it is aborted during the call", async () => {
  const { fetch } = createEmulator();
  for (const toInput of [
    (signal) => [URL_OF_PROFILE, { signal }],
    (signal) => [new Request(URL_OF_PROFILE, { signal })],
  ]) {
    const controller = new AbortController();
    const attempt = fetch(...(toInput(controller.signal) as Parameters<typeof fetch>));
    controller.abort("enough");
    await assert.rejects(attempt, (error) => error === "enough");
  }
});

test("fetch is done with its signal when it has answered", async () => {
  const { fetch } = createEmulator();
  const controller = new AbortController();
  const response = await fetch(URL_OF_PROFILE, { signal: controller.signal });
  controller.abort();
  assert.equal(response.status, 200);
});

test("fetch rejects with a TypeError for what makes no request", async () => {
  const { fetch } = createEmulator();
  await assert.rejects(fetch("https://"), TypeError);
  await assert.rejects(fetch(URL_OF_PROFILE, { body: "a GET has none" }), TypeError);
});

test("the clock is the given one, or the machine's, plus what was advanced", () => {
  let base = 1000;
  const { clock } = createEmulator({ clock: { now: () => base } });
  assert.equal(clock.now(), 1000);
  clock.advance(500);
  base = 2000;
  assert.equal(clock.now(), 2500);
  assert.ok(Math.abs(createEmulator().clock.now() - Date.now()) < 1000);
});

test("the clock refuses to go back, to go by parts of a millisecond and to leave the range of dates", () => {
  const { clock } = createEmulator({ clock: { now: () => 1000 } });
  for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, "5", undefined]) {
    assert.throws(() => clock.advance(ms as number), RangeError);
  }
  assert.equal(clock.now(), 1000);
});

test("a reset brings back users, phones and access tokens, and takes back advanced time", async () => {
  const { emulator, tokenFor, updatePhone } = setUp();
  // Back to where nobody was added.
  emulator.reset();
  const seeded = emulator.users;
  await updatePhone(await tokenFor());
  emulator.clock.advance(MINUTE_MS);
  assert.notDeepEqual(emulator.users, seeded);
  emulator.reset();
  assert.deepEqual(emulator.users, seeded);
  assert.equal(emulator.clock.now(), 1_700_000_000_000);
});

test("a reset forgets messages, codes, update tokens and cool-downs", async () => {
  const { emulator, proofs, verify, updatePhone } = setUp();
  const before = await proofs();
  const token = (await verify(before)).data.updatePhoneToken;
  emulator.clock.advance(MINUTE_MS);
  const unused = await proofs();
  emulator.reset();
  assert.deepEqual(emulator.inbox(), []);
  assertFailure(await updatePhone(token), FAILURES.tokenRefused);
  assertFailure(await verify(unused), FAILURES.codeWrong);
  assert.equal((await verify(await proofs())).statusCode, 200);
});

test("what the emulator hands out cannot be used to change it", () => {
  const { emulator } = setUp();
  const phone = emulator.users[0].phone;
  (emulator.users[0] as { phone: string }).phone = "1";
  (emulator.inbox() as unknown[]).push({});
  assert.equal(emulator.users[0].phone, phone);
  assert.deepEqual(emulator.inbox(), []);
});
