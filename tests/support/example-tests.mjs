// The tests that the examples for all frameworks share, in Chromium, against the emulator over HTTP.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, beforeEach, describe, test } from "node:test";
import { launchChromium, openWatched } from "./browser.mjs";
import { buildAndServe, installExample } from "./examples.mjs";

const NEW_NUMBER = "+86 139 1234 5678";
const OLD_NUMBER = "+86 188 1234 5678";
const TAKEN_NUMBER = "+852 5123 4567";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The violations that axe-core finds in a page. */
async function violationsOf(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run()).violations.map(({ id, help }) => `${id}: ${help}`));
}

/**
 * Tests an example. `modules`: see `installExample`. In `mode` "development" a framework prints its warnings. `isBrief` runs only the
 * tests whose result can depend on the build or the version of the framework.
 */
export function testTheExample(title, name, { mode, modules, isBrief = false }) {
  describe(title, { concurrency: 1 }, () => {
    const installed = installExample(name, modules);
    let browser;
    let served;
    before(async () => {
      [browser, served] = await Promise.all([launchChromium(), buildAndServe(installed, mode)]);
    });
    after(async () => {
      await browser?.close();
      await served?.close();
      installed.remove();
    });
    beforeEach(() => served.emulator.reset());

    /** Opens the page. When the test ends, the page must have no problems. */
    async function open(t, options) {
      const { page, problems } = await openWatched(browser, served.url, options);
      t.after(async () => {
        await page.context().close();
        // In development the flow warns of the second click of a double-click.
        assert.deepEqual(
          problems
            .take()
            .filter((problem) => mode === "production" || !/"(send|submit)" is ignored while/.test(problem)),
          [],
        );
      });
      const phone = (which) => page.getByRole("group", { name: `The ${which} phone` });
      return {
        page,
        number: (which) => phone(which).getByLabel("Number with country code"),
        code: (which) => phone(which).getByLabel("Code from the SMS"),
        send: (which) => phone(which).getByRole("button"),
        submit: page.getByRole("button", { name: "Change number" }),
      };
    }

    const sent = () => served.emulator.inbox().map(({ to, code }) => ({ to, code }));

    /** Types a number, sends a code to it and types the code. */
    async function proveNumber({ number, code, send }, which, text) {
      await number(which).fill(text);
      await send(which).click();
      await send(which)
        .getByText(/Send again in \d+ s/)
        .waitFor();
      await code(which).fill(sent().at(-1).code);
    }

    test("the server renders the form, and the browser keeps its elements", async (t) => {
      const html = await (await fetch(served.url)).text();
      assert.match(html, /<form.*Number with country code.*Send code.*<\/form>/s);
      const initScript = () => {
        const note = () => (globalThis.formOfServer ??= document.querySelector("form") ?? undefined);
        new MutationObserver(note).observe(document, { childList: true, subtree: true });
      };
      const { page, number } = await open(t, { initScript });
      await number("new").fill(NEW_NUMBER);
      // The button is enabled when the module is loaded and the number is valid.
      await page.locator('button[aria-disabled="false"]', { hasText: "Send code" }).waitFor();
      assert.equal(await page.evaluate(() => globalThis.formOfServer === document.querySelector("form")), true);
    });

    test("the number is changed, with one SMS to each number however often the button is clicked", async (t) => {
      const form = await open(t);
      await form.number("new").fill(NEW_NUMBER);
      await form.send("new").dblclick();
      await form.send("new").getByText("Send again in 60 s").waitFor();
      await form.code("new").fill(sent()[0].code);
      await proveNumber(form, "old", OLD_NUMBER);
      await form.submit.dblclick();
      await form.page.getByText(`Your number is now ${NEW_NUMBER}.`).waitFor();
      assert.equal(served.emulator.users[0].phone, "13912345678");
      const numbers = sent().map(({ to }) => to);
      assert.deepEqual(numbers, ["+8613912345678", "+8618812345678"]);
    });

    if (isBrief) return;

    test("a number of another account is an error at its field, and typing clears the error", async (t) => {
      const form = await open(t);
      await proveNumber(form, "new", TAKEN_NUMBER);
      await proveNumber(form, "old", OLD_NUMBER);
      await form.submit.click();
      await form.page.getByRole("alert").getByText("belongs to another account").waitFor();
      const field = form.number("new");
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      for (const other of [form.number("old"), form.code("new"), form.code("old")]) {
        assert.equal(await other.getAttribute("aria-invalid"), "false");
      }
      const error = form.page.locator(`[id="${await field.getAttribute("aria-describedby")}"]`);
      assert.match(await error.textContent(), /belongs to another account/);
      assert.deepEqual(await violationsOf(form.page), []);
      await field.fill(NEW_NUMBER);
      await form.page.locator('[role="alert"]:empty').waitFor({ state: "attached" });
      assert.equal(await field.getAttribute("aria-invalid"), "false");
    });

    test("a lost answer leaves a button that tries again, and the change is made once", async (t) => {
      const form = await open(t);
      await proveNumber(form, "new", NEW_NUMBER);
      await proveNumber(form, "old", OLD_NUMBER);
      // The profile cannot be read either, so the outcome of the change is unknown.
      served.emulator.faults.add({ operation: "update-phone", kind: "truncated-json" });
      served.emulator.faults.add({ operation: "get-profile", kind: "truncated-json", times: 3 });
      await form.submit.click();
      await form.page.getByRole("button", { name: "Try again" }).click();
      await form.page.getByText(`Your number is now ${NEW_NUMBER}.`).waitFor();
    });

    test("the button counts down until it can be used again", async (t) => {
      const form = await open(t);
      await proveNumber(form, "new", NEW_NUMBER);
      await form.page.clock.fastForward(30_000);
      await form
        .send("new")
        .getByText(/Send again in (30|29|28) s/)
        .waitFor();
      assert.equal(await form.send("new").getAttribute("aria-disabled"), "true");
      await form.page.clock.fastForward(30_000);
      served.emulator.clock.advance(60_000);
      await form.send("new").getByText("Send code").click();
      await form.send("new").getByText("Send again in 60 s").waitFor();
      assert.equal(sent().length, 2);
    });

    test("an unusual number is used after confirmation", async (t) => {
      const form = await open(t);
      await form.number("new").fill("+86 100 1234 5678");
      await form.page.getByRole("button", { name: "Use it all the same" }).click();
      await form.send("new").click();
      await form.send("new").getByText("Send again in 60 s").waitFor();
      assert.deepEqual(
        sent().map(({ to }) => to),
        ["+8610012345678"],
      );
    });
  });
}
