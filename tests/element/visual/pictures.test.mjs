// The pictures in the READMEs. `make screenshots` makes them anew: the form's states on one sheet, a change as a film, the page.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { CODE, OLD_NUMBER, setUp } from "../support.mjs";
import { openForm as openPage, setUpBrowser, setUpStaticPage } from "../../www/support.mjs";
import { IS_WRITING, SCREENSHOTS, writeFilm, writePicture } from "./files.mjs";
import { FONT, LOOKS, openPictured, pictureOf, visitStates } from "./looks.mjs";

setUp();
setUpBrowser();
const mode = setUpStaticPage();

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
const READMES = { "en-US": "README.md", "zh-CN": "README.zh-CN.md" };
const MOST_BYTES = 1_500_000;
const MOST_FILM_BYTES = 600_000;

/** Each look is a band of columns, which have the states one below the other. */
const SHEET = [
  {
    look: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    paper: "#f4f5f8",
    columns: [
      ["countries", "done"],
      ["code", "confirming"],
      ["taken", "old"],
    ],
  },
  {
    look: { colorScheme: "dark", viewport: { width: 375, height: 900 } },
    paper: "#0d0f13",
    columns: [["wrong", "done"], ["both"], ["pressing", "sending"], ["in-doubt", "unusual"]],
  },
];
/** About twice the width at which a README is read. */
const SHEET_SCALE = 1.25;

for (const lang of Object.keys(READMES)) {
  test(`${lang}: the form's states, light and dark, on a desktop and on a phone`, { skip: !IS_WRITING }, async (t) => {
    const bands = [];
    for (const { look, paper, columns } of SHEET) {
      const taken = {};
      await visitStates(t, { ...look, lang, deviceScaleFactor: SHEET_SCALE }, async (state, { page }) => {
        if (columns.flat().includes(state)) taken[state] = await pictureOf(page);
      });
      bands.push({ paper, columns: columns.map((states) => states.map((state) => taken[state])) });
    }
    await writePicture(`form.${lang}.webp`, await sheetOf(bands));
  });

  test(`${lang}: a change, from the number to the end`, { skip: !IS_WRITING }, async (t) => {
    await writeFilm(`change.${lang}.webp`, await film(t, lang));
  });
}

test("the page", { skip: !IS_WRITING }, async (t) => {
  const viewport = { width: 1280, height: 960 };
  const { page, comeToConfirm } = await openPage(t, mode, "?lang=en-US", {
    viewport,
    deviceScaleFactor: 1.5,
    bypassCSP: true,
  });
  await page.addStyleTag({
    content: `body { font-family: ${FONT}; } update-phone-form { --update-phone-font: ${FONT}; }`,
  });
  await comeToConfirm();
  await writePicture("page.webp", await page.screenshot());
});

test("each README shows every picture there is for it, small enough to be read on the road", () => {
  const pictures = readdirSync(SCREENSHOTS).filter((file) => file.endsWith(".webp"));
  for (const [lang, readme] of Object.entries(READMES)) {
    const markdown = readFileSync(join(import.meta.dirname, "../../..", readme), "utf8");
    const wanted = pictures.filter((file) => !/\.[a-z]{2}-[A-Z]{2}\./.test(file) || file.includes(`.${lang}.`));
    const shown = [...markdown.matchAll(/!\[[^\]]{10,}\]\(docs\/screenshots\/([^)]+)\)/g)].map(([, file]) => file);
    assert.deepEqual(shown.sort(), wanted.sort(), readme);
  }
  const files = readdirSync(SCREENSHOTS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
  assert.ok(sum(bytes) < MOST_BYTES);
});

for (const lang of Object.keys(READMES)) {
  test(`${lang}: the film goes through a whole change`, async () => {
    const file = join(SCREENSHOTS, `change.${lang}.webp`);
    const { pages, delay } = await sharp(file, { animated: true }).metadata();
    assert.ok(pages > 20 && delay.length === pages);
    assert.ok(statSync(file).size < MOST_FILM_BYTES);
  });
}

/** Bands one below the other, as wide as the widest; what is left of its width is between and beside the columns of a band. */
async function sheetOf(bands) {
  const sized = await Promise.all(bands.map(withSizes));
  const width = Math.max(...sized.map((band) => band.width));
  const parts = [];
  let top = 0;
  for (const { paper, columns, width: needed, height } of sized) {
    parts.push({ input: { create: { width, height, channels: 3, background: paper } }, left: 0, top });
    const gap = Math.floor((width - needed) / (columns.length + 1));
    let left = gap;
    for (const { pictures, width: column } of columns) {
      let below = top;
      for (const { input, height: each } of pictures) {
        parts.push({ input, left, top: below });
        below += each;
      }
      left += column + gap;
    }
    top += height;
  }
  return sharp({ create: { width, height: top, channels: 3, background: "white" } })
    .composite(parts)
    .png()
    .toBuffer();
}

async function withSizes({ paper, columns: given }) {
  const columns = [];
  for (const inputs of given) {
    const pictures = [];
    for (const input of inputs) {
      const { width, height } = await sharp(input).metadata();
      pictures.push({ input, width, height });
    }
    const width = Math.max(...pictures.map((picture) => picture.width));
    columns.push({ pictures, width, height: sum(pictures.map((picture) => picture.height)) });
  }
  const width = sum(columns.map((column) => column.width));
  return { paper, columns, width, height: Math.max(...columns.map((column) => column.height)) };
}

/** A person types a number and its code, thinks for a while, and confirms. */
async function film(t, lang) {
  const { page } = await openPictured(t, {
    lang,
    current: OLD_NUMBER,
    flow: { confirm: true },
    emulator: { verifyOldPhone: false },
    viewport: { width: 416 + 32, height: 388 },
    deviceScaleFactor: 1.5,
  });
  const frames = [];
  const show = async (milliseconds) => {
    await page.evaluate(() => globalThis.parts.form.updateComplete);
    frames.push({ picture: await page.screenshot({ animations: "disabled", caret: "hide" }), milliseconds });
  };
  const type = async (text) => {
    for (const key of text) {
      await page.keyboard.press(key);
      await show(110);
    }
  };
  const wait = async (seconds) => {
    for (let second = 0; second < seconds; second += 1) {
      await page.clock.runFor(1000);
      await show(1000);
    }
  };
  await show(1200);
  await page.locator("#new-phone").focus();
  await type("13912345678");
  await show(600);
  await page.locator("#new-send").click();
  await page.locator("#new-code").waitFor();
  await show(700);
  await wait(2);
  await type(CODE);
  await show(400);
  await page.locator("#submit").click();
  await page.locator("#confirm").waitFor();
  await show(700);
  await wait(3);
  await page.locator("#confirm").click();
  await page.locator(".done").waitFor();
  await show(3000);
  return frames;
}
