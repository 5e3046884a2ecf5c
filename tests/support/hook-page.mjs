// A page that tests a framework's hooks over the packed package.
import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { build } from "esbuild";
import { launchChromium, openWatched } from "./browser.mjs";
import { installExample } from "./examples.mjs";
import { serveFolder } from "./page-servers.mjs";

const HTML = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Hooks</title>
<script type="module" src="page.js"></script><body></body></html>`;

/** The constants that Vite's plugins define for a development build. */
const DEVELOPMENT = {
  "process.env.NODE_ENV": '"development"',
  __VUE_OPTIONS_API__: "true",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

/**
 * Builds the page of one suite around a script, which provides `globalThis.lib` for the tests. `open(t)` resolves with the page in a new
 * context. When the test ends, the page must have no problems except those that match `expected`.
 */
export function setUpPage(name, script, modules) {
  const { folder, remove } = installExample(name, modules);
  let browser;
  let host;
  before(async () => {
    for (const file of ["page-stage.mjs", "held-clock.mjs"]) {
      cpSync(join(import.meta.dirname, file), join(folder, file));
    }
    cpSync(script, join(folder, "page.mjs"));
    await build({
      absWorkingDir: folder,
      entryPoints: ["page.mjs"],
      outfile: join(folder, "site/page.js"),
      bundle: true,
      format: "esm",
      define: DEVELOPMENT,
      logLevel: "warning",
    });
    writeFileSync(join(folder, "site/index.html"), HTML);
    [browser, host] = await Promise.all([launchChromium(), serveFolder(join(folder, "site"), "/")]);
  });
  after(async () => {
    await browser?.close();
    await host?.close();
    remove();
  });
  return {
    folder,
    async open(t, expected = /^$/) {
      const { page, problems } = await openWatched(browser, host.url);
      t.after(async () => {
        await page.context().close();
        assert.deepEqual(
          problems.take().filter((problem) => !expected.test(problem)),
          [],
        );
      });
      return page;
    },
  };
}
