// The page in Chromium, in both of its modes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { buildPage } from "../../tools/www/build.mjs";
import { launchChromium, openWatched } from "../support/browser.mjs";
import { serveFolder, servePage } from "../support/page-servers.mjs";

export const LANGUAGES = ["en-US", "zh-CN", "zh-TW", "ja-JP"];
export const OLD_NUMBER = "+86 188 1234 5678";
export const NEW_NUMBER = "+86 139 1234 5678";

const SCREENSHOTS = join(import.meta.dirname, "../output");

let browser;

/** For each file: starts the browser. */
export function setUpBrowser() {
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await launchChromium();
  });
  after(() => browser?.close());
}

/** The static page, in a folder of a file host. */
export function setUpStaticPage() {
  const mode = { name: "static" };
  let host;
  before(async () => {
    mode.folder = await mkdtemp(join(tmpdir(), "update-phone-page-"));
    await buildPage({ outDir: mode.folder });
    host = await serveFolder(mode.folder, "/demo/change-phone/");
    mode.url = host.url;
  });
  after(async () => {
    await host?.close();
    await rm(mode.folder, { recursive: true, force: true });
  });
  return mode;
}

/** What `make www` serves. */
export function setUpServedPage() {
  const mode = { name: "http" };
  let served;
  before(async () => {
    served = await servePage();
    mode.url = `${served.url}/`;
    mode.reset = () => served.control("reset", {});
  });
  after(() => served?.close());
  return mode;
}

/** Opens a page in a context of its own. When the test ends, nothing may have been complained of but what `expected` fits. */
export async function openPage(t, mode, path = "", { expected = /^$/, ...options } = {}) {
  await mode.reset?.();
  const { page, problems } = await openWatched(browser, mode.url + path, options);
  t.after(async () => {
    await page.context().close();
    assert.deepEqual(
      problems.take().filter((problem) => !expected.test(problem)),
      [],
    );
  });
  return { page, problems };
}

/** What a browser complains of when a fault that was ordered comes over HTTP. */
export function expectFaults(mode, problems) {
  const found = problems.take();
  assert.equal(found.length > 0, mode.name === "http");
  for (const problem of found) assert.match(problem, /net::ERR_|status of 502|^HTTP 502/);
}

/** Opens the page with the form; the module is there. */
export async function openForm(t, mode, path = "", options = {}) {
  const opened = await openPage(t, mode, path, options);
  const { page } = opened;
  await page.locator("#numbers-input:enabled").waitFor();
  await page.locator('#new-country[aria-disabled="false"]').waitFor();
  return { ...opened, ...helpers(page) };
}

function helpers(page) {
  /** Has codes sent to both numbers, and taps them on the drawn phone. */
  async function typeBothCodes(kind = "free") {
    await page.locator(".suggestion", { hasText: kind }).click();
    for (const side of ["new", "old"]) {
      const before = await page.locator(".message").count();
      await page.locator(`#${side}-send`).click();
      await page.locator(".message").nth(before).waitFor();
      await page.locator(`.message:has(.is-${side}) .message-action`).first().click();
      assert.match(await page.locator(`#${side}-code`).inputValue(), /^\d{6}$/);
    }
  }
  const isOrdered = () => page.locator('#faults:not([aria-busy="true"])').waitFor();
  const switchOf = (name) => page.getByRole("switch", { name, exact: true });
  return {
    switchOf,
    message: (side) => page.locator(".message", { has: page.locator(`.is-${side}`) }).first(),
    typeBothCodes,
    async comeToConfirm() {
      await typeBothCodes();
      await page.locator("#submit").click();
      await page.locator("#confirm").waitFor();
    },
    snapshot: async () => JSON.parse(await page.locator("#state-json").textContent()),
    /** Switches a fault on, or off, and waits until the service has heard of it. */
    async order(name) {
      await page.locator("#tab-switches").click();
      await switchOf(name).check();
      await isOrdered();
    },
    async cancel(name) {
      await switchOf(name).uncheck();
      await isOrdered();
    },
    screenshot: (name) => page.screenshot({ path: join(SCREENSHOTS, `page-${name}.png`), fullPage: true }),
  };
}
