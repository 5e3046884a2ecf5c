// The form looks as in docs/screenshots/form. `make screenshots` writes those anew.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { setUp } from "../support.mjs";
import { IS_WRITING, OUTPUT, STATES, writeState } from "./files.mjs";
import { largestDifference } from "./layout.mjs";
import { LOOKS, pictureOf, visitStates } from "./looks.mjs";

setUp();

/** Cells: above what another font makes, below the smallest of the breakages that are tried below. */
const MOST_DIFFERENCE = 9;

before(() => {
  if (IS_WRITING) for (const file of readdirSync(STATES)) rmSync(join(STATES, file));
});

const expected = (look, state) => readFileSync(join(STATES, `${look}-${state}.png`));

for (const [look, settings] of Object.entries(LOOKS)) {
  test(`${look}: every state looks as it did`, async (t) => {
    const others = [];
    const seen = [];
    await visitStates(t, settings, async (state, { page }) => {
      const file = `${look}-${state}.png`;
      const picture = await pictureOf(page);
      seen.push(file);
      if (IS_WRITING) {
        await writeState(file, picture);
        return;
      }
      const difference = await largestDifference(picture, expected(look, state));
      if (difference <= MOST_DIFFERENCE) return;
      writeFileSync(join(OUTPUT, file), picture);
      others.push(`${file}: a patch of ${difference} cells is otherwise; see tests/output/${file}`);
    });
    assert.deepEqual(others, []);
    const kept = readdirSync(STATES).filter((file) => lookOf(file) === look);
    assert.deepEqual(kept.sort(), seen.sort(), "each screenshot is of a state that there is");
  });
}

const BREAKAGES = {
  both: {
    "the button is 16 px further down": "#submit { position: relative; top: 16px; }",
    "the button is as wide as its text": "#submit { inline-size: auto; justify-self: start; }",
    "the digits stand outside of their slots": ".code-input { letter-spacing: 0; }",
    "the card has no padding": ".card { padding: 0; }",
  },
  confirming: {
    "the ring is missing": ".timer { visibility: hidden; }",
    "the ring is below the button": ".timer { position: relative; top: 48px; }",
    "the colours are lost": ".button { background: none; }",
  },
};

const OTHER_FONT = ".card { font-family: 'DejaVu Sans', Verdana, sans-serif !important; }";

test("a broken layout is noticed, another font is not", { skip: IS_WRITING }, async (t) => {
  const look = "light-desktop";
  const rows = [];
  const wrong = [];
  await visitStates(t, LOOKS[look], async (state, { page }) => {
    const tell = async (what, isNoticed) => {
      const cells = await largestDifference(await pictureOf(page), expected(look, state));
      rows.push(`${state}: ${what}: ${cells} cells`);
      if (cells > MOST_DIFFERENCE !== isNoticed) wrong.push(rows.at(-1));
    };
    for (const [what, rules] of Object.entries(BREAKAGES[state] ?? {})) {
      const undo = await addRules(page, rules);
      await tell(what, true);
      await undo();
    }
    const undo = await addRules(page, OTHER_FONT);
    await tell("another font", false);
    await undo();
    if (state !== "editing") return;
    const sheets = await page.evaluateHandle(() => [...globalThis.parts.form.shadowRoot.adoptedStyleSheets]);
    await page.evaluate(() => void (globalThis.parts.form.shadowRoot.adoptedStyleSheets = []));
    await tell("no stylesheet", true);
    await page.evaluate((given) => void (globalThis.parts.form.shadowRoot.adoptedStyleSheets = given), sheets);
  });
  t.diagnostic(rows.join("\n"));
  assert.deepEqual(wrong, []);
});

async function addRules(page, rules) {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    globalThis.parts.form.shadowRoot.adoptedStyleSheets.push(sheet);
  }, rules);
  return () => page.evaluate(() => void globalThis.parts.form.shadowRoot.adoptedStyleSheets.pop());
}

const lookOf = (file) => Object.keys(LOOKS).findLast((look) => file.startsWith(`${look}-`));
