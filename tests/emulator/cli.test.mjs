import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serveEmulator } from "update-phone/emulator/node";

const CLI = fileURLToPath(new URL("cli.js", import.meta.resolve("update-phone/emulator/node")));
const running = new Set();
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs the command; `output` and `errors` grow as it prints, `ended` resolves with how it ended. */
function run(...args) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const command = { child, output: "", errors: "", ended: undefined };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    command.output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    command.errors += text;
  });
  command.ended = once(child, "close").then(([status, signal]) => {
    running.delete(child);
    return { status, signal };
  });
  return command;
}

async function listening(...args) {
  const command = run("--port", "0", ...args);
  while (!command.output.includes("Ctrl-C")) await once(command.child.stdout, "data");
  const [url] = command.output.split("\n")[0].match(/http:\/\/\S+$/);
  return { ...command, url, read: () => command.output + command.errors };
}

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`its first line has the URL where it listens, and ${signal} ends it with status 0`, async () => {
    const { child, ended, url } = await listening();
    assert.equal((await fetch(`${url}/_emulator/users`)).status, 200);
    child.kill(signal);
    assert.deepEqual(await ended, { status: 0, signal: null });
  });
}

test("it prints what it takes to act as the users, and no code or token that comes later", async () => {
  const { child, ended, url, read } = await listening();
  const users = await (await fetch(`${url}/_emulator/users`)).json();
  const banner = read();
  for (const { phone, phoneCountryCode, appId, accessToken } of users) {
    for (const fact of [`${phoneCountryCode} ${phone}`, appId, accessToken]) assert.ok(banner.includes(fact), fact);
  }
  assert.ok(banner.includes(`${url}/_emulator/inbox`));

  await fetch(`${url}/api/v3/send-sms`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-authing-app-id": users[0].appId },
    body: '{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"13912345678"}',
  });
  assert.equal((await (await fetch(`${url}/_emulator/inbox`)).json()).length, 1);
  child.kill("SIGTERM");
  await ended;
  assert.equal(read(), banner);
});

test("on a host that is not loopback it says that control is off", async () => {
  const { child, ended, read } = await listening("--host", "0.0.0.0");
  assert.match(read(), /control API is off/);
  assert.doesNotMatch(read(), /_emulator\/inbox/);
  child.kill("SIGTERM");
  await ended;
});

test("a wrong option is explained, with status 2", async () => {
  const cases = [
    [["--nonsense"], /--nonsense/],
    [["--port", "http"], /--port/],
    [["--port", "65536"], /--port/],
    [["--host="], /--host/],
    [["3456"], /3456/],
  ];
  const commands = cases.map(([args, explained]) => ({ args, explained, command: run(...args) }));
  for (const { args, explained, command } of commands) {
    assert.equal((await command.ended).status, 2, args.join(" "));
    assert.match(command.errors, explained);
    assert.match(command.errors, /--help/);
    assert.doesNotMatch(command.errors, /\n {4}at /);
    assert.equal(command.output, "");
  }
});

test("a port in use is explained, with status 1", async (t) => {
  const server = await serveEmulator({ port: 0 });
  t.after(() => server.close());
  const command = run("--port", new URL(server.url).port);
  assert.equal((await command.ended).status, 1);
  assert.match(command.errors, /in use/);
  assert.equal(command.output, "");
});

test("--help shows the options and --version the version of the package", async () => {
  const help = run("--help");
  const version = run("--version");
  assert.equal((await help.ended).status, 0);
  for (const option of ["--host", "--port", "--version"]) assert.ok(help.output.includes(option));
  assert.equal((await version.ended).status, 0);
  const { version: expected } = createRequire(import.meta.url)("update-phone/package.json");
  assert.equal(version.output.trim(), expected);
});
