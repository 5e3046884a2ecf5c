import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildPage } from "../../tools/www/build.mjs";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { servePage, serveFolder } from "../support/page-servers.mjs";

const SCREENSHOTS = join(import.meta.dirname, "../output");
const OLD_NUMBER = "+86 188 1234 5678";
const NEW_NUMBER = "+86 139 1234 5678";
const TAKEN_NUMBER = { countryCode: "+852", number: "51234567" };

let browser;

// The two suites run beside each other; within one, the tests share a server.
describe("the page", { concurrency: 2 }, () => {
  before(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
  });
  after(() => browser?.close());

  describe("the static page, in a folder of a file host", { concurrency: 1 }, () => {
    let host;
    let outDir;
    before(async () => {
      outDir = await mkdtemp(join(tmpdir(), "update-phone-page-"));
      await buildPage({ outDir });
      host = await serveFolder(outDir, "/demo/change-phone/");
    });
    after(async () => {
      await host?.close();
      await rm(outDir, { recursive: true, force: true });
    });

    const mode = {
      name: "static",
      url: () => host.url,
      // The emulator in the page goes by the page's clock.
      advance: (page, ms) => page.clock.fastForward(ms),
    };
    testTheFlow(mode);
    testTheForm(mode);

    test("carries its policy itself", async () => {
      const { page, problems } = await openWatched(browser, host.url);
      const isRefused = await page.evaluate(() =>
        fetch("https://elsewhere.example/").then(
          () => false,
          () => true,
        ),
      );
      assert.equal(isRefused, true);
      assert.match(problems.take().join("\n"), /Content Security Policy/);
      await page.context().close();
    });
  });

  describe("the page that speaks HTTP to the emulator", { concurrency: 1 }, () => {
    let served;
    before(async () => {
      served = await servePage();
    });
    after(() => served?.close());

    testTheFlow({
      name: "http",
      url: () => served.url,
      async advance(page, ms) {
        await served.control("clock", { advanceMs: ms });
        await page.clock.fastForward(ms);
      },
      reset: () => served.control("reset", {}),
    });

    test("is served with its policy, from one origin with the emulator", async () => {
      const response = await fetch(served.url);
      assert.equal(
        response.headers.get("content-security-policy"),
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
      );
      assert.equal((await fetch(new URL("/_emulator/inbox", served.url))).status, 200);
      const foreign = await fetch(new URL("/_emulator/inbox", served.url), {
        headers: { origin: "https://a.example" },
      });
      assert.equal(foreign.status, 403);
      assert.equal((await fetch(new URL("/nothing-here", served.url))).status, 404);
      assert.equal((await fetch(served.url, { method: "POST" })).status, 405);
    });

    test("goes on after the service was out of reach", async () => {
      await served.control("reset", {});
      const { page, problems } = await openWatched(browser, served.url, { breakOnce: ["/_emulator/users"] });
      await page.locator("#start-problem", { hasText: "The service cannot be reached." }).waitFor();
      await page.getByRole("button", { name: "Try again" }).click();

      await proveBothNumbers(page);
      await page.route("**/update-phone", (route) => route.abort(), { times: 1 });
      await page.getByRole("button", { name: "Change number" }).click();
      await page.locator("#confirm-problem:not(:empty)").waitFor();
      await page.getByRole("button", { name: "Change number" }).click();
      await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
      for (const problem of problems.take()) assert.match(problem, /net::ERR_FAILED/);
      await page.context().close();
    });

    test("shows the number as the service knows it after a reload", async () => {
      await served.control("reset", {});
      const { page, problems } = await openWatched(browser, served.url);
      await proveBothNumbers(page);
      await page.getByRole("button", { name: "Change number" }).click();
      await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
      await page.reload();
      await page.getByText(NEW_NUMBER).first().waitFor();
      assert.equal(await page.locator("#current-number").textContent(), NEW_NUMBER);
      assert.equal(await page.locator(".message").count(), 2, "the inbox is still there");
      await end(page, problems);
    });
  });
});

/** Opens the page as the seeded user finds it. */
async function open(mode, options) {
  await mode.reset?.();
  const opened = await openWatched(browser, mode.url(), options);
  await opened.page.locator("#number-fieldset:enabled").waitFor();
  return opened;
}

/** What goes over to the service; both ways to reach it have to do it alike. */
function testTheFlow(mode) {
  test("changes the number", async () => {
    const { page, problems } = await open(mode);
    assert.equal(await page.locator("#current-number").textContent(), OLD_NUMBER);
    await screenshot(page, `${mode.name}-1-number`);

    await proveBothNumbers(page, { beforeVerify: () => screenshot(page, `${mode.name}-2-codes`) });
    assert.match(await page.getByRole("timer").textContent(), /^(60|5\d) s$/);
    assert.match(await page.getByRole("status").textContent(), /You have \d+ seconds/);
    await screenshot(page, `${mode.name}-3-confirm`);
    const shown = await page.getByRole("timer").textContent();
    await page.waitForFunction((before) => document.querySelector("#token-time").textContent !== before, shown);

    await page.getByRole("button", { name: "Change number" }).click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), "done-title");
    assert.equal(await page.locator("del").textContent(), OLD_NUMBER);
    assert.equal(await page.locator("ins").textContent(), NEW_NUMBER);
    await screenshot(page, `${mode.name}-4-done`);

    await page.getByRole("button", { name: "Change it again" }).click();
    assert.equal(await page.locator("#current-number").textContent(), NEW_NUMBER);
    await end(page, problems);
  });

  test("says at the codes that one is wrong, and goes on with new ones", async () => {
    const { page, problems } = await open(mode);
    await sendBothCodes(page);
    const newCode = page.getByLabel("Code from the new phone");
    const right = await codeTo(page, NEW_NUMBER);
    await newCode.fill(right.replace(/^./, (digit) => String((Number(digit) + 1) % 10)));
    await page.getByLabel("Code from the old phone").fill(await codeTo(page, OLD_NUMBER));
    await page.getByRole("button", { name: "Verify" }).click();

    const problem = page.locator("#codes-problem");
    await problem.getByText("The code is wrong.").waitFor();
    assert.equal(await newCode.getAttribute("aria-invalid"), "true");
    assert.ok((await newCode.getAttribute("aria-describedby")).split(" ").includes("codes-problem"));
    assert.equal(await page.evaluate(() => document.activeElement.id), "new-code");
    await screenshot(page, `${mode.name}-wrong-code`);

    const resend = page.locator("#send-new");
    assert.match(await resend.textContent(), /^Resend in (1:00|0:5\d)$/);
    assert.equal(await resend.getAttribute("aria-disabled"), "true");
    await mode.advance(page, 61_000);
    await page.getByRole("button", { name: "Resend", exact: true }).first().click();
    await page.locator(".message").nth(2).waitFor();
    // Nobody knows which one was wrong, so the other is used up, too.
    await page.locator("#send-old").click();
    await page.locator(".message").nth(3).waitFor();
    await newCode.fill(await codeTo(page, NEW_NUMBER));
    await page.getByLabel("Code from the old phone").fill(await codeTo(page, OLD_NUMBER));
    assert.equal(await problem.textContent(), "");
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("heading", { name: "Confirm the change" }).waitFor();
    await end(page, problems);
  });

  test("leads back to the number when it is taken", async () => {
    const { page, problems } = await open(mode);
    await proveBothNumbers(page, { to: TAKEN_NUMBER, expectConfirm: false });
    await page.getByText("This number belongs to another account.").first().waitFor();
    const number = page.getByLabel("Phone number", { exact: true });
    assert.equal(await number.getAttribute("aria-invalid"), "true");
    assert.equal(await page.evaluate(() => document.activeElement.id), "number");
    await screenshot(page, `${mode.name}-taken`);
    await end(page, problems);
  });

  test("leads back to the codes when the token has expired", async () => {
    const { page, problems } = await open(mode);
    await proveBothNumbers(page);
    await mode.advance(page, 40_000);
    assert.match(await page.getByRole("timer").textContent(), /^(20|1?\d) s$/);
    await mode.advance(page, 20_000);
    await page.getByRole("heading", { name: "Time is up" }).waitFor();
    assert.match(await page.getByRole("status").textContent(), /Nothing was changed/);
    assert.equal(await page.getByRole("button", { name: "Change number" }).count(), 0);
    await screenshot(page, `${mode.name}-expired`);

    await page.getByRole("button", { name: "Request new codes" }).click();
    await proveBothNumbers(page, { isNumberChosen: true, messagesBefore: 2 });
    await page.getByRole("button", { name: "Change number" }).click();
    await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
    await end(page, problems);
  });
}

/** What the form does by itself. */
function testTheForm(mode) {
  test("judges the number while it is typed", async () => {
    const { page, problems } = await open(mode);
    const number = page.getByLabel("Phone number", { exact: true });
    const countryCode = page.getByLabel("Country calling code");
    const note = page.locator("#number-note");

    await countryCode.fill("+8");
    assert.equal(await note.textContent(), "", "the beginning of several calling codes");
    await countryCode.fill("+86");
    await number.pressSequentially("139");
    assert.equal(await note.textContent(), "", "too short so far, which more digits will mend");
    await number.pressSequentially("12345678");
    assert.match(await note.textContent(), /^China/, "the country, in the words of the browser");
    await number.pressSequentially("99");
    assert.equal(await note.textContent(), "This number is too long.");
    assert.equal(await number.getAttribute("aria-invalid"), "true");
    await number.press("Backspace");
    await number.press("Backspace");
    assert.equal(await number.getAttribute("aria-invalid"), null);

    await number.fill("139");
    await number.press("Enter");
    assert.equal(await note.textContent(), "This number is too short.");
    assert.equal(await page.locator(".message").count(), 0, "nothing was sent");

    await number.fill("18812345678");
    await number.press("Enter");
    assert.equal(await note.textContent(), "This is your number already. Enter another one.");

    await countryCode.fill("+999");
    assert.equal(await note.textContent(), "No country has this calling code.");

    await number.fill("+852 6123 4567");
    await number.blur();
    assert.equal(await countryCode.inputValue(), "+852");
    assert.equal(await number.inputValue(), "61234567");
    await end(page, problems);
  });

  test("says at a code what is wrong with its form", async () => {
    const { page, problems } = await open(mode);
    await sendBothCodes(page);
    const oldCode = page.getByLabel("Code from the old phone");
    await page.getByRole("button", { name: "Verify" }).click();
    assert.equal(await page.locator("#new-code-note").textContent(), "Enter the code.");
    assert.equal(await page.locator("#old-code-note").textContent(), "Enter the code.");

    await page.getByLabel("Code from the new phone").fill("Your code is １２３ 456");
    assert.equal(await page.getByLabel("Code from the new phone").inputValue(), "123456");
    await oldCode.fill("12");
    await page.getByRole("button", { name: "Verify" }).click();
    await page.locator("#old-code-note.is-error").waitFor();
    assert.match(await page.locator("#old-code-note").textContent(), /4 to 8 digits/);
    assert.equal(await page.locator("#new-code-note.is-error").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.id), "old-code");
    await end(page, problems);
  });

  test("can go back to another number, and to the first one within its minute", async () => {
    const { page, problems } = await open(mode);
    await chooseNumber(page);
    await page.getByRole("button", { name: "Change the new number" }).click();
    await page.getByLabel("Phone number", { exact: true }).fill("13700000000");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByText("Sent to +86 137 0000 0000", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Change the new number" }).click();
    await page.getByLabel("Phone number", { exact: true }).fill("13912345678");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByText(`Sent to ${NEW_NUMBER}`, { exact: true }).waitFor();
    assert.equal(await page.locator(".message").count(), 2, "the code that is on its way is not sent again");
    await end(page, problems);
  });

  test("fits 320 px, and is done by keyboard alone", async () => {
    const { page, problems } = await open(mode, { viewport: { width: 320, height: 640 }, colorScheme: "dark" });
    const { keyboard } = page;
    await page.locator("#number").focus();
    await keyboard.type("13912345678");
    await keyboard.press("Enter");
    await page.locator("#new-code:focus").waitFor();
    await keyboard.type(await codeTo(page, NEW_NUMBER));
    for (let i = 0; i < 3; i += 1) await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.locator("#old-code:focus").waitFor();
    await keyboard.type(await codeTo(page, OLD_NUMBER));
    assert.deepEqual(
      await page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector("#verify").offsetHeight]),
      [320, 44],
    );
    await screenshot(page, `${mode.name}-320-dark`);
    await keyboard.press("Enter");
    await page.locator("#confirm-title:focus").waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.locator("#done-title:focus").waitFor();
    await end(page, problems);
  });
}

async function chooseNumber(page, { countryCode, number } = { countryCode: "+86", number: "13912345678" }) {
  await page.getByLabel("Country calling code").fill(countryCode);
  await page.getByLabel("Phone number", { exact: true }).fill(number);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code from the new phone").waitFor();
}

async function sendBothCodes(page, { to, isNumberChosen = false, messagesBefore = 0 } = {}) {
  if (isNumberChosen) await page.locator("#send-new").click();
  else await chooseNumber(page, to);
  await page.locator(".message").nth(messagesBefore).waitFor();
  await page.locator("#send-old").click();
  await page
    .locator(".message")
    .nth(messagesBefore + 1)
    .waitFor();
}

async function proveBothNumbers(page, { beforeVerify, expectConfirm = true, ...options } = {}) {
  const { countryCode, number } = options.to ?? { countryCode: "+86", number: "13912345678" };
  await sendBothCodes(page, options);
  await page.getByLabel("Code from the new phone").fill(await codeTo(page, `${countryCode} ${number}`));
  await page.getByLabel("Code from the old phone").fill(await codeTo(page, OLD_NUMBER));
  await beforeVerify?.();
  await page.getByRole("button", { name: "Verify" }).click();
  if (expectConfirm) await page.getByRole("heading", { name: "Confirm the change" }).waitFor();
}

/** The latest code to that number, as a person reads it in the inbox. */
async function codeTo(page, number) {
  const message = page.locator(".message", { hasText: `To ${number.replaceAll(" ", "")}` }).first();
  return message.locator(".message-code").textContent();
}

function screenshot(page, name) {
  return page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

async function end(page, problems) {
  await page.context().close();
  assert.deepEqual(problems.take(), []);
}
