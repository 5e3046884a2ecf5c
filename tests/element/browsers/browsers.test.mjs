// The form of the packed package in Chromium, Firefox and WebKitGTK, with the emulator over HTTP on another origin; by keyboard alone
// and by mouse. Prints the table of scenarios and browsers.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { installed } from "../../support/packed.mjs";
import { serveFolder } from "../../support/page-servers.mjs";
import { BROWSERS, missingOf, startBrowser } from "./browsers.mjs";
import { Results } from "./results.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { startService } from "./service.mjs";
import { Stage } from "./stage.mjs";

// So that what ends the tests from outside ends the browsers, too.
process.once("SIGTERM", () => process.exit(143));

/** A driver may wait for ever for its browser. */
const TIMEOUT_MS = 40_000;

for (const name of ["page.html", "page.mjs", "elsewhere.html"]) {
  cpSync(join(import.meta.dirname, name), join(installed.folder, name));
}

const results = new Results(BROWSERS.map(({ name }) => name));
after(() => console.log(String(results)));

// Each browser waits for its page most of the time, so they do not get into each other's way.
describe("the form in real browsers", { concurrency: BROWSERS.length }, () => {
  for (const definition of BROWSERS) testIn(definition);
});

function testIn(definition) {
  const { name } = definition;
  const missing = missingOf(definition);
  // What CI does not have it has not tested.
  const skip = missing && !process.env.CI ? missing : false;

  describe(name, { concurrency: 1, skip }, () => {
    let browser;
    let service;
    let host;
    before(async () => {
      assert.equal(missing, undefined);
      [browser, service, host] = await Promise.all([
        startBrowser(definition),
        startService(),
        serveFolder(installed.folder, "/"),
      ]);
      results.setVersion(name, browser.version);
    });
    after(async () => {
      await browser?.close();
      await service?.goAway();
      await host?.close();
    });

    for (const { name: scenario, run } of SCENARIOS) {
      for (const hands of ["keyboard", "mouse"]) {
        test(`${scenario}, by ${hands}, in ${name}`, { timeout: TIMEOUT_MS }, async () => {
          const cell = results.begin(scenario, name, hands);
          const stage = new Stage({ browser, service, pages: host.url, hands });
          try {
            await run(stage);
            assert.deepEqual(await stage.problems(), []);
            cell.pass(stage.noted);
          } finally {
            await stage.close();
          }
        });
      }
    }
  });
}
