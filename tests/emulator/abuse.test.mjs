// A server among programs that behave badly: it answers the others all the while, and goes on afterwards.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { networkInterfaces } from "node:os";
import { after, before, test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { callsOf } from "./calls.mjs";

const CONNECTIONS = 2_000;
const SENDINGS = 3_000;
/** A request that takes longer to arrive is given up. */
const REQUEST_MS = 10_000;
/** Of others, on a busy machine. */
const PATIENCE_MS = 5_000;

let server;
let slow;
const errors = [];
before(async () => {
  server = await serveEmulator({ port: 0, onError: (error) => errors.push(error) });
  slow = await beSlow();
});
after(async () => {
  clearInterval(slow?.dripping);
  await server.close();
  assert.deepEqual(errors, [], "what clients do is no error of the server");
});

/** A connection that says something, and tells what it heard and when it ended. */
async function connect(said = "") {
  const { hostname, port } = new URL(server.url);
  const socket = net.connect({ host: hostname, port: Number(port) });
  const connection = { socket, heard: "", startedAt: performance.now(), ended: undefined };
  socket.on("data", (chunk) => {
    connection.heard += chunk;
  });
  socket.on("error", () => {});
  connection.ended = once(socket, "close").then(() => performance.now() - connection.startedAt);
  await once(socket, "connect");
  socket.write(said);
  return connection;
}

/** Connections that never come to an end; they last while the other tests run, and the last one sees what became of them. */
async function beSlow() {
  const connections = {
    silent: await connect(),
    head: await connect("GET /api/v3/get-profile HTTP/1.1\r\nhost: localhost\r\n"),
    body: await connect(`${HEAD}content-length: 100\r\n\r\n{`),
    chunks: await connect(`${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`),
  };
  const dripping = setInterval(() => {
    connections.head.socket.write("x-drip: 1\r\n");
    connections.body.socket.write(" ");
    connections.chunks.socket.write("1\r\n \r\n");
  }, 500);
  return { connections, dripping };
}

/** How long somebody who behaves waits for a profile. */
async function profileTime() {
  const start = performance.now();
  const [user] = server.emulator.users;
  assert.equal((await callsOf(fetch, server.url, user).getProfile()).data.userId, user.userId);
  return performance.now() - start;
}

const HEAD = "POST /api/v3/send-sms HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";

test(`beside ${CONNECTIONS} connections that do nothing, calls are answered`, { timeout: 60_000 }, async () => {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(HEAD)));
  const ms = await profileTime();
  console.log(`${CONNECTIONS} connections open: a profile in ${ms.toFixed(0)} ms`);
  assert.ok(ms < PATIENCE_MS);
  for (const { socket } of idle) socket.destroy();
  await Promise.all(idle.map(({ ended }) => ended));
  assert.ok((await profileTime()) < PATIENCE_MS);
});

test(`${SENDINGS} SMS in a row are sent, and the last as fast as the first`, { timeout: 60_000 }, async () => {
  const { emulator } = server;
  emulator.reset();
  const [{ appId }] = emulator.users;
  const send = (number) =>
    emulator.handle(
      new Request(`${server.url}/api/v3/send-sms`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-authing-app-id": appId },
        body: JSON.stringify({ channel: "CHANNEL_BIND_PHONE", phoneNumber: String(13_900_000_000 + number) }),
      }),
    );
  const times = [];
  for (let number = 0; number < SENDINGS; number += 1) {
    const start = performance.now();
    assert.equal((await (await send(number)).json()).statusCode, 200);
    times.push(performance.now() - start);
  }
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const [first, last] = [median(times.slice(0, 300)), median(times.slice(-300))];
  console.log(`an SMS: ${first.toFixed(2)} ms at first, ${last.toFixed(2)} ms after ${SENDINGS}`);
  assert.ok(last < first + 10, `${first} ms, then ${last} ms`);
  assert.equal(emulator.inbox().length, SENDINGS);
  emulator.reset();
});

test("a body without an end is cut off, and costs no memory", { timeout: 60_000 }, async () => {
  const before = process.memoryUsage().rss;
  const { hostname, port } = new URL(server.url);
  const request = http.request({ host: hostname, port, path: "/api/v3/send-sms", method: "POST", agent: false });
  const lost = once(request, "error").then(([error]) => error.code);
  const chunk = Buffer.alloc(65_536, "x");
  let sent = 0;
  const ended = lost.then(() => true);
  let isOver = false;
  while (!isOver) {
    if (!request.write(chunk)) {
      isOver = await Promise.race([
        ended,
        once(request, "drain").then(
          () => false,
          () => true,
        ),
      ]);
    }
    sent += chunk.length;
    assert.ok(sent < 200_000_000, "it is still being read");
  }
  assert.match(await lost, /^(ECONNRESET|EPIPE)$/);
  assert.ok(process.memoryUsage().rss - before < 100_000_000);
  assert.ok((await profileTime()) < PATIENCE_MS);
});

test("heads that are too long or too many are refused", async () => {
  const long = await connect(
    `GET /api/v3/get-profile HTTP/1.1\r\nhost: localhost\r\nx-long: ${"x".repeat(100_000)}\r\n\r\n`,
  );
  await long.ended;
  assert.match(long.heard, /^(HTTP\/1\.1 431 |$)/);
  const twice = await connect(`${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`);
  await twice.ended;
  assert.match(twice.heard, /^HTTP\/1\.1 400 /, "no smuggling of a second request");
  assert.ok((await profileTime()) < PATIENCE_MS);
});

/** The status and the text of an answer to a request line that no client library would send. */
async function ask(line, headers = "host: localhost\r\n") {
  const connection = await connect(`${line} HTTP/1.1\r\n${headers}connection: close\r\n\r\n`);
  await connection.ended;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(connection.heard)?.[1]), text: connection.heard };
}

test("no path leads from the API to the control API, nor out of both", async () => {
  const secret = server.emulator.users[0].accessToken;
  for (const path of [
    "/api/v3/../../_emulator/users",
    "/api/../_emulator/users",
    "/api/v3/%2e%2e/%2E%2E/_emulator/users",
    "/api/v3/..%2f..%2f_emulator/users",
    "/api/v3/..\\..\\_emulator\\users",
    "/./_emulator/users",
    "/_emulator/./users",
    "/_emulator/../_emulator/users",
    "/%5femulator/users",
    "/_Emulator/users",
    "//_emulator/users",
    "/_emulator//users",
    "/_emulator/users/",
    "/_emulator/users%00",
    "/_emulator/__proto__",
    "/_emulator/constructor",
    "/api/v3/__proto__",
    "/api/v3/constructor",
    "/api/v3/toString",
    "/api/v3/../../../../etc/passwd",
    "/api/v3/get-profile/../get-profile",
    "/",
    "*",
    "_emulator/users",
    "http://localhost/_emulator/users",
  ]) {
    const { status, text } = await ask(`GET ${path}`);
    assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
    assert.ok(!text.includes(secret), path);
  }
  assert.equal((await ask("GET /_emulator/users?x=/../..#y")).status, 200, "a query is no path");
});

test("wrong methods change nothing, and say which are right", async () => {
  const { emulator } = server;
  const before = JSON.stringify([emulator.users, emulator.inbox(), emulator.faults.list()]);
  const { port } = new URL(server.url);
  for (const method of [
    "GET",
    "HEAD",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "PURGE",
    "M-SEARCH",
  ]) {
    for (const path of ["/api/v3/send-sms", "/api/v3/update-phone", "/_emulator/reset", "/_emulator/clock"]) {
      const { status, text } = await ask(`${method} ${path}`, `host: localhost:${port}\r\n`);
      if (method === "CONNECT") continue;
      assert.ok(status === 405 || status === 400, `${method} ${path}: ${status}`);
      if (status === 405) assert.match(text, /^allow: POST\r$/m, `${method} ${path}`);
    }
  }
  for (const line of ["post /api/v3/send-sms", "GET", "GET /api/v3/get-profile HTTP/9.9\r\nx:", "\0\0\0"]) {
    assert.equal((await ask(line)).status, 400, JSON.stringify(line));
  }
  assert.equal(JSON.stringify([emulator.users, emulator.inbox(), emulator.faults.list()]), before);
});

test("JSON that would change what objects inherit changes nothing", async () => {
  const [user] = server.emulator.users;
  const post = (path, body) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-authing-app-id": user.appId,
        authorization: `Bearer ${user.accessToken}`,
      },
      body,
    });
  const poison = '"__proto__":{"polluted":true,"kind":"delay"},"constructor":{"prototype":{"polluted":true}}';
  for (const path of ["/api/v3/send-sms", "/api/v3/verify-update-phone-request", "/api/v3/update-phone"]) {
    const answer = await (await post(path, `{${poison},"phonePassCodePayload":{${poison}}}`)).json();
    assert.notEqual(answer.statusCode, 200, path);
  }
  for (const path of ["/_emulator/faults", "/_emulator/clock"]) {
    assert.equal((await post(path, `{${poison}}`)).status, 400, path);
  }
  // Nested so deeply that a reader that calls itself would run out of stack.
  for (const body of ["[".repeat(30_000), `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`]) {
    const answer = await (await post("/api/v3/send-sms", body)).json();
    assert.equal(answer.statusCode, 400);
  }
  assert.equal({}.polluted, undefined);
});

test("it is to be had on this machine only, unless told otherwise", async (t) => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
  if (outside.length === 0) t.diagnostic("this machine has no other address");
  const { port } = new URL(server.url);
  for (const address of outside) {
    await assert.rejects(fetch(`http://${address}:${port}/api/v3/get-profile`, { signal: AbortSignal.timeout(2_000) }));
  }
  const open = await serveEmulator({ port: 0, host: "0.0.0.0" });
  t.after(() => open.close());
  for (const address of [...outside, "127.0.0.1"]) {
    const response = await fetch(`http://${address}:${new URL(open.url).port}/_emulator/users`);
    assert.equal(response.status, 403, "the control API stays where it was");
    assert.doesNotMatch(await response.text(), /accessToken/);
  }
});

test("what the control API says is for no page of another origin, in whatever way it is asked", async () => {
  const response = await fetch(`${server.url}/_emulator/users`);
  assert.equal(response.headers.get("cross-origin-resource-policy"), "same-origin");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  // As a form of another page would send it, which needs no preflight.
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const forged = await fetch(`${server.url}/_emulator/reset`, {
      method: "POST",
      headers: { "content-type": type },
      body: "{}",
    });
    assert.equal(forged.status, 400, type);
  }
});

test("whoever is slow was given up after ten seconds", { timeout: 60_000 }, async () => {
  for (const [name, connection] of Object.entries(slow.connections)) {
    const ms = await connection.ended;
    assert.ok(ms > REQUEST_MS * 0.9 && ms < REQUEST_MS * 2, `${name}: ended after ${ms} ms`);
    assert.match(connection.heard, /^(HTTP\/1\.1 408 |$)/, name);
  }
  assert.ok((await profileTime()) < PATIENCE_MS);
});
