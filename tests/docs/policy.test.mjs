// Checks the policies of docs/security.md in a browser.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { read } from "./blocks.mjs";

const guide = read("docs/security.md");
const [, policy] = /^`(default-src [^`]+)` is enough/m.exec(guide);
const [, trustedTypes] = /`(require-trusted-types-for [^`]+)`/.exec(guide);

const PROGRAM = `
  import { createClient } from "./node_modules/update-phone/dist/index.js";
  import { createEmulator } from "./node_modules/update-phone/dist/emulator/index.js";
  import "./node_modules/update-phone/dist/element/index.js";
  const emulator = createEmulator();
  const client = createClient({ host: "http://localhost", fetch: emulator.fetch, ...emulator.users[0] });
  document.querySelector("update-phone-form").client = client;
  client.getProfile().then(({ phone }) => phone, ({ code }) => code).then((text) => (document.title = text));
`;

let browser;
let host;
before(async () => {
  writeFileSync(join(installed.folder, "program.js"), PROGRAM);
  [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
});
after(() => Promise.all([browser?.close(), host?.close()]));

/** Returns the result of a call under a policy, and the problems. */
async function callUnder(content) {
  const html = `<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${content}">
<update-phone-form></update-phone-form><script type="module" src="program.js"></script></html>`;
  writeFileSync(join(installed.folder, "policy.html"), html);
  const { page, problems } = await openWatched(browser, `${host.url}policy.html`);
  await page.waitForFunction(() => document.title !== "");
  const title = await page.title();
  const heading = await page.locator("update-phone-form").getByRole("heading").first().textContent();
  await page.context().close();
  return { title, heading, problems: problems.take().filter((problem) => !/favicon|status of 404/.test(problem)) };
}

for (const content of [policy, `${policy}; ${trustedTypes}`]) {
  test(`the form and a call work under ${content}`, async () => {
    const { title, heading, problems } = await callUnder(content);
    assert.equal(title, "18812345678");
    assert.ok(heading);
    assert.deepEqual(problems, []);
  });
}

test("without 'wasm-unsafe-eval' a call fails with ERR_WASM_LOAD", async () => {
  const { title, problems } = await callUnder(policy.replace(" 'wasm-unsafe-eval'", ""));
  assert.equal(title, "ERR_WASM_LOAD");
  assert.ok(problems.some((problem) => /Content Security Policy/i.test(problem)));
});
