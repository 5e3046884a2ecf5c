// The form with the drawn phone, and the switches of the service, in both modes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  expectFaults,
  NEW_NUMBER,
  OLD_NUMBER,
  openForm,
  openPage,
  setUpBrowser,
  setUpServedPage,
  setUpStaticPage,
} from "./support.mjs";

setUpBrowser();

// The two modes are tested beside each other.
describe("the page", { concurrency: 2 }, () => {
  describe("with the emulator inside", { concurrency: 1 }, () => testTheFlow(setUpStaticPage()));
  describe("over HTTP", { concurrency: 1 }, () => {
    const mode = setUpServedPage();
    testTheFlow(mode);
    testHttp(mode);
  });
});

function testTheFlow(mode) {
  test("changes the number with the codes that arrive on the phone, and again", async (t) => {
    const { page, snapshot, comeToConfirm, message, screenshot } = await openForm(t, mode);
    await screenshot(`${mode.name}-start`);
    await comeToConfirm();
    assert.equal(await page.locator(".message").count(), 2);
    assert.equal(await message("new").locator(".message-number").textContent(), NEW_NUMBER.replaceAll(" ", ""));
    assert.equal((await snapshot()).state, "confirming");
    assert.equal(await page.locator('#state-path [aria-current="step"]').textContent(), "confirming");
    await screenshot(`${mode.name}-confirm`);
    await page.locator("#confirm").click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
    const { state, outcome, newPhone } = await snapshot();
    assert.deepEqual([state, outcome, newPhone.internationalFormat], ["done", "confirmed", NEW_NUMBER]);

    await page.locator("#change-again").click();
    await page.locator("#new-phone").waitFor();
    assert.equal(await page.locator("#new-phone").inputValue(), "");
    await page.waitForFunction(
      (number) =>
        JSON.parse(document.querySelector("#state-json").textContent).oldPhone?.internationalFormat === number,
      NEW_NUMBER,
    );
  });

  test("goes on after a reload: the message is there, and the cool-down is", async (t) => {
    const { page, snapshot } = await openForm(t, mode);
    await page.locator(".suggestion").first().click();
    await page.locator("#new-send").click();
    await page.locator(".message").waitFor();
    await page.locator("#tab-switches").click();
    await page.locator("#clock-jump").click();
    await page.reload();
    await page.locator('#new-country[aria-disabled="false"]').waitFor();
    await page.locator(".message").waitFor();
    await page.locator(".suggestion").first().click();
    await page.locator("#new-send", { hasText: "Continue" }).click();
    await page.locator(".message-action").click();
    assert.match(await page.locator("#new-code").inputValue(), /^\d{6}$/);
    const { newCooldownSeconds } = await snapshot();
    assert.ok(newCooldownSeconds > 10 && newCooldownSeconds <= 30, `${newCooldownSeconds} s`);
    assert.equal(await page.locator(".message").count(), 1, "no other SMS was sent");
  });

  test("time that jumps or is slept through counts, for the page and for the service", async (t) => {
    const { page, snapshot, comeToConfirm } = await openForm(t, mode);
    await comeToConfirm();
    await page.locator("#tab-switches").click();
    await page.locator("#clock-jump").click();
    await page.waitForFunction(() => {
      const { tokenSeconds } = JSON.parse(document.querySelector("#state-json").textContent);
      return tokenSeconds > 20 && tokenSeconds <= 30;
    });
    await page.locator("#clock-sleep").click();
    await page.locator("#renew").waitFor();
    assert.equal((await snapshot()).state, "expired");
    await page.locator("#renew").click();
    await page.locator(".message").nth(2).waitFor();

    const before = await page.locator("#clock-now").textContent();
    await page.reload();
    await page.locator('#new-country[aria-disabled="false"]').waitFor();
    await page.locator("#tab-switches").click();
    await page.waitForFunction((shown) => document.querySelector("#clock-now").textContent >= shown, before);
  });

  test("an answer that is lost on order is reconciled, and the switch is off again", async (t) => {
    const { page, problems, switchOf, comeToConfirm, order, snapshot } = await openForm(t, mode);
    await comeToConfirm();
    await order("Changed, but the answer is lost");
    await page.locator("#confirm").click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
    assert.equal((await snapshot()).outcome, "reconciled");
    await page.waitForFunction(() => !document.querySelector("#faults :checked"));
    assert.equal(await switchOf("Changed, but the answer is lost").isChecked(), false);
    await page.locator("#tab-requests").click();
    assert.match(await page.locator(".exchange", { hasText: "update-phone" }).first().textContent(), /no answer/);
    expectFaults(mode, problems);
  });

  test("a change that nobody can tell of is in doubt, and checked again", async (t) => {
    const { page, problems, switchOf, comeToConfirm, order, snapshot } = await openForm(t, mode);
    await comeToConfirm();
    await order("Changed, and nobody can tell");
    await page.locator("#confirm").click();
    await page.locator("#check").waitFor();
    assert.equal((await snapshot()).state, "in-doubt");
    await switchOf("Changed, and nobody can tell").uncheck();
    await page.waitForTimeout(100);
    await page.locator("#check").click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
    expectFaults(mode, problems);
  });

  test("every suggested number does what it says", async (t) => {
    const { page, typeBothCodes } = await openForm(t, mode);
    await page.locator(".suggestion", { hasText: "fixed line" }).click();
    await page.locator("#new-send").click();
    await page.locator("#new-phone-note", { hasText: "cannot receive SMS" }).waitFor();
    await page.locator(".suggestion", { hasText: "unusual" }).click();
    await page.locator("#new-send").click();
    await page.locator("#insist").waitFor();
    await page.locator("#begin-again").click();
    await page.locator("#new-send").waitFor();
    assert.equal(await page.locator("#new-phone").inputValue(), "");
    await page.locator(".suggestion", { hasText: "taken" }).click();
    assert.match(await page.locator("#new-country").textContent(), /\+852/);
    await typeBothCodes("taken");
    await page.locator("#submit").click();
    await page.locator("#new-phone-note", { hasText: "belongs to another account" }).waitFor();
  });

  test("a code for which there is no field now is copied", async (t) => {
    const { page, typeBothCodes } = await openForm(t, mode, "", { permissions: ["clipboard-read", "clipboard-write"] });
    await typeBothCodes();
    await page.locator("#begin-again").click();
    await page.locator("#new-phone").waitFor();
    await page.locator(".message-action").first().click();
    await page.locator("#toast", { hasText: "Copied." }).waitFor();
    const code = await page.locator(".message-code").first().textContent();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
  });

  test("the form's options can be chosen, and everything be reset", async (t) => {
    const { page, typeBothCodes, switchOf } = await openForm(t, mode);
    await page.locator("#tab-switches").click();
    await switchOf("Ask before the change").click();
    await page.locator("#option-old-phone").selectOption("auto");
    await page.locator(".suggestion").first().click();
    await page.locator("#new-send").click();
    await page.locator(".message-action").click();
    await page.locator("#submit", { hasText: "Change number" }).click();
    await page.locator("#old-send").click();
    await page.locator(".message").nth(1).waitFor();
    await page.locator(".message-action").first().click();
    await page.locator("#submit").click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();

    await page.locator("#reset-all").click();
    await page.locator("#messages:empty").waitFor({ state: "attached" });
    await page.locator('#new-country[aria-disabled="false"]').waitFor();
    await typeBothCodes();
    assert.match(
      await page.locator(".message-number").first().textContent(),
      new RegExp(OLD_NUMBER.replace(/\D/g, "")),
    );
  });
}

function testHttp(mode) {
  test("says that the emulator is out of reach, and starts when it is back", async (t) => {
    const { page, problems } = await openPage(t, mode, "", { breakOnce: ["/_emulator/users"] });
    await page.getByRole("alert").getByText("The emulator could not be reached.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("#suggestions li").first().waitFor();
    await page.locator("#numbers-input:enabled").waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
    for (const problem of problems.take()) assert.match(problem, /net::ERR_FAILED/);
  });
}
