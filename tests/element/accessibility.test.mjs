// For those who see it differently, or not at all.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CODE, NEW_INTERNATIONAL, OLD_NUMBER, openForm, setUp } from "./support.mjs";

setUp();

const SCREENSHOTS = join(import.meta.dirname, "../output");
mkdirSync(SCREENSHOTS, { recursive: true });

test("the live region tells what happened, and of a countdown its last ten seconds and its end", async (t) => {
  const { page, sendCodeTo, spoken, texts } = await openForm(t);
  await sendCodeTo();
  for (let second = 0; second < 62; second += 1) await page.clock.runFor(1000);
  assert.deepEqual(await spoken(), [texts.saySent("+86 139 1234 5678"), texts.saySendAgainIn(10), texts.saySendAgain]);
  assert.equal(await page.getByRole("status").getAttribute("aria-live"), "polite");
});

test("the focus goes through the form in the order in which it is read", async (t) => {
  const { page, sendCodeTo, focusedId } = await openForm(t, { flow: { verifyOldPhone: true } });
  await sendCodeTo();
  await page.locator("#new-change").focus();
  const order = [];
  for (let stop = 0; stop < 6; stop += 1) {
    order.push(await focusedId());
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(order, ["new-change", "new-code", "old-country", "old-phone", "old-send", undefined]);
});

test("the focus is not taken from a person who has gone elsewhere on the page meanwhile", async (t) => {
  const { page, fault } = await openForm(t, { lang: "zh-CN" });
  await fault({ operation: "send-sms", kind: "delay", delayMs: 5000 });
  await page.locator("#new-phone").fill("13912345678");
  await page.keyboard.press("Enter");
  await page.locator("#after").focus();
  await page.clock.fastForward(5000);
  await page.locator("#new-code").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "after");
});

for (const dir of ["ltr", "rtl"]) {
  test(`${dir}: at 320 px nothing has to be scrolled sideways, and what is pressed is 44 px high`, async (t) => {
    const { page, sendCodeTo, typeCode } = await openForm(t, {
      dir,
      viewport: { width: 320, height: 640 },
      current: OLD_NUMBER,
      flow: { verifyOldPhone: true, confirm: true },
    });
    const fits = async () => {
      await page.evaluate(() => globalThis.parts.form.updateComplete);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
      const heights = await page.locator(".button").evaluateAll((buttons) => buttons.map((each) => each.offsetHeight));
      for (const height of heights) assert.ok(height >= 44);
    };
    await fits();
    await page.locator("#new-country").click();
    await fits();
    await page.keyboard.press("Escape");
    await sendCodeTo();
    await typeCode();
    await fits();
    await page.locator("#old-send").click();
    await page.locator("#old-code").fill(CODE);
    await fits();
    assert.equal(
      await page
        .locator(".field, .code")
        .first()
        .evaluate((each) => getComputedStyle(each).direction),
      "ltr",
    );
    await page.keyboard.press("Enter");
    await page.locator("#confirm").waitFor();
    await fits();
  });
}

test("nothing moves when there is something to say at a field", async (t) => {
  const { page, texts } = await openForm(t);
  const send = page.locator("#new-send");
  const { y } = await send.boundingBox();
  await send.click();
  await page.getByText(texts.phoneMissing).first().waitFor();
  assert.equal((await send.boundingBox()).y, y);
});

for (const lang of ["en-US", "zh-CN", "ja-JP"]) {
  test(`${lang}: nothing moves when the service refuses a code, and its own words can be opened`, async (t) => {
    const viewport = { width: 375, height: 800 };
    const { page, sendCodeTo, texts } = await openForm(t, { lang, viewport, emulator: { verifyOldPhone: false } });
    await sendCodeTo();
    const submit = page.locator("#submit");
    const { y } = await submit.boundingBox();
    await page.locator("#new-code").fill("999999");
    await submit.click();
    const opener = page.locator("#new-phone-note, #new-code-note").locator("xpath=ancestor::summary");
    await opener.waitFor();
    assert.equal((await submit.boundingBox()).y, y);
    await opener.getByText(texts.details).click();
    assert.ok(await page.locator("details p").isVisible());
    assert.doesNotMatch(
      await page.locator("#new-code-note").textContent(),
      new RegExp(texts.details),
      "no part of the error",
    );
  });
}

test("the list of countries is cut off by nothing that the form stands in, and opens where there is room", async (t) => {
  const { page } = await openForm(t, { viewport: { width: 400, height: 700 } });
  const country = page.locator("#new-country");
  await page.evaluate(() => {
    const { style } = globalThis.parts.form.parentElement;
    style.overflow = "hidden";
    style.height = "260px";
    style.transform = "translateX(0)";
  });
  const isInView = () =>
    page.evaluate(() => {
      const { shadowRoot } = globalThis.parts.form;
      const { left, top, bottom, right } = shadowRoot.querySelector(".picker").getBoundingClientRect();
      const isOnTop = (x, y) => shadowRoot.elementFromPoint(x, y)?.closest(".picker");
      return top >= 0 && bottom <= innerHeight && [top + 5, bottom - 5].every((y) => isOnTop((left + right) / 2, y));
    });
  await country.click();
  assert.ok(await isInView());
  const field = await page.locator("#new-phone").boundingBox();
  assert.ok((await page.locator(".picker").boundingBox()).y > field.y);
  await page.keyboard.press("Escape");

  await page.evaluate(() => {
    const { style } = globalThis.parts.form.parentElement;
    style.height = "";
    style.paddingTop = "420px";
  });
  await country.click();
  assert.ok(await isInView());
  assert.ok((await page.locator(".picker").boundingBox()).y < (await page.locator("#new-phone").boundingBox()).y);
  await page.evaluate(() => scrollBy(0, 60));
  await page.waitForTimeout(100);
  const above = await page.locator(".picker").boundingBox();
  const moved = await page.locator("#new-phone").boundingBox();
  assert.ok(Math.abs(above.y + above.height + 6 - moved.y) < 3, "it stays at its field");
});

test("forced colours and the page's own colours are kept", async (t) => {
  const { page } = await openForm(t, { forcedColors: "active" });
  assert.ok(await page.locator("#new-send").isVisible());
  await page.screenshot({ path: join(SCREENSHOTS, "form-forced-colours.png") });
  await page.emulateMedia({ forcedColors: "none" });
  await page.evaluate(() => globalThis.parts.form.classList.add("is-themed"));
  assert.equal(
    await page.locator("#new-send").evaluate((each) => getComputedStyle(each).backgroundColor),
    "rgb(15, 118, 110)",
  );
});

test("texts of another language can be handed in, from right to left too", async (t) => {
  const { page, texts } = await openForm(t, { dir: "rtl" });
  await page.evaluate(
    async (given) => {
      const { default: english } = await import("./node_modules/update-phone/dist/element/texts/en-US.js");
      globalThis.parts.form.texts = { ...english, ...given };
      await globalThis.parts.form.updateComplete;
    },
    { language: "ar", title: "تغيير رقم الهاتف", sendCode: "إرسال الرمز" },
  );
  assert.ok(await page.getByRole("button", { name: "إرسال الرمز" }).isVisible());
  assert.equal(await page.locator(".card").getAttribute("lang"), "ar");
  assert.notEqual(texts.sendCode, "إرسال الرمز");
  await page.screenshot({ path: join(SCREENSHOTS, "form-ar.png") });
});

test("another language of the page is the form's from then on, with what was typed", async (t) => {
  const { page } = await openForm(t);
  await page.locator("#new-phone").fill(NEW_INTERNATIONAL);
  await page.evaluate(() => (document.documentElement.lang = "ja"));
  await page.getByRole("heading", { name: "電話番号の変更" }).waitFor();
  await page.evaluate(() => (globalThis.parts.form.lang = "zh-HK"));
  await page.getByRole("heading", { name: "變更手機號碼" }).waitFor();
  assert.equal(await page.locator("#new-phone").inputValue(), "139 1234 5678");
});
