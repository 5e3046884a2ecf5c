import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator } from "./index.js";
import { HOST } from "./testing/calls.js";

const APP = "https://app.example";

function preflight({ handle }, origin) {
  const headers = {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,x-authing-app-id",
  };
  return handle(new Request(`${HOST}/api/v3/send-sms`, { method: "OPTIONS", headers }));
}

const read = ({ handle }, path, origin) => handle(new Request(HOST + path, { headers: { origin } }));

test("a preflight allows the page's origin, the methods and the headers that it asks for", async () => {
  const { status, headers } = await preflight(createEmulator(), APP);
  assert.equal(status, 204);
  assert.equal(headers.get("access-control-allow-origin"), APP);
  assert.match(headers.get("access-control-allow-methods"), /GET.*POST/);
  assert.equal(headers.get("access-control-allow-headers"), "authorization,content-type,x-authing-app-id");
});

test("answers, failures and unknown paths too, can be read by the page that asked, with their Retry-After", async () => {
  const emulator = createEmulator();
  for (const path of ["/api/v3/get-profile", "/nonsense"]) {
    const { headers } = await read(emulator, path, APP);
    assert.equal(headers.get("access-control-allow-origin"), APP);
    assert.equal(headers.get("access-control-expose-headers"), "retry-after");
    assert.match(headers.get("vary"), /origin/);
  }
});

test("an answer to a request without an origin allows none", async () => {
  const { fetch } = createEmulator();
  const response = await fetch(`${HOST}/api/v3/get-profile`);
  assert.equal(response.headers.has("access-control-allow-origin"), false);
});

test("with a list of origins, pages of others are allowed nothing, and those that are on it what they need", async () => {
  const emulator = createEmulator({ allowOrigin: [`${APP}/`, "http://localhost:5173"] });
  for (const origin of [APP, "http://localhost:5173"]) {
    assert.equal((await preflight(emulator, origin)).headers.get("access-control-allow-origin"), origin);
    const answer = await read(emulator, "/api/v3/get-profile", origin);
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  }
  for (const origin of ["https://evil.example", "http://app.example", "http://localhost:5174", "null"]) {
    for (const response of [await preflight(emulator, origin), await read(emulator, "/nonsense", origin)]) {
      const allowing = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(allowing, [], origin);
      assert.match(response.headers.get("vary"), /origin/);
    }
  }
});

test("one origin may be given by itself", async () => {
  const emulator = createEmulator({ allowOrigin: APP });
  assert.equal((await preflight(emulator, APP)).headers.get("access-control-allow-origin"), APP);
  assert.equal((await preflight(emulator, `${APP}:8443`)).headers.has("access-control-allow-origin"), false);
});
