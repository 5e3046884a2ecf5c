// Nothing secret comes out of a page with the form: a change with everything that goes wrong on the way, with ears wherever a page
// lets something out, under a strict policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { Canaries } from "./canaries.mjs";
import { listenInPage } from "./ears-in-page.mjs";
import { servePage, serveService, sessionOf } from "./page-stage.mjs";

/** What may be in a place, and why. Everything else is a hit. */
const ALLOWED = {
  "events of the form": { "a number": "they carry what the form shows" },
  "the document": { "a number": "the form shows whose code it asks for" },
};

let browser;
let service;
let host;
const canaries = new Canaries();
before(async () => {
  let codes = 0;
  service = await serveService({
    createCode: () => {
      codes += 1;
      const code = String(70_918_273 + codes * 1_234_567);
      canaries.add("a pass code", code);
      return code;
    },
    store: {
      load: () => undefined,
      save: (text) => {
        for (const { token } of JSON.parse(text).service.updateTokens) {
          canaries.add("an update token", token.slice(token.length / 2));
        }
      },
    },
  });
  for (const { accessToken } of service.emulator.users) {
    canaries.add("an access token", accessToken.slice(accessToken.length / 2));
  }
  for (const number of ["13912345678", "18812345678", "51234567"]) canaries.addNumber("a number", number);
  [browser, host] = await Promise.all([launchChromium(), servePage(service)]);
});
after(() => Promise.all([browser?.close(), host?.close(), service?.close()]));

/** Opens the page with ears, and brings back what they heard, by place. */
async function open(t, initScript = () => undefined) {
  const places = new Map();
  const hear = (place, ...texts) => places.set(place, [...(places.get(place) ?? []), ...texts]);
  const address = host.address();
  const { page, problems } = await openWatched(browser, "about:blank", {
    otherOrigins: [new URL(address).origin, service.url],
  });
  t.after(() => page.context().close());
  page.on("console", (message) => hear("the console", message.text()));
  page.on("pageerror", (error) => hear("uncaught errors", error.stack));
  page.on("request", (request) => {
    const { authorization: _, ...headers } = request.headers();
    hear("addresses of requests", request.url());
    hear("headers but authorization", JSON.stringify(headers));
  });
  await page.exposeFunction("tellTest", hear);
  await page.addInitScript(sessionOf(service));
  await page.addInitScript(listenInPage);
  await page.addInitScript(initScript);
  problems.take();
  await page.goto(address);
  await page.locator('#new-country[aria-disabled="false"]').waitFor();
  return { page, places, problems };
}

const codeOf = (e164) => service.emulator.inbox().findLast(({ to }) => to === e164).code;

async function change({ page, lookAround }) {
  const { emulator } = service;
  const pass = (ms) => (emulator.clock.advance(ms), page.clock.fastForward(ms));
  await page.locator("#new-phone").fill("+85251234567");
  await page.keyboard.press("Enter");
  await page.locator("#new-code").waitFor();
  await page.locator("#new-change").click();
  await page.locator("#new-phone").fill("+8613912345678");
  await page.keyboard.press("Enter");
  await page.locator("#new-code").waitFor();
  await page.locator("#new-code").fill("60718293");
  canaries.add("a mistyped code", "60718293");
  await page.keyboard.press("Enter");
  await page.locator("#old-phone").fill("+8618812345678");
  await page.locator("#old-send").click();
  await page.locator("#old-code").waitFor();
  await page.locator("#old-code").fill(codeOf("+8618812345678"));
  await page.keyboard.press("Enter");
  await page.locator(".is-error, .banner").first().waitFor();
  await lookAround("a code is refused");
  await pass(61_000);
  await page.locator("#new-resend").click();
  await page.locator("#old-resend").click();
  await page.locator(".resend-timer").nth(1).waitFor();
  await page.locator("#new-code").fill(codeOf("+8613912345678"));
  await page.locator("#old-code").fill(codeOf("+8618812345678"));
  await lookAround("codes are typed");
  await page.keyboard.press("Enter");
  await page.locator("#confirm").waitFor();
  emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
  emulator.faults.add({ operation: "get-profile", kind: "lost-before", times: 3 });
  await lookAround("a token is held");
  await page.locator("#confirm").click();
  for (let pause = 0; pause < 8; pause += 1) {
    await page.clock.fastForward(1_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await page.locator("#check").click();
  await page.locator(".done").waitFor();
  await lookAround("it is done");
}

function judge(places) {
  const hits = [];
  for (const [place, texts] of places) {
    for (const found of canaries.search(texts.join("\n"))) {
      if (!ALLOWED[place]?.[found.name]) hits.push({ place, ...found });
    }
  }
  return hits;
}

test("no canary is anywhere but where it has to be", { timeout: 120_000 }, async (t) => {
  const { page, places, problems } = await open(t);
  await change({ page, lookAround: () => page.evaluate(() => globalThis.lookAround()) });
  const unexpected = problems.take().filter((problem) => !/net::ERR_|favicon|status of 404|^HTTP 404/.test(problem));
  assert.deepEqual(unexpected, [], "the policy is kept");
  for (const [place, texts] of [...places].sort()) {
    console.log(`${place.padEnd(32)} ${texts.length} texts, ${texts.join("").length} characters`);
  }
  assert.deepEqual(judge(places), []);
  assert.deepEqual(Object.keys(canaries.counts).length, 5);
  for (const place of [
    "events of the form",
    "errors of the form",
    "events: onResponse",
    "storage",
    "names of locks",
    "performance entries",
    "the document",
  ]) {
    assert.ok(places.get(place)?.join("").length > 0, place);
  }
});

/** By place, ways in which a page can let something out, each of which has to be heard. */
const LEAKS = {
  "the console": (code) => console.debug({ code }),
  storage: (code) => localStorage.setItem("last", btoa(`code=${code}`)),
  "postMessage and windows": (code) => globalThis.postMessage({ deep: [{ code }] }),
  "the address and the history": (code) => history.replaceState({ code }, "", location.href),
  "names of globals": (code) => (globalThis[`code${code}`] = true),
  "performance entries": (code) =>
    void fetch(`${new URLSearchParams(location.search).get("host")}/y?${code}`).then((response) => response.text()),
  "addresses of requests": (code) => void fetch(`${new URLSearchParams(location.search).get("host")}/x?${code}`),
  "headers but authorization": (code) =>
    void fetch(`${new URLSearchParams(location.search).get("host")}/z`, { headers: { "x-code": code } }),
  "the document": (code) =>
    document.querySelector("update-phone-form").shadowRoot.querySelector("input").setAttribute("data-x", code),
  "uncaught errors": (code) => void Promise.reject(new Error("no", { cause: new Map([[1, code]]) }).cause.get(1)),
  "events: onRequest": (code) => globalThis.hear("events: onRequest", { body: code }),
  "names of locks": (code) => void navigator.locks.request(code, () => undefined),
};

test("leaks are found wherever they are", { timeout: 60_000 }, async (t) => {
  const code = "60718293";
  canaries.add("a mistyped code", code);
  const { page, places } = await open(t);
  assert.deepEqual(judge(places), []);
  for (const leak of Object.values(LEAKS)) await page.evaluate(leak, code);
  // What is told of them comes in later turns.
  await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    globalThis.lookAround();
  });
  const found = () => new Set(judge(places).map(({ place }) => place));
  for (let look = 0; look < 20 && found().size < Object.keys(LEAKS).length; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await page.evaluate(() => globalThis.lookAround());
  }
  assert.deepEqual([...found()].sort(), Object.keys(LEAKS).sort());
});
