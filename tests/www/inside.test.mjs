// What the page shows beside the form: requests, languages, themes, code, the phone engine; and that all of it is accessible.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { buildSync } from "esbuild";
import { EXAMPLES } from "../../tools/www/examples.mjs";
import { LANGUAGES, openForm, openPage, setUpBrowser, setUpStaticPage } from "./support.mjs";

const root = join(import.meta.dirname, "../..");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

setUpBrowser();
const mode = setUpStaticPage();

test("the requests are shown with their answers, and no secret is in them", async (t) => {
  const { page, comeToConfirm, order, screenshot } = await openForm(t, mode);
  await order("Verifying takes 3 s");
  await comeToConfirm();
  await page.locator("#confirm").click();
  await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
  await page.locator("#tab-requests").click();
  const exchanges = page.locator(".exchange");
  assert.equal(await exchanges.count(), 4);
  assert.equal(await page.locator("#requests-count").textContent(), "4");
  for (let at = 0; at < 4; at += 1) await exchanges.nth(at).locator("summary").click();
  await screenshot("requests");
  const text = await page.locator("#requests").textContent();
  assert.match(text, /POST \/api\/v3\/verify-update-phone-request/);
  assert.match(text, /authorization: Bearer ••••••/);
  assert.match(text, /"updatePhoneToken": "••••••"/);
  assert.match(text, /"newPhonePassCode": "••••••"/);
  assert.match(text, /"phoneNumber": "13912345678"/);
  assert.match(text, /"tokenExpiresIn": 60/);
  const state = await page.evaluate(() => sessionStorage.getItem("update-phone-page.emulator"));
  const secrets = [...state.matchAll(/"(?:accessToken|token)":"([^"]+)"/g)].map(([, secret]) => secret);
  assert.ok(secrets.length > 0);
  secrets.push(...(await page.locator(".message-code").allTextContents()));
  const shown = text + (await page.locator("#state-json").textContent());
  for (const secret of secrets) assert.ok(!shown.includes(secret), secret);

  await page.locator("#requests-forget").click();
  assert.equal(await exchanges.count(), 0);
  assert.ok(await page.locator("#requests-empty").isVisible());
});

test("secrets are masked by the names of their members, also where the text is cut off in the middle of one", async () => {
  const { maskedBody } = await importSource("www/src/masking.ts");
  assert.equal(maskedBody('{"data":{"updatePhoneToken":"abc.d'), '{"data":{"updatePhoneToken":"••••••');
  assert.equal(
    maskedBody(String.raw`{"accessToken":"a\"b","statusCode":200}`),
    '{"accessToken":"••••••","statusCode":200}',
  );
  assert.equal(maskedBody('{"tokenExpiresIn":60}'), '{"tokenExpiresIn":60}');
});

for (const lang of LANGUAGES) {
  test(`${lang}: page, form and errors are in it, from the switch and from the address`, async (t) => {
    const { default: texts } = await importSource(`www/src/texts/${lang}.ts`);
    const { page, snapshot } = await openForm(t, mode, "", { viewport: { width: 320, height: 800 } });
    await page.locator(".suggestion").first().click();
    await page.locator("#language").selectOption(lang);
    await page.getByRole("heading", { level: 1, name: texts.headline }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    assert.equal(await page.title(), texts.title);
    assert.ok((await page.locator("#about").textContent()).includes(texts.aboutInPage));
    assert.match(await page.locator("#numbers-about").textContent(), /libphonenumber \d+\.\d+\.\d+/);
    const { default: formTexts } = await import(`update-phone/element/texts/${lang}`);
    await page.getByRole("heading", { level: 2, name: formTexts.title }).waitFor();
    assert.equal(
      (await page.locator("#new-phone").inputValue()).replace(/\D/g, ""),
      "13912345678",
      "what was typed stays",
    );
    for (const tab of ["state", "requests", "switches", "code"]) {
      await page.locator(`#tab-${tab}`).click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, tab);
    }

    await page.reload();
    await page.getByRole("heading", { level: 1, name: texts.headline }).waitFor();
    const tenant = await page.locator('.navigation a[href*="tenant"]').getAttribute("href");
    assert.equal(new URL(tenant, page.url()).searchParams.get("lang"), lang);
    await page.locator(".suggestion").first().click();
    await page.locator("#tab-switches").click();
    await page.getByRole("switch", { name: texts.faultRateLimited }).click();
    await page.locator("#new-send").click();
    await page.waitForFunction(() => JSON.parse(document.querySelector("#state-json").textContent).error);
    const { error } = await snapshot();
    const spoken = { "en-US": /Too many requests/, "zh-CN": /请求/, "zh-TW": /請求/, "ja-JP": /リクエスト/ };
    assert.match(error.message, spoken[lang]);
  });
}

test("every text of the page is used, and none is missing in a language", async () => {
  const { default: english } = await importSource("www/src/texts/en-US.ts");
  const html = ["index.html", "tenant.html"].map((name) => readFileSync(join(root, "www", name), "utf8")).join();
  const code = readdirSync(join(root, "www/src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("texts"))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
    .join("\n");
  const named = [...html.matchAll(/data-(?:text|label|title)="(\w+)"/g)].map(([, name]) => name);
  for (const name of named) assert.ok(name in english, name);
  for (const name of Object.keys(english)) {
    assert.ok(named.includes(name) || new RegExp(`\\b${name}\\b`).test(code), `${name} is not used`);
  }
  for (const lang of LANGUAGES) {
    const { default: texts } = await importSource(`www/src/texts/${lang}.ts`);
    assert.deepEqual(Object.keys(texts), Object.keys(english), lang);
    for (const [name, text] of Object.entries(texts))
      assert.equal(typeof text, typeof english[name], `${lang}: ${name}`);
  }
});

test("a theme is chosen for the page and the form, and is in the address", async (t) => {
  const { page } = await openForm(t, mode, "", { colorScheme: "light" });
  const colours = () =>
    page.evaluate(() => {
      const card = document.querySelector("update-phone-form").shadowRoot.querySelector(".card");
      return [document.documentElement, card].map((element) => getComputedStyle(element).backgroundColor);
    });
  const light = await colours();
  await page.getByRole("radio", { name: "Dark" }).check();
  const dark = await colours();
  for (const at of [0, 1]) assert.notEqual(dark[at], light[at]);
  assert.match(page.url(), /theme=dark/);
  await page.reload();
  assert.deepEqual((await colours())[0], dark[0]);
  await page.getByRole("radio", { name: "As the system" }).check();
  assert.deepEqual(await colours(), light);
  assert.doesNotMatch(page.url(), /theme/);
});

test("the code under the tabs is that of the examples", async (t) => {
  const { page } = await openForm(t, mode, "", { permissions: ["clipboard-read", "clipboard-write"] });
  await page.locator("#tab-code").click();
  for (const { label, files } of EXAMPLES) {
    await page.locator("#code-tabs").getByRole("tab", { name: label, exact: true }).click();
    const shown = await page.locator("#code-panels > :not([hidden]) pre").allTextContents();
    assert.deepEqual(
      shown,
      files.map((path) => readFileSync(join(root, path), "utf8")),
    );
  }
  await page.locator("#code-panels > :not([hidden])").getByRole("button", { name: "Copy" }).first().click();
  await page.locator("#toast", { hasText: "Copied." }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, readFileSync(join(root, EXAMPLES.at(-1).files[0]), "utf8"));
});

test("the phone engine judges and formats while somebody types", async (t) => {
  const { page } = await openForm(t, mode);
  const input = page.locator("#numbers-input");
  const verdict = page.locator("#numbers-verdict");
  const field = (name) => page.locator("#numbers-fields tr", { hasText: name }).first().locator("td");
  assert.equal(await input.inputValue(), "139 1234 5678");
  assert.equal(await verdict.textContent(), "Valid, and can receive SMS");
  await input.fill("");
  assert.equal(await verdict.textContent(), "Type a number");
  await input.pressSequentially("+442079460018");
  assert.equal(await input.inputValue(), "+44 20 7946 0018");
  assert.equal(await verdict.textContent(), "Valid, but no mobile number");
  assert.equal(await field("e164").textContent(), "+442079460018");
  assert.equal(await field("type").textContent(), "fixed-line");
  assert.equal(await page.locator("#numbers-region").inputValue(), "GB", "the country that was typed");
  await page.locator("#numbers-region").selectOption("CH");
  assert.equal(await field("e164").textContent(), "+412079460018", "the number in another country");
  await page.locator("#numbers-region").selectOption("US");
  await input.fill("6502530");
  assert.equal(await input.inputValue(), "650-2530");
  await input.press("Home");
  await input.press("2");
  assert.equal(
    await input.evaluate((element) => element.selectionStart),
    2,
    "the caret stays behind what was typed: (2",
  );
  await input.fill("nobody");
  assert.equal(await verdict.textContent(), "Not a number");
});

test("tabs are chosen with the keyboard", async (t) => {
  const { page } = await openForm(t, mode);
  const selected = () => page.locator('#drawer-tabs [aria-selected="true"]').getAttribute("id");
  await page.locator("#tab-state").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await selected(), "tab-requests");
  assert.ok(await page.locator("#panel-requests").isVisible());
  await page.keyboard.press("End");
  assert.equal(await selected(), "tab-code");
  await page.keyboard.press("ArrowRight");
  assert.equal(await selected(), "tab-state");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-code");
});

for (const colorScheme of ["light", "dark"]) {
  test(`${colorScheme}: axe-core finds nothing to complain of`, async (t) => {
    const { page, comeToConfirm, screenshot } = await openForm(t, mode, "", { colorScheme, bypassCSP: true });
    await comeToConfirm();
    for (const tab of ["state", "requests", "switches", "code"]) {
      await page.locator(`#tab-${tab}`).click();
      if (tab === "requests") await page.locator(".exchange summary").first().click();
      if (tab === "code") await page.locator(".file").first().waitFor();
      await screenshot(`${colorScheme}-${tab}`);
      await isAccessible(page, tab);
    }
    const { page: tenant } = await openPage(t, mode, "tenant.html", { colorScheme, bypassCSP: true });
    await isAccessible(tenant, "tenant");
  });
}

async function isAccessible(page, what) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  assert.deepEqual(found, [], what);
}

/** A module of the page by itself. */
async function importSource(path) {
  const { outputFiles } = buildSync({ entryPoints: [join(root, path)], format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
