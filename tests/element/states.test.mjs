// Every state in every language, light and dark: axe-core looks at each, and so can you, in tests/output.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { LANGUAGES, openForm, setUp } from "./support.mjs";
import { CHANGE, REFUSALS, walkThroughChange, walkThroughRefusals } from "./walk.mjs";

setUp();

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SCREENSHOTS = join(import.meta.dirname, "../output");
mkdirSync(SCREENSHOTS, { recursive: true });

/** Nothing that axe-core knows to complain of. */
async function isAccessible(page, state) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: axe });
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run("update-phone-form"));
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  assert.deepEqual(found, [], state);
  assert.ok(passes.length > 0, state);
}

for (const lang of LANGUAGES) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${lang}, ${colorScheme}: axe-core finds nothing to complain of in any state`, async (t) => {
      for (const [settings, walk] of [
        [CHANGE, walkThroughChange],
        [REFUSALS, walkThroughRefusals],
      ]) {
        const viewport = { width: 375, height: 900 };
        const opened = await openForm(t, { ...settings, lang, colorScheme, viewport, bypassCSP: true });
        await walk(opened, async (state) => {
          await isAccessible(opened.page, state);
          await opened.page.screenshot({ path: join(SCREENSHOTS, `form-${lang}-${colorScheme}-${state}.png`) });
        });
      }
    });
  }
}
