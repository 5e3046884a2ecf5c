// The whole way, in every language, by mouse and by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, LANGUAGES, NEW_NUMBER, OLD_NUMBER, openForm, setUp } from "./support.mjs";

setUp();

for (const lang of LANGUAGES) {
  test(`${lang}: the number is changed by mouse, with both codes and a last word`, async (t) => {
    const { page, texts, focusIsAt, requests } = await openForm(t, {
      lang,
      current: OLD_NUMBER,
      flow: { verifyOldPhone: true, confirm: true },
    });
    const button = (name) => page.getByRole("button", { name, exact: true });
    const form = page.locator("update-phone-form");
    assert.ok(await page.getByRole("heading", { name: texts.title }).isVisible());

    await page.getByLabel(texts.newPhone, { exact: true }).fill(NEW_NUMBER);
    await button(texts.sendCode).click();
    await focusIsAt("new-code");
    await page.getByLabel(texts.newCode).fill(CODE);
    assert.equal(await page.getByLabel(texts.oldPhone, { exact: true }).inputValue(), "188 1234 5678");
    await button(texts.sendCode).click();
    await focusIsAt("old-code");
    await page.getByLabel(texts.oldCode).fill(CODE);
    await button(texts.verify).click();
    await focusIsAt("heading");
    assert.equal(
      await page
        .getByRole("timer")
        .textContent()
        .then((text) => text.trim()),
      "60",
    );
    assert.match(await form.locator("dl").textContent(), /\+86 139 1234 5678/);
    await button(texts.changeNumber).click();

    await page.getByRole("heading", { name: texts.done }).waitFor();
    await focusIsAt("heading");
    assert.equal(await form.locator("del").textContent(), "+86 188 1234 5678");
    assert.ok(await form.getByText("+86 139 1234 5678", { exact: true }).isVisible());
    assert.deepEqual(await requests(), ["send-sms", "send-sms", "verify-update-phone-request", "update-phone"]);
    assert.equal(await page.evaluate(() => globalThis.parts.emulator.users[0].phone), NEW_NUMBER);
  });

  test(`${lang}: the number is changed by keyboard alone, and the old one is asked for once the service wants it`, async (t) => {
    const { page, focusIsAt, requests } = await openForm(t, { lang, current: OLD_NUMBER });
    const { keyboard } = page;
    await keyboard.press("Tab");
    await focusIsAt("new-country");
    await keyboard.press("Tab");
    await focusIsAt("new-phone");
    await keyboard.type(NEW_NUMBER);
    await keyboard.press("Enter");
    await focusIsAt("new-code");
    await keyboard.type(CODE);
    await keyboard.press("Enter");
    await focusIsAt("old-send");
    await keyboard.press("Enter");
    await focusIsAt("old-code");
    await keyboard.type(CODE);
    await keyboard.press("Enter");
    await focusIsAt("heading");
    assert.ok(await page.locator(".done").isVisible());
    const verify = "verify-update-phone-request";
    assert.deepEqual(await requests(), ["send-sms", verify, "send-sms", verify, "update-phone"]);
  });
}

test("events tell each change, once that it is done, and never a code", async (t) => {
  const { page, sendCodeTo, typeCode, focusIsAt } = await openForm(t, {
    emulator: { verifyOldPhone: false, fixedCode: "907856" },
  });
  await sendCodeTo();
  await typeCode("907856");
  await focusIsAt("heading");
  const events = await page.evaluate(() => globalThis.parts.events);
  const states = events.filter(({ name }) => name === "update-phone-state").map(({ detail }) => detail.state);
  const inOrder = states.filter((state, index) => state !== states[index - 1]);
  assert.deepEqual(inOrder, ["editing", "sending-code", "editing", "verifying", "updating", "done"]);
  assert.equal(events.filter(({ name }) => name === "update-phone-done").length, 1);
  assert.ok(!JSON.stringify(events).includes("907856"));
});

test("options that are made anew at each turn do not begin the form anew, others do", async (t) => {
  const { page } = await openForm(t, { lang: "zh-CN", flow: { confirm: true } });
  await page.locator("#new-phone").fill(NEW_NUMBER);
  await page.evaluate(() => {
    globalThis.parts.form.options = { confirm: true };
    return globalThis.parts.form.updateComplete;
  });
  assert.equal(await page.locator("#new-phone").inputValue(), "139 1234 5678");
  await page.evaluate(() => globalThis.parts.form.reset());
  await page.waitForFunction(() => globalThis.parts.form.shadowRoot.querySelector("#new-phone").value === "");
});

test("after the end the form can begin anew", async (t) => {
  const { page, sendCodeTo, typeCode, texts } = await openForm(t, { emulator: { verifyOldPhone: false } });
  for (const number of ["+8613912345678", "+8613800138000"]) {
    await sendCodeTo(number);
    await typeCode();
    await page.getByRole("heading", { name: texts.done }).waitFor();
    await page.evaluate(() => globalThis.parts.form.reset());
    await page.getByRole("heading", { name: texts.title }).waitFor();
    assert.equal(await page.locator("#new-phone").inputValue(), "");
  }
});
