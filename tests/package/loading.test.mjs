import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { entryUrl, installed, updatePhonePackage } from "../support/packed.mjs";

const { init, parsePhone, metadataVersion, createClient } = updatePhonePackage;
const wasmPath = join(installed.folder, "node_modules/update-phone/dist/wasm/update_phone_bg.wasm");

/** Runs a program in a process of its own, where nothing is loaded yet; gives what it printed as JSON. */
function run(program) {
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: installed.folder,
    encoding: "utf8",
  });
  return JSON.parse(output);
}

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

test("the synchronous phone functions say that init comes first", () => {
  const error = run(`
    import { parsePhone } from "update-phone";
    try { parsePhone("+86 188 1234 5678") } catch (error) { console.log(JSON.stringify(error)) }
  `);
  assert.equal(error.code, "ERR_NOT_READY");
  assert.match(error.message, /init\(\)/);
});

test("a failed load is told with its cause and forgotten", () => {
  const outcome = run(`
    import { init, parsePhone } from "update-phone";
    const error = await init({ wasm: new Uint8Array([1, 2, 3, 4]) }).catch((error) => error);
    await init();
    console.log(JSON.stringify({ code: error.code, cause: error.cause?.name, e164: parsePhone("+86 188 1234 5678").e164 }));
  `);
  assert.deepEqual(outcome, { code: "ERR_WASM_LOAD", cause: "CompileError", e164: "+8618812345678" });
});

test("the module may come from elsewhere, and asynchronous calls load it themselves", () => {
  const outcome = run(`
    import { readFileSync } from "node:fs";
    import { createClient, init, parsePhone } from "update-phone";
    const client = createClient({ host: "https://example.authing.cn", appId: "a" });
    const refused = await client.sendCode({ purpose: "new", phone: "1" }).catch((error) => error.code);
    await init({ wasm: await WebAssembly.compile(readFileSync(${JSON.stringify(wasmPath)})) });
    console.log(JSON.stringify({ refused, e164: parsePhone("+86 188 1234 5678").e164 }));
  `);
  assert.deepEqual(outcome, { refused: "ERR_PHONE_INVALID", e164: "+8618812345678" });
});

test("importing does nothing that anybody could notice", () => {
  const globals = run(
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

test("the bare module exports updatePhoneRequest and updatePhone, and works without the layer above", async () => {
  const bare = await import(`${entryUrl("update-phone").replace("index.js", "wasm/update_phone.js")}?bare`);
  await bare.default({ module_or_path: readFileSync(wasmPath) });
  const { createEmulator } = await import(entryUrl("update-phone/emulator"));
  const emulator = createEmulator();
  const [user] = emulator.users;
  const client = new bare.Client({ ...user, host: "http://localhost", fetch: emulator.fetch });
  await bare.sendCode(client, { purpose: "new", phone: "+86 139 1234 5678" });
  await bare.sendCode(client, { purpose: "old", phone: `${user.phoneCountryCode}${user.phone}` });
  const [newCode, oldCode] = emulator.inbox().map(({ code }) => code);
  const answer = await bare.updatePhoneRequest(client, {
    newPhoneCountryCode: "+86",
    newPhoneNumber: "13912345678",
    newPhonePassCode: newCode,
    oldPhoneCountryCode: user.phoneCountryCode,
    oldPhoneNumber: user.phone,
    oldPhonePassCode: oldCode,
  });
  assert.equal((await bare.updatePhone(client, answer)).outcome, "confirmed");
  assert.equal(emulator.users[0].phone, "13912345678");
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
