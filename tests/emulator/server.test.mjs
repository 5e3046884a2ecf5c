import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { after, before, test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { callsOf, NEW_PHONE } from "./calls.mjs";

let server;
before(async () => {
  server = await serveEmulator({ port: 0 });
});
after(() => server.close());

/** A request with headers that fetch would not let one set. */
function rawRequest(path, { method = "GET", headers = {}, body } = {}, url = server.url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const request = http.request({ host, port, path, method, headers, agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, headers: response.headers, text });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** What a server answers to bytes that no client library would send. */
function rawBytes(bytes) {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}

test("over HTTP a phone is changed with the codes of the control API's inbox", async () => {
  const [user] = await (await fetch(`${server.url}/_emulator/users`)).json();
  const readInbox = async () => (await fetch(`${server.url}/_emulator/inbox`)).json();
  const { tokenFor, updatePhone, getProfile } = callsOf(fetch, server.url, user, readInbox);
  assert.equal((await updatePhone(await tokenFor())).statusCode, 200);
  assert.equal((await getProfile()).data.phone, NEW_PHONE.number);
  assert.equal(server.emulator.users[0].phone, NEW_PHONE.number);

  const advanced = await fetch(`${server.url}/_emulator/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"advanceMs":3600000}',
  });
  assert.ok((await advanced.json()).now >= Date.now() + 3_590_000);
  server.emulator.reset();
  assert.equal((await getProfile()).data.phone, user.phone);
});

test("it listens on 127.0.0.1 unless told otherwise", () => {
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
});

test("a body over 64 KB is answered with 413, also without a declared length, and one of 64 KB is read", async () => {
  const attempt = (length, chunked) =>
    rawRequest("/api/v3/send-sms", {
      method: "POST",
      headers: {
        origin: "https://app.example",
        ...(chunked ? { "transfer-encoding": "chunked" } : { "content-length": length }),
      },
      body: "x".repeat(length),
    });
  for (const chunked of [false, true]) {
    const response = await attempt(65_537, chunked);
    assert.equal(response.status, 413);
    assert.equal(JSON.parse(response.text).statusCode, 413);
    assert.equal(response.headers["access-control-allow-origin"], "https://app.example");
    assert.equal((await attempt(65_536, chunked)).status, 200);
  }
  assert.equal((await attempt(5_000_000, true)).status, 413);
});

test("control is refused to a client that came by a name that is not loopback", async () => {
  const { port } = new URL(server.url);
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1.evil.example",
    "0.0.0.0",
    "evil.example:99999",
    "a b",
  ]) {
    const { status, text } = await rawRequest("/_emulator/users", { headers: { host } });
    assert.ok(status === 403 || status === 400, `${host}: ${status}`);
    assert.doesNotMatch(text, /accessToken/);
  }
  assert.equal((await rawRequest("/_emulator/users", { headers: { host: `localhost:${port}` } })).status, 200);
});

test("neither path nor Host header can pretend another host", async () => {
  for (const [path, host] of [
    ["//127.0.0.1/_emulator/users", "evil.example"],
    ["/\\127.0.0.1/_emulator/users", "evil.example"],
    ["http://127.0.0.1/_emulator/users", "evil.example"],
    ["/_emulator/users", "127.0.0.1/@evil.example"],
    ["/_emulator/users", "evil.example@127.0.0.1"],
    ["/_emulator/users", "127.0.0.1?"],
  ]) {
    const { status, text } = await rawRequest(path, { headers: { host } });
    assert.ok(status >= 400, `${path} under ${host}: ${status}`);
    assert.doesNotMatch(text, /accessToken/);
  }
});

test("control is refused to pages of other origins", async () => {
  const response = await fetch(`${server.url}/_emulator/users`, { headers: { origin: "http://localhost:5173" } });
  assert.equal(response.status, 403);
  const own = await fetch(`${server.url}/_emulator/users`, { headers: { origin: server.url } });
  assert.equal(own.status, 200);
});

test("on a host that is not loopback control is off and the API is served", async (t) => {
  const open = await serveEmulator({ host: "0.0.0.0", port: 0 });
  t.after(() => open.close());
  assert.match(open.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await fetch(`${open.url}/_emulator/users`)).status, 403);
  const [user] = open.emulator.users;
  assert.equal((await callsOf(fetch, open.url, user).getProfile()).data.userId, user.userId);
});

test("what is no proper HTTP request is refused and the server goes on", async () => {
  assert.match(await rawBytes("nonsense\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(await rawBytes("GET /_emulator/users HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(
    await rawBytes("OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"),
    /^HTTP\/1\.1 400 /,
  );
  assert.match(await rawBytes("TRACE / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"), /^HTTP\/1\.1 400 /);
  await rawBytes("POST /api/v3/send-sms HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\n{");
  assert.equal((await fetch(`${server.url}/_emulator/users`)).status, 200);
});

test("an error in the caller's own code generator is HTTP 500 and the server goes on", async (t) => {
  const broken = await serveEmulator({
    port: 0,
    createCode: () => {
      throw new Error("no code today");
    },
  });
  t.after(() => broken.close());
  const [{ appId }] = broken.emulator.users;
  const send = () =>
    fetch(`${broken.url}/api/v3/send-sms`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-authing-app-id": appId },
      body: '{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"13912345678"}',
    });
  for (const response of [await send(), await send()]) {
    assert.equal(response.status, 500);
    assert.equal((await response.json()).statusCode, 500);
  }
});

test("a port in use is an error that says so, with the system's error as its cause", async () => {
  const port = Number(new URL(server.url).port);
  await assert.rejects(serveEmulator({ port }), (error) => {
    assert.match(error.message, new RegExp(`${port}.*in use`));
    assert.equal(error.cause.code, "EADDRINUSE");
    return true;
  });
});

test("close ends idle connections and half-sent requests, resolves, and may be called again", async () => {
  const own = await serveEmulator({ port: 0 });
  const { hostname, port } = new URL(own.url);
  const sockets = ["", "POST /api/v3/send-sms HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\n{"].map(
    (bytes) => {
      const socket = net.connect({ host: hostname, port: Number(port) });
      socket.on("error", () => {});
      socket.write(bytes);
      return new Promise((resolve) => socket.on("close", resolve));
    },
  );
  await (await fetch(`${own.url}/_emulator/users`)).text();
  await Promise.all([own.close(), own.close(), ...sockets]);
  await own.close();
  await assert.rejects(fetch(`${own.url}/_emulator/users`), TypeError);
});
