import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { callsOf, MINUTE_MS } from "./calls.mjs";
import { listening, run } from "./command.mjs";

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

test("on a host that is not loopback --control serves it all the same, and says who can read the codes", async () => {
  const { child, ended, read, url } = await listening("--host", "0.0.0.0", "--control");
  assert.match(read(), /Whoever reaches this machine reads the codes/);
  assert.equal((await fetch(`${url}/_emulator/users`)).status, 200);
  child.kill("SIGTERM");
  await ended;
});

test("the options of the pool reach it", async () => {
  const { child, ended, url } = await listening(
    ...["--fixed-code", "13579", "--wrong-tries", "2", "--sms-interval-seconds", "30", "--daily-cap", "2"],
    ...["--no-verify-old-phone", "--sms-host", "login.example", "--variant", "ambiguous"],
    ...["--allow-origin", "https://a.example", "--allow-origin", "https://b.example"],
  );
  const [user] = await (await fetch(`${url}/_emulator/users`)).json();
  const readInbox = async () => (await fetch(`${url}/_emulator/inbox`)).json();
  const { sendSms, verify, updatePhone, request } = callsOf(fetch, url, user, readInbox);
  const advance = (advanceMs) =>
    fetch(`${url}/_emulator/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advanceMs }),
    });
  const phone = { countryCode: "+86", number: "13912345678" };
  const sendTo = async () => (await sendSms("CHANNEL_BIND_PHONE", phone)).statusCode;

  assert.equal(await sendTo(), 200);
  assert.match((await readInbox())[0].text, /@login\.example #13579$/);
  await advance(30_000);
  assert.equal(await sendTo(), 200);
  await advance(MINUTE_MS);
  assert.equal(await sendTo(), 429);

  const payload = { newPhoneNumber: phone.number, newPhonePassCode: "13579" };
  assert.equal((await verify({ ...payload, newPhonePassCode: "00000" })).apiCode, 500);
  const { data } = await verify(payload);
  assert.equal(data.tokenExpiresIn, 0);
  assert.deepEqual((await updatePhone(data.updatePhoneToken)).data, { success: true });

  for (const [origin, allowed] of [
    ["https://a.example", "https://a.example"],
    ["https://b.example", "https://b.example"],
    ["https://c.example", null],
  ]) {
    const { headers } = await request("GET", "get-profile", undefined, { headers: { origin } });
    assert.equal(headers.get("access-control-allow-origin"), allowed);
  }
  child.kill("SIGTERM");
  await ended;
});

test("codes have as many digits as --code-length says", async () => {
  const { child, ended, url } = await listening("--code-length", "4");
  const [user] = await (await fetch(`${url}/_emulator/users`)).json();
  const readInbox = async () => (await fetch(`${url}/_emulator/inbox`)).json();
  const code = await callsOf(fetch, url, user, readInbox).codeFor("CHANNEL_LOGIN", {
    countryCode: "+1",
    number: "2025550123",
  });
  assert.match(code, /^\d{4}$/);
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
    [["--data="], /--data/],
    [["--code-length", "3"], /--code-length must be a whole number from 4 to 8/],
    [["--code-length", "six"], /--code-length must be a whole number/],
    [["--fixed-code", "12"], /--fixed-code/],
    [["--wrong-tries", "0"], /--wrong-tries/],
    [["--sms-interval-seconds", "-1"], /--sms-interval-seconds/],
    [["--daily-cap", "0"], /--daily-cap/],
    [["--sms-host", "https://app.example"], /--sms-host/],
    [["--variant", "nonsense"], /--variant must be one of default, ambiguous/],
    [["--allow-origin", "app.example"], /--allow-origin/],
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

const OPTIONS = [
  ...["--host", "--port", "--control", "--allow-origin", "--data", "--code-length", "--fixed-code", "--wrong-tries"],
  ...["--sms-interval-seconds", "--daily-cap", "--no-verify-old-phone", "--sms-host", "--variant", "--version"],
];

test("--help shows the options and --version the version of the package", async () => {
  const help = run("--help");
  const version = run("--version");
  assert.equal((await help.ended).status, 0);
  for (const option of OPTIONS) assert.ok(help.output.includes(option));
  assert.equal((await version.ended).status, 0);
  const { version: expected } = createRequire(import.meta.url)("update-phone/package.json");
  assert.equal(version.output.trim(), expected);
});
