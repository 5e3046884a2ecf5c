// What goes wrong, is told at its field, and can be mended there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, NEW_NUMBER, openForm, READY, setUp, TAKEN_NUMBER } from "./support.mjs";

setUp();

const NEW_ONLY = { emulator: { verifyOldPhone: false } };
const CHINESE = { ...NEW_ONLY, lang: "zh-CN" };

test("a wrong code is told at its field, which is empty and ready to be typed into", async (t) => {
  const { page, sendCodeTo, typeCode, focusIsAt, texts } = await openForm(t, NEW_ONLY);
  await sendCodeTo();
  await typeCode("999999");
  const code = page.getByLabel(texts.newCode);
  await page.locator("#new-code-note", { hasText: "The code is wrong." }).waitFor();
  await focusIsAt("new-code");
  assert.equal(await code.inputValue(), "");
  assert.equal(await code.getAttribute("aria-invalid"), "true");
  assert.equal(await code.getAttribute("aria-describedby"), "new-code-note");
  await page.locator("details", { hasText: texts.details }).click();
  assert.match(await page.locator("details p").textContent(), /code/i);
  await code.focus();
  await page.keyboard.type("1");
  assert.equal(await code.getAttribute("aria-invalid"), "false", "typing begins anew");
});

test("time that runs out while confirming leads to new codes, and nothing was changed", async (t) => {
  const { page, sendCodeTo, typeCode, focusIsAt, texts, spoken } = await openForm(t, {
    ...NEW_ONLY,
    flow: { confirm: true },
  });
  await sendCodeTo();
  await typeCode();
  await page.locator("#confirm").waitFor();
  await page.clock.fastForward(50_500);
  await page.locator(".timer.is-pressing").waitFor();
  await page.clock.fastForward(10_000);
  await focusIsAt("banner");
  assert.equal((await page.locator("#banner").textContent()).trim(), texts.expired);
  const said = await spoken();
  assert.ok(said.includes(texts.sayVerified(60)));
  assert.equal(
    said.filter((each) => / left\./.test(each)).length,
    1,
    "ten seconds before the end, and not every second",
  );
  assert.ok(said.includes(texts.expired));

  await page.getByRole("button", { name: texts.sendAgain }).click();
  await focusIsAt("new-code");
  await typeCode();
  await page.locator("#confirm").click();
  await page.locator(".done").waitFor();
});

test("a number that is taken is told at the number, which is opened again", async (t) => {
  const { page, sendCodeTo, typeCode, focusIsAt } = await openForm(t, CHINESE);
  await page.locator("#new-country").click();
  await page.keyboard.type("852");
  await page.keyboard.press("Enter");
  await sendCodeTo(TAKEN_NUMBER);
  await typeCode();
  await focusIsAt("new-phone");
  assert.equal(await page.locator("#new-phone").getAttribute("aria-invalid"), "true");
  assert.match(await page.locator("#new-phone-note").textContent(), /已/);
  await page.keyboard.type("6");
  assert.equal(await page.locator("#new-phone").inputValue(), "6", "it is typed over");
});

test("a possible number that looks unusual is used after a second question", async (t) => {
  const { page, focusIsAt, requests, texts } = await openForm(t, NEW_ONLY);
  await page.locator("#new-country").click();
  await page.keyboard.type("china");
  await page.keyboard.press("Enter");
  await page.locator("#new-phone").fill("12012345678");
  await page.getByRole("button", { name: texts.sendCode }).click();
  await focusIsAt("insist");
  assert.equal((await page.locator("#new-phone-note").textContent()).trim(), texts.unusual);
  assert.deepEqual(await requests(), []);
  await page.getByRole("button", { name: texts.useAnyway }).click();
  await focusIsAt("new-code");
  assert.deepEqual(await requests(), ["send-sms"]);
});

test("what cannot be a number is told before anything is sent", async (t) => {
  const { page, requests, texts, focusIsAt } = await openForm(t, { lang: "zh-CN" });
  const note = page.locator("#new-phone-note");
  const send = page.getByRole("button", { name: texts.sendCode });
  for (const [typed, said] of [
    ["", texts.phoneMissing],
    ["139", texts.phoneTooShort],
    ["139123456789999", texts.phoneTooLong],
  ]) {
    await page.locator("#new-phone").fill(typed);
    await send.click();
    await note.getByText(said).waitFor();
    await focusIsAt("new-phone");
  }
  assert.deepEqual(await requests(), []);
});

test("the number that the account has already is not taken for a new one", async (t) => {
  const { page, texts } = await openForm(t, { current: "+8618812345678" });
  await page.locator("#new-phone").fill("18812345678");
  await page.keyboard.press("Enter");
  await page.locator("#new-phone-note", { hasText: texts.phoneSame }).waitFor();
});

test("a code that submits itself is sent once, also when the button is pressed at once", async (t) => {
  const { page, sendCodeTo, requests, focusIsAt } = await openForm(t, { ...NEW_ONLY, flow: { autoSubmitLength: 6 } });
  await sendCodeTo();
  await page.locator("#new-code").focus();
  await page.keyboard.type(CODE.slice(0, 5));
  await page.evaluate(() => {
    const { shadowRoot } = globalThis.parts.form;
    const field = shadowRoot.querySelector("#new-code");
    field.value = "123456";
    field.dispatchEvent(new InputEvent("input", { inputType: "insertText", bubbles: true }));
    for (let click = 0; click < 3; click += 1) shadowRoot.querySelector("#submit").click();
  });
  await focusIsAt("heading");
  assert.deepEqual(await requests(), ["send-sms", "verify-update-phone-request", "update-phone"]);
});

test("a button that is at work keeps its place and its focus, says what it does, and cannot be pressed twice", async (t) => {
  const { page, fault, requests, texts } = await openForm(t);
  await page.locator("#new-country").click();
  await page.keyboard.type("cn");
  await page.keyboard.press("Enter");
  await page.locator("#new-phone").fill(NEW_NUMBER);
  await fault({ operation: "send-sms", kind: "delay", delayMs: 5000 });
  const button = page.locator("#new-send");
  const { width } = await button.boundingBox();
  await button.click();
  await page.getByRole("button", { name: texts.sending }).waitFor();
  assert.equal((await button.boundingBox()).width, width);
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  await button.click({ force: true });
  await page.locator("#new-phone").press("Enter");
  assert.deepEqual(await requests(), ["send-sms"]);
  await page.clock.fastForward(5000);
  await page.locator("#new-code").waitFor();
});

test("the cool-down is there after a reload: the code that was sent is used, and no other is sent", async (t) => {
  const { page, sendCodeTo, requests, focusIsAt, texts } = await openForm(t, CHINESE);
  await sendCodeTo();
  const waiting = page.locator(".resend-timer");
  assert.match(await waiting.textContent(), /^(1:00|0:5\d) 后可重发$/);
  await page.reload();
  await page.locator(READY).waitFor();
  await page.locator("#new-phone").fill(NEW_NUMBER);
  await page.locator("#new-phone-note", { hasText: texts.alreadySent }).waitFor();
  await page.getByRole("button", { name: texts.goOn }).click();
  await focusIsAt("new-code");
  assert.match(await waiting.textContent(), /^(1:00|0:[45]\d) 后可重发$/);
  assert.deepEqual(await requests(), []);

  const before = (await page.locator(".resend").boundingBox()).width;
  await page.clock.fastForward(60_000);
  const again = page.getByRole("button", { name: texts.sendAgain });
  await again.waitFor();
  assert.equal(
    (await page.locator(".resend").boundingBox()).width,
    before,
    "nothing moves when the text turns into a button",
  );
  await again.click();
  await waiting.waitFor();
  assert.deepEqual(await requests(), ["send-sms"]);
});

test("a code that was sent from elsewhere a moment ago is as good as one that is sent now", async (t) => {
  const { page, sendCodeTo, focusIsAt, requests } = await openForm(t, {
    ...CHINESE,
    emulator: { verifyOldPhone: false },
  });
  await page.evaluate(async (phoneNumber) => {
    const { emulator } = globalThis.parts;
    await emulator.fetch("http://localhost/api/v3/send-sms", {
      method: "POST",
      headers: { "content-type": "application/json", "x-authing-app-id": emulator.users[0].appId },
      body: JSON.stringify({ channel: "CHANNEL_BIND_PHONE", phoneNumber, phoneCountryCode: "+86" }),
    });
  }, NEW_NUMBER);
  await sendCodeTo();
  await focusIsAt("new-code");
  assert.equal(await page.locator("#new-code").getAttribute("aria-invalid"), "false");
  assert.match(await page.locator("#new-code-note").textContent(), /刚刚|稍/);
  assert.deepEqual(await requests(), ["send-sms"]);
});

test("no more codes today is told at the code, with which one may go on", async (t) => {
  const { page, sendCodeTo, focusIsAt } = await openForm(t, { ...CHINESE, emulator: { dailyCap: 1 } });
  await sendCodeTo();
  await page.clock.fastForward(61_000);
  await page.locator("#new-resend").click();
  await page.locator(".is-error #new-code-note", { hasText: "明天" }).waitFor();
  await focusIsAt("new-code");
  assert.equal(await page.locator("#new-code").getAttribute("aria-invalid"), "false");
});

test("a number may be typed while a code is sent to another, and is not folded away while it is typed", async (t) => {
  const { page, fault, focusIsAt, texts } = await openForm(t, CHINESE);
  const field = page.locator("#new-phone");
  await fault({ operation: "send-sms", kind: "delay", delayMs: 5000 });
  await field.fill(NEW_NUMBER);
  await page.keyboard.press("Enter");
  await page.getByText(texts.sending).waitFor();
  await field.fill("1370000");
  await page.clock.fastForward(5000);
  await page.getByRole("button", { name: texts.sendCode }).waitFor();
  await field.fill("");
  await field.focus();
  await page.keyboard.type(NEW_NUMBER);
  assert.equal(await field.inputValue(), "139 1234 5678");
  await page.getByRole("button", { name: texts.goOn }).waitFor();
  await page.keyboard.press("Enter");
  await focusIsAt("new-code");
});

test("a lost answer is told as what it is, and can be looked into again", async (t) => {
  const { page, sendCodeTo, typeCode, fault, focusIsAt, texts } = await openForm(t, NEW_ONLY);
  await sendCodeTo();
  await fault({ operation: "update-phone", kind: "lost-after" });
  await fault({ operation: "get-profile", kind: "lost-before", times: 3 });
  await typeCode();
  await page.waitForFunction(() => globalThis.parts.requests.includes("get-profile"));
  for (let pause = 0; pause < 4; pause += 1) await page.clock.fastForward(1000);
  await page.getByText(texts.inDoubt).waitFor();
  await focusIsAt("heading");
  await page.getByRole("button", { name: texts.checkAgain }).click();
  await page.locator(".done").waitFor();
});

test("without the module the form can be typed into; a load that failed can be tried again", async (t) => {
  const { page, problems, focusIsAt, texts } = await openForm(t, {
    lang: "zh-CN",
    before: () => {
      const { compile } = WebAssembly;
      globalThis.isBroken = true;
      WebAssembly.compile = (...bytes) => (globalThis.isBroken ? Promise.reject(new Error("no")) : compile(...bytes));
    },
  });
  await page.getByRole("button", { name: texts.tryAgain }).waitFor();
  await page.locator("#new-phone").fill(NEW_NUMBER);
  assert.equal(await page.locator("#new-phone").inputValue(), NEW_NUMBER, "kept as it was typed");
  assert.equal(await page.locator("#new-country").getAttribute("aria-disabled"), "true");
  await page.evaluate(() => (globalThis.isBroken = false));
  await page.getByRole("button", { name: texts.sendCode }).click();
  await focusIsAt("new-code");
  assert.deepEqual(problems.take(), []);
});

test("numbers and codes may be thought better of", async (t) => {
  const { page, sendCodeTo, typeCode, focusIsAt, texts, requests } = await openForm(t, {
    ...CHINESE,
    flow: { confirm: true },
  });
  await sendCodeTo();
  await page.getByRole("button", { name: texts.changeNewPhone }).click();
  await focusIsAt("new-phone");
  await page.locator("#new-phone").fill("13700000000");
  await page.getByRole("button", { name: texts.sendCode }).click();
  await focusIsAt("new-code");
  await typeCode();
  await page.getByRole("button", { name: texts.useAnotherNumber }).click();
  await focusIsAt("new-phone");
  await page.locator("#new-phone").fill(NEW_NUMBER);
  await page.getByRole("button", { name: texts.goOn }).click();
  await focusIsAt("new-code");
  await typeCode();
  await page.locator("#confirm").click();
  await page.locator(".done").waitFor();
  assert.equal((await requests()).filter((name) => name === "send-sms").length, 2);
});
