// What is typed, pasted, filled in and chosen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, NEW_INTERNATIONAL, NEW_NUMBER, OLD_NUMBER, openForm, READY, setUp } from "./support.mjs";

setUp();

for (const pasted of ["+44 7700 900123", "0044 7700 900123", "＋44 7700 900123", " +44 (7700) 900-123 "]) {
  test(`a pasted ${pasted.trim()} sets the country, and is written as it is there`, async (t) => {
    const { page, paste } = await openForm(t);
    await paste("#new-phone", pasted);
    assert.equal(await page.locator("#new-phone").inputValue(), "07700 900123");
    assert.equal(await page.locator("#new-country").getAttribute("aria-label"), "Country: United Kingdom +44");
  });
}

test("an international number that is typed key by key shows its country at once, and is written as it is there when it is left", async (t) => {
  const { page } = await openForm(t);
  const field = page.locator("#new-phone");
  await field.focus();
  await page.keyboard.type("+85261234567");
  assert.match(await page.locator("#new-country").getAttribute("aria-label"), /Hong Kong/);
  assert.equal(await field.inputValue(), "+852 6123 4567");
  await field.blur();
  assert.equal(await field.inputValue(), "6123 4567");
});

test("a number that the browser fills in sets its country", async (t) => {
  const { page } = await openForm(t);
  await page.locator("#new-phone").fill("+819012345678");
  assert.equal(await page.locator("#new-phone").inputValue(), "090-1234-5678");
  assert.match(await page.locator("#new-country").getAttribute("aria-label"), /Japan/);
});

test("a digit in the middle goes where the caret is, and the caret stays behind it", async (t) => {
  const { page } = await openForm(t, { lang: "zh-CN" });
  const field = page.locator("#new-phone");
  await field.focus();
  await page.keyboard.type("1391234567");
  assert.equal(await field.inputValue(), "139 1234 567");
  for (let left = 0; left < 6; left += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("0");
  assert.equal(await field.inputValue(), "139 1203 4567");
  assert.equal(await field.evaluate((input) => input.selectionStart), 7);
  await page.keyboard.press("Backspace");
  assert.equal(await field.inputValue(), "139 1234 567");
  assert.equal(await field.evaluate((input) => input.selectionStart), 6);
});

test("the example of the country is what the empty field shows", async (t) => {
  const { page } = await openForm(t, { lang: "zh-CN" });
  const field = page.locator("#new-phone");
  const example = await field.getAttribute("placeholder");
  assert.match(example, /^1\d\d \d{4} \d{4}$/);
  // While it is not seen there is none, since it would have each digit cost more.
  await field.pressSequentially("13");
  assert.equal(await field.getAttribute("placeholder"), null);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.locator(`#new-phone[placeholder="${example}"]`).waitFor();
});

test("the Enter key sends the code, also within a form of the page, which hears nothing of it", async (t) => {
  const { page, requests, sendCodeTo, typeCode } = await openForm(t, {
    emulator: { verifyOldPhone: false },
    flow: { verifyOldPhone: false },
  });
  await page.evaluate(() => {
    const { form } = globalThis.parts;
    const around = document.createElement("form");
    form.replaceWith(around);
    around.append(form);
    around.addEventListener("submit", (event) => {
      event.preventDefault();
      globalThis.submitted = true;
    });
  });
  await sendCodeTo();
  await typeCode("999999");
  await page.locator("#new-code-note", { hasText: "The code is wrong." }).waitFor();
  assert.deepEqual(await requests(), ["send-sms", "verify-update-phone-request"]);
  assert.equal(await page.evaluate(() => globalThis.submitted), undefined);
});

for (const [query, region, what] of [
  ["germ", "DE", "its name in the page's language"],
  ["Deutschl", "DE", "its own name"],
  ["日本", "JP", "its own name in its own script"],
  ["nz", "NZ", "its region code"],
  ["+354", "IS", "its calling code"],
  ["0081", "JP", "its calling code as it is dialled"],
  ["cote d", "CI", "a name without accents"],
]) {
  test(`a country is found by ${what}: ${query}`, async (t) => {
    const { page } = await openForm(t);
    await page.locator("#new-country").click();
    await page.keyboard.type(query);
    assert.equal(await page.getByRole("option").first().getAttribute("data-region"), region);
  });
}

test("the list of countries is a combobox that the keyboard is enough for", async (t) => {
  const { page, focusIsAt, spoken, texts } = await openForm(t, { current: OLD_NUMBER });
  const button = page.locator("#new-country");
  await button.focus();
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("ArrowDown");
  await focusIsAt("new-search");
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  const search = page.getByRole("combobox");
  const active = async () => {
    const id = await search.getAttribute("aria-activedescendant");
    return page.locator(`#${id}`).getAttribute("data-region");
  };
  const regions = await page.getByRole("option").evaluateAll((options) => options.map(({ dataset }) => dataset.region));
  assert.deepEqual(regions.slice(0, 2), ["US", "CN"], "the page's and that of the account's number first");
  assert.equal(regions.length, 245);
  assert.equal(new Set(regions).size, 245, "each of them once");
  assert.equal(await active(), "CN");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), regions.at(-1));
  assert.ok(
    await page.locator(".option.is-active").evaluate((option) => option.offsetTop >= option.parentElement.scrollTop),
  );
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("PageDown");
  assert.equal(await active(), regions[8]);
  await page.keyboard.press("Escape");
  await focusIsAt("new-country");
  assert.equal(await page.getByRole("listbox").count(), 0);

  await page.keyboard.press("Enter");
  await focusIsAt("new-search");
  await page.keyboard.type("zzz");
  await page.getByText(texts.noCountryFound).first().waitFor();
  assert.ok((await spoken()).includes(texts.noCountryFound));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("switz");
  await page.keyboard.press("Enter");
  await focusIsAt("new-phone");
  assert.match(await button.getAttribute("aria-label"), /Switzerland \+41/);
  await button.click();
  await page.getByRole("heading", { name: "Account" }).click();
  assert.equal(await page.getByRole("listbox").count(), 0, "a click beside it closes it");
});

test("in a low window the list of countries ends inside of it, and the last country can be clicked", async (t) => {
  const height = 437;
  const { page } = await openForm(t, { viewport: { width: 780, height } });
  await page.locator("#new-country").click();
  await page.locator("#new-search").waitFor();
  const { y, height: own } = await page.locator("#new-countries").boundingBox();
  assert.ok(y + own <= height, `${y + own} <= ${height}`);
  const last = page.locator("#new-countries [role=option]").last();
  const callingCode = await last.locator(".calling-code").textContent();
  await last.click();
  await page.locator("#new-country", { hasText: callingCode }).waitFor();
});

test("a list of countries that is scrolled stays where it is while the form counts seconds", async (t) => {
  const { page, sendCodeTo, texts } = await openForm(t);
  await sendCodeTo();
  await page.getByRole("button", { name: texts.changeNewPhone }).click();
  await page.locator("#new-country").click();
  const list = page.locator("#new-countries [role=listbox]");
  await page.locator("#new-search").waitFor();
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
  const place = await list.evaluate((element) => element.scrollTop);
  const events = () => page.evaluate(() => globalThis.parts.events.length);
  const before = await events();
  await page.clock.fastForward(2000);
  await page.waitForFunction((count) => globalThis.parts.events.length > count, before);
  await page.evaluate(() => globalThis.parts.form.updateComplete);
  assert.equal(await list.evaluate((element) => element.scrollTop), place);
});

test("another country keeps the digits", async (t) => {
  const { page } = await openForm(t, { lang: "zh-CN" });
  await page.locator("#new-phone").fill(NEW_NUMBER);
  await page.locator("#new-country").click();
  await page.keyboard.type("us");
  await page.keyboard.press("Enter");
  assert.equal((await page.locator("#new-phone").inputValue()).replace(/\D/g, ""), NEW_NUMBER);
});

for (const [text, code] of [
  ["Your code is 123 456", "123456"],
  ["【示例】验证码１２３４５６，5 分钟内有效。", "123456"],
  ["G-123456 is your code, valid for 5 minutes", "123456"],
  ["12-34", "1234"],
]) {
  test(`of a pasted "${text}" the digits of the code are taken`, async (t) => {
    const { page, sendCodeTo, paste } = await openForm(t);
    await sendCodeTo();
    await page.keyboard.type("99");
    await paste("#new-code", text);
    assert.equal(await page.locator("#new-code").inputValue(), code);
  });
}

test("a code takes digits only, full-width ones too, in one field that says to the phone what it is for", async (t) => {
  const { page, sendCodeTo, texts } = await openForm(t);
  await sendCodeTo();
  const field = page.getByLabel(texts.newCode);
  await page.keyboard.type("1a２3 ４");
  assert.equal(await field.inputValue(), "1234");
  assert.equal(await field.getAttribute("inputmode"), "numeric");
  assert.equal(await field.getAttribute("autocomplete"), "one-time-code");
  assert.equal(await field.getAttribute("maxlength"), null, "which would cut what is pasted");
  await page.keyboard.type("567890");
  assert.equal(await field.inputValue(), "12345678");
  assert.equal(await page.locator(".slot").count(), 8, "a place for each");
  assert.equal(
    await field.evaluate((input) => input.parentElement.scrollLeft + input.scrollLeft),
    0,
    "nothing scrolls away",
  );
});

test("a code comes from the browser where it can read the SMS, and the waiting ends with the form", async (t) => {
  const { page, sendCodeTo } = await openForm(t, {
    before: () => {
      globalThis.OTPCredential = class {};
      navigator.credentials.get = ({ otp, signal }) =>
        new Promise((resolve, reject) => {
          globalThis.otp = { transport: otp.transport, signal, resolve };
          signal.addEventListener("abort", () => reject(signal.reason));
        });
    },
  });
  await page.locator(READY).waitFor();
  await sendCodeTo();
  assert.deepEqual(await page.evaluate(() => globalThis.otp.transport), ["sms"]);
  await page.evaluate((code) => globalThis.otp.resolve({ code }), CODE);
  await page.waitForFunction(
    (code) => globalThis.parts.form.shadowRoot.querySelector("#new-code").value === code,
    CODE,
  );
  await page.evaluate(() => globalThis.parts.form.remove());
  assert.equal(await page.evaluate(() => globalThis.otp.signal.aborted), true);
});

test("a number that is typed before there is a client is there when it comes", async (t) => {
  const { page } = await openForm(t);
  const value = await page.evaluate(async (number) => {
    const form = document.createElement("update-phone-form");
    document.querySelector("main").append(form);
    await form.updateComplete;
    const field = form.shadowRoot.querySelector("#new-phone");
    field.value = number;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    form.client = globalThis.parts.client;
    await form.updateComplete;
    return globalThis.parts.events.at(-1).detail.newPhone?.e164;
  }, NEW_INTERNATIONAL);
  assert.equal(value, NEW_INTERNATIONAL);
});
