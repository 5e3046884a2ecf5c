// What is on the JavaScript heap of a program that is done with a client and still holds it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { emulatorPackage, entryUrl } from "../support/packed.mjs";
import { Canaries } from "./canaries.mjs";

const { serveEmulator } = emulatorPackage;
const PROGRAM = join(import.meta.dirname, "heap-program.mjs");
const run = promisify(execFile);

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "update-phone-heap-"));
});
after(() => rm(folder, { recursive: true, force: true }));

/** What is found of a program's secrets, by name. The program itself does not know which ones they are. */
async function heapAfter(t, end) {
  const canaries = new Canaries();
  let codes = 0;
  const server = await serveEmulator({
    port: 0,
    createCode: () => {
      codes += 1;
      const code = String(70_918_273 + codes * 1_234_567);
      canaries.add("a pass code", code);
      return code;
    },
    onError: (error) => assert.fail(error),
  });
  t.after(() => server.close());
  const { emulator } = server;
  const { handle } = emulator;
  emulator.handle = async (request) => {
    const response = await handle(request);
    const body = await response.clone().json();
    if (body.data?.updatePhoneToken) canaries.add("an update token", body.data.updatePhoneToken);
    return response;
  };
  canaries.add("an access token", emulator.users[0].accessToken.slice(100));
  const file = join(folder, `${end}.heapsnapshot`);
  await run(process.execPath, ["--expose-gc", PROGRAM, entryUrl("update-phone"), server.url, file, end]);
  const { "a pass code": passCodes, "an update token": updateTokens } = canaries.counts;
  assert.deepEqual([passCodes, updateTokens], [5, 2]);
  return canaries.searchBytes(await readFile(file));
}

test("after dispose the heap holds no update token, no code and no access token", { timeout: 60_000 }, async (t) => {
  assert.deepEqual(await heapAfter(t, "disposed"), []);
});

test("the search finds those of forms that are not disposed of", { timeout: 60_000 }, async (t) => {
  const names = (await heapAfter(t, "kept")).map(({ name }) => name);
  assert.deepEqual(names.sort(), ["a pass code", "an access token", "an update token"]);
});
