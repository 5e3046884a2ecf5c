// The form of the packed package in Chromium, with the emulator in the page.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { entryUrl, installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";

export const LANGUAGES = ["en-US", "zh-CN", "zh-TW", "ja-JP"];
export const OLD_NUMBER = "+8618812345678";
export const NEW_NUMBER = "13912345678";
export const NEW_INTERNATIONAL = "+8613912345678";
/** Another user's, in Hong Kong. */
export const TAKEN_NUMBER = "51234567";
export const CODE = "123456";

/** The countries are known, so the module is there. */
export const READY = '#new-country[aria-disabled="false"]';

let browser;
let host;

/** For each file: starts what its tests need. */
export function setUp() {
  before(async () => {
    for (const name of ["page.html", "page.css", "page.mjs", "page.svg"]) {
      cpSync(join(import.meta.dirname, name), join(installed.folder, name));
    }
    [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
  });
  after(async () => {
    await browser?.close();
    await host?.close();
  });
}

/**
 * Opens the form in a page of its own. `flow`, `emulator` and `client` are options of those; everything else is the browser context's.
 * When the test ends, nothing may have been complained of.
 */
export async function openForm(t, settings = {}) {
  const {
    lang = "en-US",
    dir = "ltr",
    current,
    flow,
    emulator,
    client,
    before: prepare,
    path = "page.html",
    ...rest
  } = settings;
  const query = new URLSearchParams({ lang, dir });
  if (current) query.set("current", current);
  for (const [name, value] of Object.entries({ options: flow, emulator, client })) {
    if (value) query.set(name, JSON.stringify(value));
  }
  const address = `${host.url}${path}?${query}`;
  const { page, problems } = await openWatched(browser, address, { initScript: prepare, ...rest });
  t.after(async () => {
    await page.context().close();
    assert.deepEqual(problems.take(), []);
  });
  const { default: texts } = await import(entryUrl(`update-phone/element/texts/${lang}`));
  if (!prepare) await page.locator(READY).waitFor();
  return { page, problems, texts, ...helpers(page) };
}

function helpers(page) {
  const focusedId = () => page.evaluate(() => globalThis.parts.form.shadowRoot.activeElement?.id);
  return {
    focusedId,
    requests: () => page.evaluate(() => globalThis.parts.requests),
    spoken: () => page.evaluate(() => globalThis.parts.spoken),
    /** Waits until the focus is where the work is. */
    async focusIsAt(id) {
      await page
        .waitForFunction((wanted) => globalThis.parts.form.shadowRoot.activeElement?.id === wanted, id, {
          timeout: 5000,
        })
        .catch(() => undefined);
      assert.equal(await focusedId(), id);
    },
    fault: (fault) => page.evaluate((given) => void globalThis.parts.emulator.faults.add(given), fault),
    /** Types a number with the keyboard, and asks for its code. */
    async sendCodeTo(number = NEW_INTERNATIONAL) {
      await page.locator("#new-phone").focus();
      await page.keyboard.type(number);
      await page.keyboard.press("Enter");
      await page.locator("#new-code").waitFor();
    },
    async typeCode(code = CODE) {
      await page.locator("#new-code").focus();
      await page.keyboard.type(code);
      await page.keyboard.press("Enter");
    },
    /** As the clipboard brings it: at once, and not as by keys. */
    async paste(selector, text) {
      await page.locator(selector).focus();
      await page.evaluate(
        ({ id, pasted }) => {
          const field = globalThis.parts.form.shadowRoot.querySelector(id);
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", pasted);
          const options = { clipboardData, bubbles: true, cancelable: true };
          if (!field.dispatchEvent(new ClipboardEvent("paste", options))) return;
          field.setRangeText(pasted, field.selectionStart, field.selectionEnd, "end");
          field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", data: pasted, bubbles: true }));
        },
        { id: selector, pasted: text },
      );
      await page.evaluate(() => globalThis.parts.form.updateComplete);
    },
  };
}
