// Every state in every language, light and dark: axe-core looks at each, and so can you, in tests/output.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { CODE, LANGUAGES, NEW_INTERNATIONAL, OLD_NUMBER, openForm, setUp } from "./support.mjs";

setUp();

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SCREENSHOTS = join(import.meta.dirname, "../output");
mkdirSync(SCREENSHOTS, { recursive: true });

/** Nothing that axe-core knows to complain of. */
async function isAccessible(page, state) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run("update-phone-form"));
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  assert.deepEqual(found, [], state);
}

// Colours are the same in every language.
const LOOKS = [...LANGUAGES.map((lang) => ({ lang, colorScheme: "light" })), { lang: "en-US", colorScheme: "dark" }];

for (const { lang, colorScheme } of LOOKS) {
  test(`${lang}, ${colorScheme}: axe-core finds nothing to complain of in any state`, async (t) => {
    const opened = await openForm(t, {
      lang,
      colorScheme,
      current: OLD_NUMBER,
      flow: { confirm: true },
      bypassCSP: true,
      viewport: { width: 375, height: 900 },
    });
    const { page, fault, focusIsAt, texts } = opened;
    const look = async (state) => {
      await page.evaluate(() => globalThis.parts.form.updateComplete);
      await isAccessible(page, state);
      await page.screenshot({ path: join(SCREENSHOTS, `form-${lang}-${colorScheme}-${state}.png`) });
    };
    await look("editing");
    await page.locator("#new-country").click();
    await focusIsAt("new-search");
    await look("countries");
    await page.keyboard.press("Escape");
    await page.locator("#new-phone").fill("12012345678");
    await page.keyboard.press("Enter");
    await look("unusual");
    await page.locator("#new-phone").fill("");
    await page.keyboard.press("Enter");
    await look("missing");
    await fault({ operation: "send-sms", kind: "delay", delayMs: 5000 });
    await page.locator("#new-phone").fill(NEW_INTERNATIONAL);
    await page.keyboard.press("Enter");
    await page.getByText(texts.sending).waitFor();
    await look("sending");
    await page.clock.fastForward(5000);
    await focusIsAt("new-code");
    await look("code");
    await page.keyboard.type("99999999");
    await page.keyboard.press("Enter");
    await page.locator(".is-error #new-code-note, #old-phone").first().waitFor();
    await look("wrong");
    await page.clock.fastForward(61_000);
    await page.locator("#new-resend").click();
    await page.locator(".resend-timer").first().waitFor();
    await page.locator("#new-code").fill(CODE);
    await page.keyboard.press("Enter");
    await page.locator("#old-phone").waitFor();
    await look("old");
    await page.locator("#old-send").click();
    await focusIsAt("old-code");
    await page.keyboard.type(CODE);
    await look("both");
    await page.keyboard.press("Enter");
    await page.locator("#confirm").waitFor();
    await look("confirming");
    await page.clock.fastForward(52_000);
    await page.locator(".timer.is-pressing").waitFor();
    await look("pressing");
    await page.clock.fastForward(9000);
    await page.locator("#renew").waitFor();
    await look("expired");
    await page.locator("#renew").click();
    await focusIsAt("new-code");
    await page.keyboard.type(CODE);
    await page.locator("#old-code").fill(CODE);
    await page.keyboard.press("Enter");
    await page.locator("#confirm").waitFor();
    await fault({ operation: "update-phone", kind: "lost-after" });
    await fault({ operation: "get-profile", kind: "lost-before", times: 3 });
    await page.locator("#confirm").click();
    await page.waitForFunction(() => globalThis.parts.requests.includes("get-profile"));
    for (let pause = 0; pause < 4; pause += 1) await page.clock.fastForward(1000);
    await page.locator("#check").waitFor();
    await look("in-doubt");
    await page.locator("#check").click();
    await page.locator(".done").waitFor();
    await look("done");
  });
}
