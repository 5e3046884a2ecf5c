import assert from "node:assert/strict";
import http from "node:http";
import { after, afterEach, before, test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { callsOf, NEW_PHONE } from "./calls.mjs";

let server;
before(async () => {
  server = await serveEmulator({ port: 0 });
});
afterEach(() => server.emulator.reset());
after(() => server.close());

const control = (method, body) =>
  fetch(`${server.url}/_emulator/faults`, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });

/** A user with a token to spend, and a fault that waits for it. */
async function setUpSpending(fault) {
  const calls = callsOf(fetch, server.url, server.emulator.users[0], () => server.emulator.inbox());
  const token = await calls.tokenFor();
  assert.equal((await control("POST", { operation: "update-phone", ...fault })).status, 200);
  const isChanged = () => server.emulator.users[0].phone === NEW_PHONE.number;
  return { spend: (options) => calls.request("POST", "update-phone", { updatePhoneToken: token }, options), isChanged };
}

for (const [kind, isDone] of [
  ["lost-before", false],
  ["lost-after", true],
]) {
  test(`${kind} ends the connection without an answer, ${isDone ? "with" : "without"} the change`, async () => {
    const { spend, isChanged } = await setUpSpending({ kind });
    await assert.rejects(spend(), TypeError);
    assert.equal(isChanged(), isDone);
  });
}

test("a lost call is not on a connection that was in use before, which a browser would send it on again", async (t) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const request = () =>
    new Promise((resolve, reject) => {
      const sent = http.get(`${server.url}/api/v3/get-profile`, { agent }, (response) => {
        response.resume();
        response.on("end", () => resolve(sent.reusedSocket));
      });
      sent.on("error", (error) =>
        sent.reusedSocket ? reject(new Error("sent on a used connection")) : resolve(error.code),
      );
    });
  assert.equal(await request(), false);
  server.emulator.faults.add({ operation: "*", kind: "lost-before" });
  assert.equal(await request(), "ECONNRESET");
});

test("reset-in-body sends the head and half of the answer, and ends the connection", async () => {
  const { spend, isChanged } = await setUpSpending({ kind: "reset-in-body" });
  const response = await spend();
  assert.equal(response.status, 200);
  await assert.rejects(response.text(), TypeError);
  assert.equal(isChanged(), true);
});

test("the bodies and headers of damaged answers come over as they are", async () => {
  const cases = [
    [{ kind: "truncated-json" }, 200, "application/json", /^\{"statusCode":200[^}]*$/],
    [{ kind: "empty-body" }, 200, "application/json", /^$/],
    [{ kind: "wrong-content-type" }, 200, "text/html", /^\{"statusCode":200.*\}$/],
    [{ kind: "bad-gateway", isDone: true }, 502, "text/html", /<html>/],
    [{ kind: "string-api-code" }, 200, "application/json", /"apiCode":"0"/],
  ];
  for (const [fault, status, type, body] of cases) {
    const { spend, isChanged } = await setUpSpending(fault);
    const response = await spend();
    assert.equal(response.status, status, fault.kind);
    assert.ok(response.headers.get("content-type").startsWith(type), fault.kind);
    assert.match(await response.text(), body);
    assert.equal(isChanged(), true);
    server.emulator.reset();
  }
});

test("a page may read faulty answers too", async () => {
  const { spend } = await setUpSpending({ kind: "rate-limited", retryAfterSeconds: 7 });
  const response = await spend({ headers: { origin: "https://app.example" } });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal(response.headers.get("access-control-allow-origin"), "https://app.example");
});

test("a client that goes away ends its delay, and the server can be closed", async (t) => {
  const own = await serveEmulator({ port: 0 });
  t.after(() => own.close());
  own.emulator.faults.add({ operation: "get-profile", kind: "delay", delayMs: 3_600_000 });
  const waiting = fetch(`${own.url}/api/v3/get-profile`, { signal: AbortSignal.timeout(50) });
  await assert.rejects(waiting, { name: "TimeoutError" });
  // A timer that were left would keep this file's process from ending.
  own.emulator.faults.add({ operation: "get-profile", kind: "delay", delayMs: 3_600_000 });
  const cut = fetch(`${own.url}/api/v3/get-profile`);
  setTimeout(() => own.close(), 50);
  await assert.rejects(cut, TypeError);
});

test("the control API adds, lists and clears faults", async () => {
  const fault = { operation: "update-phone", kind: "delay", delayMs: 5, times: 2 };
  const added = await (await control("POST", fault)).json();
  assert.deepEqual(added, { ...fault, id: added.id });
  assert.deepEqual(await (await control("GET")).json(), [added]);
  assert.deepEqual(server.emulator.faults.list(), [added]);
  assert.deepEqual(await (await control("DELETE")).json(), {});
  assert.deepEqual(await (await control("GET")).json(), []);
});

test("the control API says what is wrong with a fault, and which methods there are", async () => {
  for (const body of [null, [], {}, { operation: "update-phone" }, { operation: "update-phone", kind: "delay" }]) {
    const response = await control("POST", body);
    assert.equal(response.status, 400);
    assert.match((await response.json()).error, /object|operation|kind|delayMs/);
  }
  const response = await control("PUT", {});
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, POST, DELETE");
});
