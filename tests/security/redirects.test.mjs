// A redirect is never followed, so no token and no code is carried anywhere but to `host`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium } from "../support/browser.mjs";
import { installed, updatePhonePackage } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { hastyClock } from "./hasty-clock.mjs";

const { createClient } = updatePhonePackage;

const STATUSES = [300, 301, 302, 303, 304, 305, 307, 308, 399];

const GOOD = JSON.stringify({ statusCode: 200, data: { userId: "u", updatePhoneToken: "t" } });
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization" };

/** A server that writes down what it is asked for. */
async function listen(answer) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    request.resume();
    request.on("end", () => answer(request, response));
  });
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close };
}

let service;
let elsewhere;
let way;
before(async () => {
  elsewhere = await listen((_, response) => response.end(GOOD));
  service = await listen((request, response) => {
    // A browser asks first, and wants to hear of every answer that a page may have it.
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === "OPTIONS") response.writeHead(204).end();
    else if (request.url.startsWith("/followed")) response.end(GOOD);
    else response.writeHead(way.status, { location: way.location }).end(GOOD);
  });
});
after(() => Promise.all([service?.close(), elsewhere?.close()]));

const PHONE = "+8613912345678";
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "13912345678", newPhonePassCode: "123456" };
const CALLS = {
  "send-sms": (client) => client.sendCode({ purpose: "new", phone: PHONE }),
  "verify-update-phone-request": (client) => client.updatePhoneRequest(REQUEST),
  "update-phone": (client) => client.updatePhone({ updatePhoneToken: "token", newPhone: PHONE }),
  "get-profile": (client) => client.getProfile(),
};

for (const [where, locationOf] of [
  ["another origin", (name) => `${elsewhere.url}/api/v3/${name}`],
  ["another path of the same origin", (name) => `${service.url}/followed/${name}`],
  ["a relative address", (name) => `/followed/${name}`],
]) {
  test(`no call follows a redirect to ${where}, whatever its status`, async () => {
    for (const status of STATUSES) {
      for (const [name, call] of Object.entries(CALLS)) {
        way = { status, location: locationOf(name) };
        const client = createClient({ host: service.url, appId: "app", accessToken: "token", clock: hastyClock });
        await assert.rejects(call(client), (error) => {
          const expected = name === "update-phone" ? "ERR_OUTCOME_UNKNOWN" : "ERR_BAD_RESPONSE";
          assert.equal(error.code, expected, `${name}, HTTP ${status}`);
          return true;
        });
        client.dispose();
      }
    }
    assert.deepEqual(elsewhere.asked, []);
    assert.deepEqual(
      service.asked.filter((path) => !/^\/api\/v3\/[a-z-]+$/.test(path)),
      [],
    );
  });
}

test("what fetch hides of a redirect is no answer either", async () => {
  const shapes = [
    { status: 0, type: "opaqueredirect", headers: new Headers(), text: async () => "" },
    { status: 0, type: "opaque", headers: new Headers(), text: async () => '{"statusCode":200}' },
    { status: 302, type: "basic", headers: new Headers(), text: async () => '{"statusCode":200}' },
  ];
  for (const shape of shapes) {
    const fetch = async (url, { redirect, credentials }) => {
      assert.deepEqual([redirect, credentials], ["manual", "omit"]);
      return shape;
    };
    const client = createClient({ host: service.url, appId: "app", accessToken: "token", fetch, clock: hastyClock });
    for (const name of ["send-sms", "verify-update-phone-request", "get-profile"]) {
      await assert.rejects(CALLS[name](client), { code: "ERR_BAD_RESPONSE" });
    }
  }
});

test("in a browser no redirect is followed either", async (t) => {
  const [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
  t.after(() => Promise.all([browser.close(), host.close()]));
  const page = await browser.newPage();
  writeFileSync(join(installed.folder, "empty.html"), "<!doctype html><title>empty</title>");
  await page.goto(`${host.url}empty.html`);
  for (const status of [301, 302, 307, 308]) {
    for (const location of [`${elsewhere.url}/api/v3/x`, "/followed/x"]) {
      way = { status, location };
      const codes = await page.evaluate(async (url) => {
        const { createClient } = await import("/node_modules/update-phone/dist/index.js");
        const client = createClient({ host: url, appId: "app", accessToken: "token" });
        const calls = [
          client.sendCode({ purpose: "new", phone: "+8613912345678" }),
          client.updatePhoneRequest({
            newPhoneCountryCode: "+86",
            newPhoneNumber: "13912345678",
            newPhonePassCode: "123456",
          }),
        ];
        return Promise.all(calls.map((call) => call.catch(({ code }) => code)));
      }, service.url);
      assert.deepEqual(codes, ["ERR_BAD_RESPONSE", "ERR_BAD_RESPONSE"], `HTTP ${status} to ${location}`);
    }
  }
  assert.deepEqual(elsewhere.asked, []);
  assert.ok(!service.asked.some((path) => path.startsWith("/followed")));
});
