import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { inspect, promisify } from "node:util";
import { entryUrl, installed, updatePhonePackage } from "../support/packed.mjs";

const { init, parsePhone, metadataVersion, createClient } = updatePhonePackage;
const wasmPath = join(installed.folder, "node_modules/update-phone/dist/wasm/update_phone_bg.wasm");

/** Runs a program in a process of its own, where nothing is loaded yet; gives what it printed as JSON. */
async function run(program) {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    cwd: installed.folder,
  });
  return JSON.parse(stdout);
}

/** Serves the module, also with a content type that engines do not stream, and things that are no module. */
const server = createServer(({ url }, response) => {
  if (url === "/update-phone.wasm") response.setHeader("content-type", "application/wasm").end(readFileSync(wasmPath));
  else if (url === "/octets")
    response.setHeader("content-type", "application/octet-stream").end(readFileSync(wasmPath));
  else if (url === "/page")
    response.setHeader("content-type", "text/html").end("<!doctype html><title>Sign in</title>");
  else if (url === "/reset") response.writeHead(200, { "content-length": 9 }).write("\0asm", () => response.destroy());
  else response.writeHead(404).end();
});
let served;
before(async () => {
  await new Promise((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  served = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close().closeAllConnections());

test("the tarball holds what is published, and nothing else", () => {
  const unexpected = installed.files.filter(
    (path) =>
      !/^(dist\/.*\.(js|d\.ts|wasm)|package\.json|README(\.zh-CN)?\.md|LICENSE|NOTICE|CHANGELOG\.md)$/.test(path),
  );
  assert.deepEqual(unexpected, []);
  for (const path of [
    "README.md",
    "README.zh-CN.md",
    "LICENSE",
    "NOTICE",
    "CHANGELOG.md",
    "dist/index.js",
    "dist/index.d.ts",
  ]) {
    assert.ok(installed.files.includes(path), path);
  }
});

test("the synchronous phone functions say that init comes first", async () => {
  const error = await run(`
    import { parsePhone } from "update-phone";
    try { parsePhone("+86 188 1234 5678") } catch (error) { console.log(JSON.stringify(error)) }
  `);
  assert.equal(error.code, "ERR_NOT_READY");
  assert.match(error.message, /init\(\)/);
});

test("a failed load is told with its cause and forgotten", async () => {
  const outcome = await run(`
    import { init, parsePhone } from "update-phone";
    const error = await init({ wasm: new Uint8Array([1, 2, 3, 4]) }).catch((error) => error);
    await init();
    console.log(JSON.stringify({ code: error.code, cause: error.cause?.name, e164: parsePhone("+86 188 1234 5678").e164 }));
  `);
  assert.deepEqual(outcome, { code: "ERR_WASM_LOAD", cause: "CompileError", e164: "+8618812345678" });
});

test("the module may come from elsewhere, and asynchronous calls load it themselves", async () => {
  const outcome = await run(`
    import { readFileSync } from "node:fs";
    import { createClient, init, parsePhone } from "update-phone";
    const client = createClient({ host: "https://example.authing.cn", appId: "a" });
    const refused = await client.sendCode({ purpose: "new", phone: "1" }).catch((error) => error.code);
    await init({ wasm: await WebAssembly.compile(readFileSync(${JSON.stringify(wasmPath)})) });
    console.log(JSON.stringify({ refused, e164: parsePhone("+86 188 1234 5678").e164 }));
  `);
  assert.deepEqual(outcome, { refused: "ERR_PHONE_INVALID", e164: "+8618812345678" });
});

test("init takes the module in every form that it says", async () => {
  const loaded = (wasm) =>
    run(`
      import { readFileSync } from "node:fs";
      import { init, parsePhone } from "update-phone";
      const bytes = readFileSync(${JSON.stringify(wasmPath)});
      await init({ wasm: ${wasm} });
      console.log(JSON.stringify(parsePhone("+86 188 1234 5678").e164));
    `);
  const file = pathToFileURL(wasmPath).href;
  for (const wasm of [
    "new WebAssembly.Module(bytes)",
    "bytes",
    "new Uint8Array(bytes).buffer",
    "new DataView(new Uint8Array([0, ...bytes, 0]).buffer, 1, bytes.length)",
    `"${served}/update-phone.wasm"`,
    `new URL("${served}/update-phone.wasm")`,
    `"${file}"`,
    `new URL("${file}")`,
    'new URL(import.meta.resolve("update-phone/update-phone.wasm"))',
    `await fetch("${served}/update-phone.wasm")`,
    `fetch("${served}/update-phone.wasm")`,
    `fetch("${served}/octets")`,
    'new Response(bytes, { headers: { "content-type": "application/wasm" } })',
    "undefined",
  ]) {
    assert.equal(await loaded(wasm), "+8618812345678", wasm);
  }
});

test("what the module cannot be made from is told with its cause, and the next call loads all the same", async () => {
  const { failures, e164 } = await run(`
    import { init, parsePhone } from "update-phone";
    const failures = {};
    for (const [name, source] of Object.entries({
      "not found": () => ${JSON.stringify(`${served}/missing`)},
      "a page": () => new URL(${JSON.stringify(`${served}/page`)}),
      "cut off": () => fetch(${JSON.stringify(`${served}/reset`)}),
      "nobody there": () => "http://127.0.0.1:1/update-phone.wasm",
      "no such file": () => new URL("file:///no/such/update-phone.wasm"),
      "a path, where there is no page": () => "/update-phone.wasm",
      "nothing": () => "",
      "null": () => null,
      "a number": () => 7,
      "an object": () => ({}),
      "no bytes": () => new ArrayBuffer(0),
      "a fetch that fails": () => Promise.reject(new TypeError("offline")),
    })) {
      const error = await init({ wasm: source() }).catch((error) => error);
      failures[name] = [error?.code, error?.cause instanceof Error];
    }
    await init();
    await init({ wasm: Promise.reject(new TypeError("too late to matter")) });
    console.log(JSON.stringify({ failures, e164: parsePhone("+86 188 1234 5678").e164 }));
  `);
  for (const [name, failure] of Object.entries(failures)) assert.deepEqual(failure, ["ERR_WASM_LOAD", true], name);
  assert.equal(Object.keys(failures).length, 12);
  assert.equal(e164, "+8618812345678");
});

test("another package's module is refused, however often it is tried, and is forgotten", async () => {
  const [first, second, profile] = await run(`
    import { createClient, init, parsePhone } from "update-phone";
    const refusal = (error) => [error.code, error.cause.name];
    const wasm = await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    const refusals = [await init({ wasm }).catch(refusal), await init({ wasm }).catch(refusal)];
    const fetch = async () => Response.json({ statusCode: 200, data: { userId: "u" } });
    const client = createClient({ host: "https://example.authing.cn", appId: "a", accessToken: "a", fetch });
    console.log(JSON.stringify([...refusals, await client.getProfile()]));
  `);
  assert.deepEqual([first, second], Array(2).fill(["ERR_WASM_LOAD", "TypeError"]));
  assert.deepEqual(profile, { userId: "u" });
});

test("init says when it was not given an object", async () => {
  for (const options of [null, Object.defineProperty({}, "wasm", { get: () => assert.fail("mine") })]) {
    await assert.rejects(init(options), { code: "ERR_INVALID_ARGUMENT", message: /options:/ });
  }
});

test("two copies of the package in one program keep out of each other's way, and know each other's errors", async () => {
  cpSync(join(installed.folder, "node_modules/update-phone"), join(installed.folder, "copy"), { recursive: true });
  const outcome = await run(`
    import * as one from "update-phone";
    import * as two from "./copy/dist/index.js";
    await one.init();
    let refusal;
    try { two.parsePhone("+86 188 1234 5678") } catch (error) { refusal = error }
    await two.init();
    console.log(JSON.stringify({
      code: refusal.code,
      known: one.isUpdatePhoneError(refusal),
      same: refusal instanceof one.UpdatePhoneError,
      e164: [one, two].map(({ parsePhone }) => parsePhone("+86 188 1234 5678").e164),
    }));
  `);
  assert.deepEqual(outcome, {
    code: "ERR_NOT_READY",
    known: true,
    same: false,
    e164: ["+8618812345678", "+8618812345678"],
  });
});

test("importing does nothing that anybody could notice", async () => {
  const globals = await run(
    `
    const before = Reflect.ownKeys(globalThis).length;
    const { compile, instantiate } = WebAssembly;
    let compiled = 0;
    WebAssembly.compile = (...all) => (compiled++, compile(...all));
    WebAssembly.instantiate = (...all) => (compiled++, instantiate(...all));
    await import("update-phone");
    await import("update-phone?again");
    console.log(JSON.stringify({ added: Reflect.ownKeys(globalThis).length - before, compiled, handles: process.getActiveResourcesInfo() }));
  `.replace(
      'await import("update-phone?again");',
      `await import(${JSON.stringify(`${entryUrl("update-phone")}?again`)});`,
    ),
  );
  assert.deepEqual({ added: globals.added, compiled: globals.compiled }, { added: 0, compiled: 0 });
  assert.ok(!globals.handles.includes("Timeout"));
});

test("init may be called any number of times", async () => {
  await Promise.all([init(), init()]);
  await init();
  const phone = parsePhone({ region: "CN", number: "188 1234 5678" });
  assert.equal(phone.e164, "+8618812345678");
  assert.ok(Object.isFrozen(phone));
  assert.match(metadataVersion, /^\d+\.\d+\.\d+$/);
});

test("an option that cannot be used is named", () => {
  const good = { host: "https://example.authing.cn", appId: "app" };
  for (const [change, name] of [
    [{ host: undefined }, "host"],
    [{ host: "example.authing.cn" }, "host"],
    [{ host: "http://example.authing.cn" }, "host"],
    [{ host: "https://user:password@example.authing.cn" }, "host"],
    [{ host: "https://example.authing.cn/path" }, "host"],
    [{ host: "https://example.authing.cn?" }, "host"],
    [{ host: "https://example.authing.cn\\@evil.example" }, "host"],
    [{ host: "javascript:alert(1)" }, "host"],
    [{ appId: "" }, "appId"],
    [{ appId: 7 }, "appId"],
    [{ accessToken: "line\nbreak" }, "accessToken"],
    [{ language: "de-DE" }, "language"],
    [{ headerPrefix: "x authing" }, "headerPrefix"],
    [{ fetch: "fetch" }, "fetch"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ timeoutMs: "10" }, "timeoutMs"],
    [{ phoneCheck: "strict" }, "phoneCheck"],
    [{ clock: { now: Date.now } }, "clock"],
    [{ clock: Object.defineProperty({}, "now", { get: () => assert.fail("mine") }) }, "clock"],
    [{ onRequest: true }, "onRequest"],
    [Object.defineProperty({}, "appId", { get: () => assert.fail("mine"), enumerable: true }), "appId"],
  ]) {
    const options = Object.defineProperties({ ...good }, Object.getOwnPropertyDescriptors(change));
    assert.throws(
      () => createClient(options),
      (error) =>
        error.code === "ERR_INVALID_OPTIONS" && error.message.includes(`${name}:`) && !error.message.includes("break"),
      `${name}: ${inspect(change)}`,
    );
  }
  assert.throws(() => createClient(), { code: "ERR_INVALID_OPTIONS" });
  for (const host of ["http://localhost:3456", "http://127.0.0.1:1", "http://[::1]:1", new URL("https://a.example/")]) {
    createClient({ ...good, host }).dispose();
  }
});

test("a module that never comes holds no call up for longer than its time limit, and an abort ends the wait", async () => {
  const outcome = await run(`
    import { createClient, init } from "update-phone";
    void init({ wasm: new Promise(() => undefined) });
    const client = createClient({ host: "https://example.authing.cn", appId: "a", timeoutMs: 200 });
    const late = await client.getProfile().catch((error) => [error.code, error.cause.name]);
    const controller = new AbortController();
    const waiting = client.getProfile({ signal: controller.signal, timeoutMs: 60_000 }).catch((reason) => reason);
    controller.abort("mine");
    console.log(JSON.stringify({ late, aborted: await waiting }));
    process.exit();
  `);
  assert.deepEqual(outcome, { late: ["ERR_WASM_LOAD", "TimeoutError"], aborted: "mine" });
});

test("a default region that is no string is refused, and null options stand for none", async () => {
  await init();
  for (const options of [{ defaultRegion: 86 }, { defaultRegion: null }]) {
    assert.throws(() => parsePhone("18812345678", options), { code: "ERR_INVALID_ARGUMENT" });
  }
  assert.equal(parsePhone("+86 188 1234 5678", null).e164, "+8618812345678");
});

test("a host whose text changes is used as it was checked", async () => {
  // It is looked at while the options are checked, and never again.
  const texts = ["https://example.authing.cn", "https://example.authing.cn"];
  const asked = [];
  const client = createClient({
    host: { toString: () => texts.shift() ?? "http://evil.example" },
    appId: "a",
    accessToken: "t",
    fetch: async (url) => {
      asked.push(url);
      return Response.json({ statusCode: 200, data: { userId: "u" } });
    },
  });
  await client.getProfile();
  assert.deepEqual(asked, ["https://example.authing.cn/api/v3/get-profile"]);
});
