import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { callsOf, NEW_PHONE } from "./calls.mjs";
import { listening, run } from "./command.mjs";

const folder = mkdtempSync(join(tmpdir(), "update-phone-emulator-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function callsAt(url) {
  const [user] = await (await fetch(`${url}/_emulator/users`)).json();
  const readInbox = async () => (await fetch(`${url}/_emulator/inbox`)).json();
  return { ...callsOf(fetch, url, user, readInbox), user, readInbox };
}

test("with --data the command goes on after kill -9 with all that it has answered", async () => {
  const file = join(folder, "killed.json");
  const first = await listening("--data", file);
  const before = await callsAt(first.url);
  const token = await before.tokenFor();
  first.child.kill("SIGKILL");
  assert.deepEqual(await first.ended, { status: null, signal: "SIGKILL" });

  const second = await listening("--data", file);
  assert.ok(second.read().includes(file));
  const between = await callsAt(second.url);
  assert.deepEqual(between.user, before.user);
  assert.equal((await between.readInbox()).length, 2);
  assert.equal((await between.updatePhone(token)).statusCode, 200);
  second.child.kill("SIGKILL");
  await second.ended;

  const third = await listening("--data", file);
  const { getProfile, updatePhone } = await callsAt(third.url);
  assert.equal((await getProfile()).data.phone, NEW_PHONE.number);
  assert.equal((await updatePhone(token)).message, "Token 校验失败");
  third.child.kill("SIGKILL");
  await third.ended;
});

test("killed in the midst of many calls, the command has a whole file, with every SMS that it has answered for", async () => {
  const file = join(folder, "busy.json");
  const { child, ended, url } = await listening("--data", file);
  const { sendSms } = await callsAt(url);
  const answered = [];
  const send = async (index) => {
    const number = String(13_900_000_000 + index);
    await sendSms("CHANNEL_LOGIN", { countryCode: "+86", number });
    answered.push(`+86${number}`);
    if (answered.length === 20) child.kill("SIGKILL");
  };
  await Promise.allSettled(Array.from({ length: 60 }, (_, index) => send(index)));
  await ended;
  const numbers = JSON.parse(readFileSync(file, "utf8")).service.inbox.map(({ to }) => to);
  assert.ok(answered.length >= 20 && answered.every((number) => numbers.includes(number)));
});

test("a file that is no state of the emulator is explained with its name, with status 1, and is not touched", async () => {
  const file = join(folder, "corrupt.json");
  for (const text of ["", '{"version":1', '{"version":1,"clockOffsetMs":0}']) {
    writeFileSync(file, text);
    const command = run("--port", "0", "--data", file);
    assert.equal((await command.ended).status, 1);
    assert.ok(command.errors.includes(file), command.errors);
    assert.match(command.errors, /cannot be used.*Move the file away to begin anew/);
    assert.doesNotMatch(command.errors, /\n {4}at /);
    assert.equal(readFileSync(file, "utf8"), text);
  }
});

test("a file that cannot be read or written is an error with its name, before anything is served", async () => {
  await assert.rejects(serveEmulator({ port: 0, data: folder }), (error) => error.message.includes(folder));
  const missing = join(folder, "no-such-folder", "state.json");
  await assert.rejects(serveEmulator({ port: 0, data: missing }), (error) => error.message.includes(missing));
});

test("the file is for its owner only, and nothing unfinished stays beside it", async (t) => {
  const own = mkdtempSync(join(folder, "own-"));
  const file = join(own, "state.json");
  const server = await serveEmulator({ port: 0, data: file });
  t.after(() => server.close());
  server.emulator.clock.advance(5);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).clockOffsetMs, 5);
  assert.deepEqual(readdirSync(own), ["state.json"]);
  if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("a file that can no longer be written makes HTTP 500 of a change, and onError is told why", async (t) => {
  const own = mkdtempSync(join(folder, "gone-"));
  const errors = [];
  const options = { port: 0, data: join(own, "state.json"), onError: (error) => errors.push(error.message) };
  const server = await serveEmulator(options);
  t.after(() => server.close());
  rmSync(own, { recursive: true });
  const { request } = callsOf(fetch, server.url, server.emulator.users[0]);
  const response = await request("POST", "send-sms", { channel: "CHANNEL_LOGIN", phoneNumber: "13912345678" });
  assert.equal(response.status, 500);
  assert.equal(errors.length, 1);
  assert.ok(errors[0].includes(options.data));
});
