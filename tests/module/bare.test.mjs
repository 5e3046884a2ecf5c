// The module alone, as a program uses it: in Node.js and in Chromium, against the emulator.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { emulatorPackage, entryUrl } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { buildBare, root } from "./bare-module.mjs";

const status = () => execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
const statusBefore = status();
const folders = { nodejs: buildBare("nodejs"), web: buildBare("web"), bundler: buildBare("bundler") };
const require = createRequire(import.meta.url);
const bare = require(join(folders.nodejs, "update_phone.js"));
const { serveEmulator } = emulatorPackage;
const { createEmulator } = await import(entryUrl("update-phone/emulator"));

const HOST = "https://example.authing.cn";
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "139 1234 5678", newPhonePassCode: "123456" };
const GRANT = { statusCode: 200, message: "", data: { updatePhoneToken: "t", tokenExpiresIn: 60 } };

/** A client whose answers are given by a function, and its requests. */
function clientOf(answer, options) {
  const requests = [];
  const fetch = async (url, init) => {
    requests.push({ url, init });
    return answer(url, init);
  };
  return { requests, client: new bare.Client({ host: HOST, appId: "app", accessToken: "token", fetch, ...options }) };
}

const rejectionOf = (promise) =>
  promise.then(
    () => assert.fail("should have been rejected"),
    (error) => error,
  );

test("wasm-pack builds it for every target and leaves the checkout as it was", () => {
  assert.equal(status(), statusBefore);
  for (const folder of Object.values(folders)) {
    // Behind it is how the module is loaded, which is wasm-bindgen's.
    const [types] = readFileSync(join(folder, "update_phone.d.ts"), "utf8").split("export type InitInput");
    assert.match(
      types,
      /export function updatePhone\(client: Client, token: UpdatePhoneToken, options\?: CallOptions\)/,
    );
    assert.doesNotMatch(types, /: any[;,)]|<any>|PreparedCall|readNumber|panics/, "what a program is not meant to see");
  }
});

test("its types are those that a program wants", () => {
  const file = join(root, "target/bare/consumer.mts");
  writeFileSync(
    file,
    `import { Client, sendCode, updatePhone, updatePhoneRequest, type UpdatePhoneError } from "./web/update_phone.js";
const client = new Client({ host: "${HOST}", appId: "a", accessToken: async ({ refresh }) => String(refresh), language: "zh-CN" });
const { phone } = await sendCode(client, { purpose: "new", phone: { region: "CN", number: "1" }, channel: "CHANNEL_BIND_PHONE" });
const answer = await updatePhoneRequest(client, { ...${JSON.stringify(REQUEST)} }, { signal: AbortSignal.timeout(5), timeoutMs: 5 });
const stop: () => void = answer.countdown.subscribe((seconds: number) => void seconds);
const outcome: "confirmed" | "reconciled" = (await updatePhone(client, answer)).outcome;
await updatePhone(client, answer.data.updatePhoneToken).catch((error: UpdatePhoneError) => error.code === "ERR_TIMEOUT");
// @ts-expect-error
new Client({ host: "${HOST}" });
// @ts-expect-error
sendCode(client, { purpose: "both", phone: phone.e164 });
export { outcome, stop };
`,
  );
  const parameters = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2023,dom,esnext.disposable",
    file,
  ];
  execFileSync(join(root, "node_modules/.bin/tsc"), parameters, { stdio: "pipe" });
});

test("a program changes a number: too late at first, then in time", { timeout: 60_000 }, async (t) => {
  const emulator = await serveEmulator({ port: 0, smsIntervalSeconds: 1 });
  t.after(() => emulator.close());
  const [user] = emulator.emulator.users;
  emulator.emulator.faults.add({
    operation: "verify-update-phone-request",
    kind: "token-lifetime",
    tokenLifetimeSeconds: 3,
  });
  const { appId: APP_ID, accessToken: ACCESS_TOKEN } = user;
  const child = spawn(process.execPath, [join(root, "examples/bare/change-phone.mjs")], {
    env: { ...process.env, HOST: emulator.url, EMULATOR: emulator.url, APP_ID, ACCESS_TOKEN },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout) output += chunk;
  console.log(output);
  assert.deepEqual(output.trim().split("\n"), [
    "Profile before: +8618812345678",
    "3 s left",
    "2 s left",
    "1 s left",
    "0 s left",
    "ERR_UPDATE_TOKEN_EXPIRED: Time is up. Request new codes. Requests: 0",
    "60 s left",
    "updatePhone: confirmed",
    "Profile after: +8613912345678",
  ]);
});

test("so does a plain page in Chromium", { timeout: 60_000 }, async (t) => {
  const emulator = await serveEmulator({ port: 0, fixedCode: "123456", smsIntervalSeconds: 0 });
  const host = await serveFolder(root, "/");
  const browser = await launchChromium();
  t.after(() => Promise.all([emulator.close(), host.close(), browser.close()]));
  const [{ appId, accessToken }] = emulator.emulator.users;
  const query = new URLSearchParams({ host: emulator.url, appId, accessToken });
  const { page, problems } = await openWatched(browser, `${host.url}examples/bare/index.html?${query}`, {
    otherOrigins: [emulator.url],
  });
  const line = (text) => page.locator("#log li", { hasText: text }).last();
  for (const tokenLifetimeSeconds of [3, 60]) {
    emulator.emulator.faults.add({
      operation: "verify-update-phone-request",
      kind: "token-lifetime",
      tokenLifetimeSeconds,
    });
    await page.getByRole("button", { name: "Send codes" }).click();
    await line("Codes sent").waitFor();
    await page.getByLabel("Code from the new phone").fill("123456");
    await page.getByLabel("Code from the current phone").fill("123456");
    await page.getByRole("button", { name: "Verify" }).click();
    await line(`${tokenLifetimeSeconds} s left`).waitFor();
    if (tokenLifetimeSeconds === 3) {
      for (const seconds of [2, 1, 0]) {
        await page.clock.runFor(1_000);
        await line(`${seconds} s left`).waitFor();
      }
    }
    await page.getByRole("button", { name: "Change number" }).click();
    if (tokenLifetimeSeconds === 3) {
      await line(/^ERR_UPDATE_TOKEN_EXPIRED: .* Requests: 0$/).waitFor();
      await page.evaluate(() => document.querySelector("#log").replaceChildren());
    }
  }
  await line("updatePhone: confirmed").waitFor();
  assert.deepEqual(
    problems.take().filter((problem) => !/favicon|status of 404/.test(problem)),
    [],
  );
});

test("a countdown shows 60 first and lets go of itself at zero", async () => {
  const clock = new HeldClock();
  const { client } = clientOf(() => Response.json(GRANT), { clock });
  const { countdown } = await client.updatePhoneRequest(REQUEST);
  assert.equal(clock.timers, 0, "nothing runs until somebody listens");
  const seen = [];
  const stop = countdown.subscribe((seconds) => seen.push(seconds));
  const others = [];
  countdown.subscribe((seconds) => others.push(seconds));
  await clock.pass(1_500);
  assert.deepEqual(seen, [60, 59]);
  assert.deepEqual([countdown.remainingMs, countdown.remainingSeconds, countdown.durationMs], [58_500, 59, 60_000]);
  stop();
  stop();
  clock.sleep(10_000);
  await clock.pass(60_000);
  assert.deepEqual(seen, [60, 59]);
  assert.equal(others.at(-1), 0);
  assert.deepEqual([countdown.isExpired, countdown.remainingMs, clock.timers], [true, 0, 0]);
  const late = [];
  countdown.subscribe((seconds) => late.push(seconds))();
  assert.deepEqual(late, [0]);
  assert.throws(() => countdown.subscribe("no function"), { code: "ERR_INVALID_ARGUMENT" });
});

test("cancel ends the listening and not the time, and a listener may do anything", async () => {
  const clock = new HeldClock();
  const { client } = clientOf(() => Response.json(GRANT), { clock });
  const { countdown } = await client.updatePhoneRequest(REQUEST);
  const seen = [];
  countdown.subscribe((seconds) => {
    seen.push(seconds);
    if (seconds === 58) countdown.cancel();
    else countdown.subscribe(() => undefined)();
  });
  await clock.pass(5_000);
  assert.deepEqual(seen, [60, 59, 58]);
  assert.deepEqual([clock.timers, countdown.remainingSeconds], [0, 55]);
});

test("calls reject and never throw, whatever they are given", async () => {
  const { client, requests } = clientOf(() => Response.json(GRANT));
  const freed = clientOf().client;
  freed.free();
  const hostile = new Proxy(() => undefined, {
    get() {
      throw new Error("mine");
    },
  });
  const values = [undefined, null, 7, "", Symbol("s"), {}, [], hostile, 1n];
  let count = 0;
  for (const of of [client, freed, ...values]) {
    for (const value of values) {
      for (const call of ["sendCode", "updatePhoneRequest", "updatePhone"]) {
        const error = await rejectionOf(bare[call](of, value, value));
        assert.ok(["ERR_INVALID_ARGUMENT", "ERR_PHONE_INVALID"].includes(error.code), `${call}: ${error.code}`);
        count += 1;
      }
    }
  }
  assert.equal(count, 297);
  assert.equal(requests.length, 0);
});

test("options that cannot be used are named", () => {
  const options = { host: HOST, appId: "app" };
  for (const [change, name] of [
    [{ host: undefined }, "host"],
    [{ host: "http://example.authing.cn" }, "host"],
    [{ host: "https://user:password@example.authing.cn" }, "host"],
    [{ host: "https://example.authing.cn/path" }, "host"],
    [{ host: "javascript:alert(1)" }, "host"],
    [{ appId: undefined }, "appId"],
    [{ appId: "line\nbreak" }, "appId"],
    [{ accessToken: "line\nbreak" }, "accessToken"],
    [{ accessToken: 7 }, "accessToken"],
    [{ language: "de-DE" }, "language"],
    [{ headerPrefix: "x authing" }, "headerPrefix"],
    [{ fetch: "fetch" }, "fetch"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ phoneCheck: "strict" }, "phoneCheck"],
    [{ clock: { now: 7 } }, "now"],
    [{ onRequest: true }, "onRequest"],
  ]) {
    assert.throws(
      () => new bare.Client({ ...options, ...change }),
      (error) => error.code === "ERR_INVALID_OPTIONS" && error.message.includes(`${name}:`),
      name,
    );
  }
  for (const host of ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", new URL("https://a.example/")]) {
    new bare.Client({ ...options, host }).free();
  }
});

test("an abort ends a call with the caller's reason, and so does the time limit with ERR_TIMEOUT", async () => {
  const clock = new HeldClock();
  const { client, requests } = clientOf(() => new Promise(() => undefined), { clock });
  const controller = new AbortController();
  const aborted = rejectionOf(client.updatePhoneRequest(REQUEST, { signal: controller.signal }));
  await settle();
  controller.abort("mine");
  assert.equal(await aborted, "mine");
  assert.equal(requests[0].init.signal.reason, "mine");
  assert.equal(await rejectionOf(client.getProfile({ signal: AbortSignal.abort("before") })), "before");
  const late = rejectionOf(client.updatePhoneRequest(REQUEST, { timeoutMs: 700 }));
  await settle();
  await clock.pass(700);
  assert.equal((await late).code, "ERR_TIMEOUT");
  assert.equal(clock.timers, 0);
  assert.equal(requests.length, 2);
});

test("a code is sent without a token that does not come in half of the time", async () => {
  const clock = new HeldClock();
  const answer = () => Response.json({ statusCode: 200, message: "" });
  const { client, requests } = clientOf(answer, { clock, accessToken: () => new Promise(() => undefined) });
  const sending = client.sendCode({ purpose: "new", phone: "+8613912345678" });
  await settle();
  await clock.pass(5_000);
  const { phone, cooldown } = await sending;
  assert.deepEqual([phone.e164, cooldown.durationMs], ["+8613912345678", 60_000]);
  assert.equal(requests[0].init.headers.authorization, undefined);
  assert.equal(clock.timers, 0);
});

test("after a lost answer the profile decides", async () => {
  const emulator = createEmulator();
  const [user] = emulator.users;
  const client = new bare.Client({ ...user, host: "http://localhost", fetch: emulator.fetch });
  const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;
  await client.sendCode({ purpose: "new", phone: "+8613912345678" });
  await client.sendCode({ purpose: "old", phone: `+86${user.phone}` });
  const answer = await client.updatePhoneRequest({
    ...REQUEST,
    newPhonePassCode: codeOf("+8613912345678"),
    oldPhoneNumber: user.phone,
    oldPhonePassCode: codeOf(`+86${user.phone}`),
  });
  emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
  assert.equal((await client.updatePhone(answer)).outcome, "reconciled");
  assert.equal((await rejectionOf(client.updatePhone(answer))).code, "ERR_UPDATE_TOKEN_SPENT");
});

test("a panic rejects the call that met it with its place and not its text, and the others go on", async () => {
  const trapping = require(join(buildBare("nodejs", "trapping", ["trap"]), "update_phone.js"));
  const answers = [];
  const fetch = () => new Promise((resolve) => answers.push(resolve));
  const client = new trapping.Client({ host: HOST, appId: "app", accessToken: "token", fetch });
  const other = trapping.getProfile(new trapping.Client({ host: HOST, appId: "app", accessToken: "token", fetch }));
  const atOnce = await rejectionOf(trapping.updatePhone(client, "panic"));
  const later = rejectionOf(client.updatePhoneRequest(REQUEST));
  await settle();
  answers[1](Response.json({ ...GRANT, message: "panic" }));
  for (const error of [atOnce, await later]) {
    assert.equal(error.code, "ERR_INTERNAL");
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.match(error.cause.message, /^panicked at src\/bindings\/trap\.rs:\d+$/);
  }
  answers[0](Response.json({ statusCode: 200, data: { userId: "u" } }));
  assert.deepEqual(await other, { userId: "u" });
});

test("calls and their countdowns leave nothing behind once they are collected", { timeout: 120_000 }, async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const clock = new HeldClock();
  const web = await import(join(folders.web, "update_phone.js"));
  const { memory } = web.initSync({ module: readFileSync(join(folders.web, "update_phone_bg.wasm")) });
  const fetch = async () => Response.json(GRANT);
  const client = new web.Client({ host: HOST, appId: "app", accessToken: "token", fetch, clock });
  const rounds = async (count) => {
    for (let round = 0; round < count; round += 1) {
      const { countdown } = await client.updatePhoneRequest({ ...REQUEST, newPhonePassCode: String(1e5 + round) });
      if (round % 2) countdown.subscribe(() => undefined);
      if (round % 4 === 3) countdown.cancel();
      if (round % 100 === 99) {
        await clock.pass(61_000);
        collect();
        await sleep(0);
      }
    }
  };
  await rounds(1_000);
  const { byteLength } = memory.buffer;
  await rounds(3_000);
  assert.equal(memory.buffer.byteLength, byteLength);
  assert.equal(clock.timers, 0);
});

test("what is typed must be a text, and a call with anything else harms nothing", () => {
  for (const input of [13912345678, undefined, null, {}, { length: -1 }, [], true]) {
    for (let i = 0; i < 3; i += 1)
      assert.throws(() => bare.formatAsYouType(input), { code: "ERR_INVALID_ARGUMENT" }, String(input));
  }
  const cyclic = new Proxy({}, { getPrototypeOf: () => cyclic, get: () => "US", getOwnPropertyDescriptor() {} });
  assert.equal(bare.isValidPhone("+8613912345678", cyclic), true);
  const thrower = {
    get defaultRegion() {
      throw "x";
    },
  };
  for (const run of [bare.formatAsYouType, bare.parsePhone, bare.isValidPhone])
    assert.throws(() => run("139", thrower), { code: "ERR_INVALID_ARGUMENT" });
  assert.equal(bare.formatAsYouType("+8613912345678").text, "+86 139 1234 5678");
});

test("a clock and a signal have to have all that is used of them", async () => {
  for (const clock of [{}, { now: () => 0, monotonic: () => 0, setTimeout() {} }])
    assert.throws(() => clientOf(() => Response.json(GRANT), { clock }), { code: "ERR_INVALID_OPTIONS" });
  const { client } = clientOf(() => Response.json(GRANT));
  const options = { signal: { aborted: false, addEventListener() {} } };
  assert.equal((await rejectionOf(bare.getProfile(client, options))).code, "ERR_INVALID_ARGUMENT");
});

test("an abort between answer and body leaves no rejection that nobody sees", async () => {
  const unseen = [];
  const note = (reason) => unseen.push(reason);
  process.on("unhandledRejection", note);
  try {
    for (let after = 0; after < 20; after += 1) {
      const caller = new AbortController();
      const { client } = clientOf((_, { signal }) => {
        const body = new ReadableStream({
          start: (controller) => signal.addEventListener("abort", () => controller.error(signal.reason)),
        });
        let aborting = Promise.resolve();
        for (let i = 0; i < after; i += 1) aborting = aborting.then(() => undefined);
        void aborting.then(() => caller.abort("enough"));
        return new Response(body);
      });
      assert.equal(await rejectionOf(bare.updatePhone(client, "t", { signal: caller.signal })), "enough");
    }
    const caller = new AbortController();
    const { client } = clientOf(() => {
      caller.abort("at once");
      return Promise.reject(new Error("aborted"));
    });
    assert.equal(await rejectionOf(bare.updatePhone(client, "t", { signal: caller.signal })), "at once");
    await sleep(20);
  } finally {
    process.off("unhandledRejection", note);
  }
  assert.deepEqual(unseen, []);
});

test("a stream of empty chunks is cut off", async () => {
  const { client } = clientOf(() => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(0)) })));
  assert.equal(
    (await rejectionOf(bare.sendCode(client, { purpose: "new", phone: "+8613912345678" }))).code,
    "ERR_BAD_RESPONSE",
  );
});

test("a token is looked at again when the access token has been had", async () => {
  const clock = new HeldClock();
  let beforeToken = async () => undefined;
  const accessToken = async () => {
    await beforeToken();
    return "token";
  };
  const { client, requests } = clientOf(() => Response.json(GRANT), { clock, accessToken, timeoutMs: 100_000 });
  const late = await bare.updatePhoneRequest(client, REQUEST);
  beforeToken = () => clock.pass(61_000);
  const sent = requests.length;
  assert.equal((await rejectionOf(bare.updatePhone(client, late))).code, "ERR_UPDATE_TOKEN_EXPIRED");
  assert.equal(requests.length, sent);
});

test("of two calls with one token the second is told that it is spent", async () => {
  let updates = 0;
  const { client } = clientOf((url) => {
    if (!url.endsWith("/update-phone")) return Response.json(GRANT);
    updates += 1;
    return Response.json(updates === 1 ? GRANT : { statusCode: 500, message: "Token 校验失败" });
  });
  const answer = await bare.updatePhoneRequest(client, REQUEST);
  const [first, second] = await Promise.allSettled([
    bare.updatePhone(client, answer),
    bare.updatePhone(client, answer),
  ]);
  assert.equal(first.status, "fulfilled");
  assert.equal(second.reason.code, "ERR_UPDATE_TOKEN_SPENT");
  assert.equal((await rejectionOf(bare.updatePhone(client, answer))).code, "ERR_UPDATE_TOKEN_SPENT");
});

test("a listener that was stopped by another one is not called, and seconds never go up", async () => {
  const clock = new HeldClock();
  const { client } = clientOf(() => Response.json(GRANT), { clock });
  const { countdown } = await bare.updatePhoneRequest(client, REQUEST);
  const told = { a: [], b: [], c: [] };
  let stopB = () => undefined;
  countdown.subscribe((seconds) => {
    told.a.push(seconds);
    if (seconds === 58) {
      stopB();
      countdown.subscribe((left) => told.c.push(left));
    }
  });
  stopB = countdown.subscribe((seconds) => told.b.push(seconds));
  for (let i = 0; i < 4; i += 1) await clock.pass(1_000);
  assert.deepEqual(told, { a: [60, 59, 58, 57, 56], b: [60, 59], c: [58, 57, 56] });
  countdown.cancel();
});

test("a request's name that is a secret is not repeated, nor a secret in other digits", async () => {
  const secretive = { statusCode: 400, message: "１２３４５６ １３９１２３４５６７８", requestId: "r-123456" };
  const { client } = clientOf(() => Response.json(secretive));
  const error = await rejectionOf(bare.updatePhoneRequest(client, REQUEST));
  assert.equal(error.serverMessage, "*** ***");
  assert.equal(error.requestId, undefined);
});
