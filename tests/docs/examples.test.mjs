// Runs the examples without changes, beside the packed package.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";

const EXAMPLES = join(import.meta.dirname, "../../examples");

let browser;
let host;
before(async () => {
  cpSync(join(EXAMPLES, "html/index.html"), join(installed.folder, "html.html"));
  for (const name of ["index.html", "own-form.mjs"]) {
    cpSync(join(EXAMPLES, "javascript", name), join(installed.folder, name));
  }
  cpSync(join(EXAMPLES, "node/quick-start.mjs"), join(installed.folder, "quick-start.mjs"));
  [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
});
after(() => Promise.all([browser?.close(), host?.close()]));

async function open(t, name) {
  const { page, problems } = await openWatched(browser, host.url + name);
  t.after(async () => {
    await page.context().close();
    // The server has no favicon.
    assert.deepEqual(
      problems.take().filter((problem) => !/favicon|status of 404/.test(problem)),
      [],
    );
  });
  return page;
}

test("the form on a page of 15 lines changes a number, from a server that serves files", async (t) => {
  const html = readFileSync(join(EXAMPLES, "html/index.html"), "utf8");
  assert.equal(html.trimEnd().split("\n").length, 15);
  const guide = readFileSync(join(EXAMPLES, "../docs/form-element.md"), "utf8");
  assert.ok(guide.includes(`\`\`\`html\n${html}\`\`\``), "the guide has the same code");

  const page = await open(t, "html.html");
  await page.getByLabel("New phone number").fill("+86 139 1234 5678");
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code from the new phone").fill("123456");
  await page.getByRole("button", { name: "Change number" }).click();
  await page.getByLabel("Current phone number").fill("+86 188 1234 5678");
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code from the current phone").fill("123456");
  await page.getByRole("button", { name: "Change number" }).click();
  await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
});

test("a custom form over the flow changes a number, and shows errors", async (t) => {
  const page = await open(t, "index.html");
  const message = page.getByRole("status");
  await page.getByLabel("New number").fill("+86 139");
  assert.ok(await page.locator("#send-new").isDisabled());
  await page.getByLabel("New number").fill("+86 139 1234 5678");
  await page.locator("#send-new:enabled").click();
  await page.locator("#send-new", { hasText: /^Send again in \d+ s$/ }).waitFor();
  assert.ok(await page.locator("#send-new").isDisabled());
  await page.locator("#new-code").fill("123456");
  assert.ok(await page.getByRole("button", { name: "Change number" }).isDisabled(), "the old number is missing");
  await page.getByLabel("Current number").fill("+86 188 1234 5678");
  await page.locator("#send-old:enabled").click();
  await page.locator("#send-old", { hasText: /^Send again in/ }).waitFor();
  await page.locator("#old-code").fill("654321");
  await page.getByRole("button", { name: "Change number" }).click();
  await message.getByText("The code is wrong.").waitFor();

  await page.clock.fastForward(61_000);
  for (const side of ["new", "old"]) {
    assert.equal(await page.locator(`#${side}-code`).inputValue(), "", "a rejected code is cleared");
    await page.locator(`#send-${side}:enabled`).click();
    await page.locator(`#send-${side}`, { hasText: /^Send again in/ }).waitFor();
    await page.locator(`#${side}-code`).fill("123456");
  }
  await page.getByRole("button", { name: "Change number" }).click();
  await message.getByText("Changed to +8613912345678").waitFor();
});

test("the quick start runs in Node.js", () => {
  const options = { cwd: installed.folder, encoding: "utf8" };
  const output = execFileSync(process.execPath, ["quick-start.mjs"], options);
  assert.equal(output, "60 s left to confirm\nconfirmed 13912345678\n");
});
