// What a service says is shown as text, wherever it is shown, under a policy that lets nothing else happen.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { openPage, setUpBrowser, setUpStaticPage } from "../www/support.mjs";
import { policyFor, servePage, serveService, sessionOf } from "./page-stage.mjs";

/** What is said, and how the form shows it. */
const SAID = {
  "a script": ["<script>globalThis.pwned = 1</script>"],
  "a picture that fails": ['<img src="x" onerror="globalThis.pwned = 2">'],
  "a closing tag and a style": [
    "</p></details><style>*{display:none}</style><iframe srcdoc='<script>parent.pwned=3</script>'>",
  ],
  "a template of a framework": ["{{constructor.constructor('pwned=4')()}} ${pwned=5} <!--?lit$1$-->"],
  "a link": ['<a href="javascript:pwned=6">http://evil.example</a>'],
  "text that turns around": ["\u202Eevil\u2066 \u2067x\u2069\u200F", " evil   x "],
  "controls and lines": ["a\u0000b\u001B[2Jc\r\n\r\nd\u2028e", "a b [2Jc d e"],
  "a megabyte without a space": ["W".repeat(1_000_000), "W".repeat(500)],
  "a megabyte of lines": ["x\n".repeat(340_000), "x ".repeat(250)],
  "a megabyte of words that a mask looks for": ["token ".repeat(170_000), `${"token ".repeat(83)}to`],
  "letters under many accents": [`Z${"\u0351".repeat(600)}`, `Z${"\u0351".repeat(499)}`],
  "text from right to left": ["שלום עולם 123", "שלום עולם 123"],
};

let service;
let hostile = "";
before(async () => {
  service = await serveService({}, async (request, emulator) => {
    const answered = await emulator.handle(request.clone());
    const { pathname } = new URL(request.url);
    if (request.method === "OPTIONS" || !/send-sms|get-profile/.test(pathname)) return answered;
    const body = { statusCode: 499, apiCode: 4242, message: hostile, requestId: "<i>r</i>" };
    return Response.json(body, { headers: { "access-control-allow-origin": "*", "x-said": "<b>x</b>" } });
  });
});
after(() => service?.close());

const isHarmless = async (page) => assert.equal(await page.evaluate(() => globalThis.pwned), undefined);

describe("the form", () => {
  let browser;
  let host;
  before(async () => {
    [browser, host] = await Promise.all([launchChromium(), servePage(service)]);
  });
  after(() => Promise.all([browser?.close(), host?.close()]));

  test("shows whatever the service says as text, in its place", { timeout: 60_000 }, async (t) => {
    const { page, problems } = await openWatched(browser, host.address(), {
      otherOrigins: [service.url],
      initScript: sessionOf(service),
      viewport: { width: 360, height: 700 },
    });
    t.after(() => page.context().close());
    page.on("dialog", (dialog) => assert.fail(dialog.message()));
    await page.locator('#new-country[aria-disabled="false"]').waitFor();
    for (const [what, [said, shown = said]] of Object.entries(SAID)) {
      hostile = said;
      await page.locator("#new-phone").fill("+8613912345678");
      await page.keyboard.press("Enter");
      const details = page.locator("details");
      await details.locator("summary").click();
      const text = details.locator("p");
      await text.waitFor();
      assert.equal((await text.textContent()).trim(), `${shown} · <i>r</i>`.trim(), what);
      const place = await text.evaluate((node) => ({
        children: node.childElementCount,
        isWide: node.scrollWidth > node.clientWidth + 1,
        isPageWide: document.documentElement.scrollWidth > innerWidth,
        paintsOutside: getComputedStyle(node).overflow === "visible",
        direction: getComputedStyle(node).direction,
        around: getComputedStyle(node.closest("section")).direction,
      }));
      const direction = what.endsWith("right to left") ? "rtl" : "ltr";
      const expected = {
        children: 0,
        isWide: false,
        isPageWide: false,
        paintsOutside: false,
        direction,
        around: "ltr",
      };
      assert.deepEqual(place, expected, what);
      // What is typed takes it away.
      await page.locator("#new-phone").fill("+8613987654321");
      await text.waitFor({ state: "detached" });
      await isHarmless(page);
    }
    assert.deepEqual(
      problems.take().filter((problem) => !/favicon|status of 404|^HTTP 404/.test(problem)),
      [],
    );
  });

  test("the policy of these pages is in force: what it forbids does not happen", async (t) => {
    const { page, problems } = await openWatched(browser, host.address(), {
      otherOrigins: [service.url],
      initScript: sessionOf(service),
    });
    t.after(() => page.context().close());
    await page.locator('#new-country[aria-disabled="false"]').waitFor();
    const outcome = await page.evaluate(async () => {
      const attempt = (run) => {
        try {
          run();
          return "done";
        } catch (error) {
          return error.name;
        }
      };
      return {
        markup: attempt(() => (document.createElement("p").innerHTML = "<b>x</b>")),
        script: attempt(() => (document.createElement("script").textContent = "1")),
        policy: attempt(() => globalThis.trustedTypes.createPolicy("other", {})),
        elsewhere: await fetch("https://elsewhere.invalid").catch((error) => error.name),
      };
    });
    assert.deepEqual(outcome, {
      markup: "TypeError",
      script: "TypeError",
      policy: "TypeError",
      elsewhere: "TypeError",
    });
    assert.ok(problems.take().length > 0);
    assert.match(policyFor(service.url), /require-trusted-types-for 'script'; trusted-types lit-html$/);
  });
});

describe("the page for one's own tenant", () => {
  setUpBrowser();
  const mode = setUpStaticPage();

  test(
    "shows whatever the service says as text, and no more of it than can be read",
    { timeout: 60_000 },
    async (t) => {
      const { page } = await openPage(t, mode, "tenant.html", { otherOrigins: [service.url] });
      page.on("dialog", (dialog) => assert.fail(dialog.message()));
      const [{ appId, accessToken }] = service.emulator.users;
      await page.getByLabel("Host").fill(service.url);
      await page.getByLabel("App ID").fill(appId);
      await page.getByLabel("Access token of a signed-in user").fill(accessToken);
      await page.locator("#tab-requests").click();
      let exchanges = 0;
      for (const [what, [said, shown = said]] of Object.entries(SAID)) {
        hostile = said;
        await page.getByRole("button", { name: "Begin" }).click();
        exchanges += 1;
        await page
          .locator(".exchange")
          .nth(exchanges - 1)
          .waitFor();
        const problem = page.locator("#tenant-problem bdi");
        await problem.waitFor();
        assert.equal((await problem.textContent()).trim(), shown.trim(), what);
        assert.equal(await problem.evaluate((node) => node.childElementCount), 0);

        await page.locator(".exchange summary").first().click();
        const body = page.locator(".exchange").first().locator("pre").last();
        await body.waitFor();
        const text = await body.textContent();
        assert.ok(text.length < 50_000, `${what}: ${text.length} characters`);
        assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069\u200E\u200F]/u);
        const tags = await body.evaluate((node) => [
          ...new Set(Array.from(node.querySelectorAll("*"), (each) => each.tagName)),
        ]);
        assert.deepEqual(
          tags.filter((tag) => !["CODE", "SPAN"].includes(tag)),
          [],
        );
        await isHarmless(page);
      }
    },
  );
});
