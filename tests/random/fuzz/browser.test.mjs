// The same in Chromium, where another realm is an iframe's, and with the form: see `fuzz.test.mjs`.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";
import { launchChromium } from "../../support/browser.mjs";
import { installed } from "../../support/packed.mjs";
import { serveFolder } from "../../support/page-servers.mjs";
import { documentedCodes, membersOf } from "./surface.mjs";

const { env } = process;
/** A campaign of the other file makes more of them here, too. */
const CALLS = Math.ceil(Number(env.UPDATE_PHONE_TEST_CALLS ?? 6_000) / 6);
const SEED = 20261123 * 2 ** 20;

test("in a page, too, whatever is handed over is answered, and the form goes on", async (t) => {
  const site = join(installed.folder, "site");
  mkdirSync(site);
  after(() => rmSync(site, { recursive: true, force: true }));
  await build({
    entryPoints: [join(import.meta.dirname, "page.mjs")],
    nodePaths: [join(installed.folder, "node_modules")],
    outdir: site,
    bundle: true,
    splitting: true,
    format: "esm",
    logLevel: "warning",
  });
  writeFileSync(
    join(site, "index.html"),
    '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Fuzzing</title><body><script type="module" src="page.js"></script>',
  );
  const [browser, host] = await Promise.all([launchChromium(), serveFolder(site, "/")]);
  t.after(async () => {
    await browser.close();
    await host.close();
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  await page.waitForFunction(() => "beginFuzzing" in globalThis);
  const run = { codes: documentedCodes(), seed: SEED, count: CALLS, formCount: Math.ceil(CALLS / 3) };
  await page.evaluate((run) => void globalThis.beginFuzzing(run), run);
  await page.waitForFunction(() => "fuzzed" in globalThis, undefined, { polling: 200, timeout: 120_000 + CALLS * 20 });
  const { api, form, failure } = JSON.parse(await page.evaluate(() => globalThis.fuzzed));
  assert.equal(failure, undefined);
  const total = ({ calls }) => Object.values(calls).reduce((sum, count) => sum + count, 0);
  for (const [name, count] of Object.entries(form.calls)) t.diagnostic(`${name}: ${count}`);
  t.diagnostic(
    `${total(api)} calls, ${total(form)} deeds to a form, ${api.traps + form.traps} traps, Chromium ${browser.version()}`,
  );
  assert.deepEqual([...api.found, ...form.found], []);
  assert.equal(api.traps + form.traps, 0);
  const known = new Set(Object.keys(form.calls).map((name) => name.replace("form.", "")));
  for (const member of membersOf("element", "UpdatePhoneFormElement")) assert.ok(known.has(member), member);
});
