// Tests the code of the READMEs and docs/frameworks.md for a framework: blocks from an example must equal the example's files, and the
// README's form replaces the example's form and must work. tests/docs compiles all blocks.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { launchChromium, openWatched } from "./browser.mjs";
import { buildAndServe, installExample } from "./examples.mjs";

const root = join(import.meta.dirname, "../..");

/** `language` is the language of the blocks of code and the extension of the files. */
export function testTheDocuments(name, { language }) {
  const installed = installExample(name);
  after(() => installed.remove());
  const sources = join(installed.example, "src");
  const blocksOf = (document) => {
    const blocks = readFileSync(join(root, document), "utf8").matchAll(/^```(\w+)\n(.*?)^```$/gms);
    const own = [...blocks].filter(([, ofLanguage]) => ofLanguage === language).map(([, , code]) => code);
    assert.ok(own.length > 0, `${document} has code in ${language}`);
    return own;
  };
  test("the guide shows the example's form as it is", () => {
    const files = readdirSync(sources).map((file) => readFileSync(join(sources, file), "utf8"));
    const others = blocksOf("docs/frameworks.md").filter((code) => !files.includes(code));
    assert.equal(others.length, 1, "the countdown's");
  });

  test("the README's form changes a number, rendered on a server first", async (t) => {
    const [form] = blocksOf("README.md");
    writeFileSync(join(sources, `ChangePhone.${language}`), form);
    const [browser, served] = await Promise.all([
      launchChromium(),
      buildAndServe(installed, "production", { verifyOldPhone: false, fixedCode: "123456" }),
    ]);
    t.after(() => Promise.all([browser.close(), served.close()]));
    assert.match(await (await fetch(served.url)).text(), /<form.*New number.*editing.*<\/form>/s);
    const { page, problems } = await openWatched(browser, served.url);
    await page.getByLabel("New number").fill("+86 139 1234 5678");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByRole("button", { name: "Again in 60 s" }).waitFor();
    await page.getByLabel("Code").fill("123456");
    await page.getByRole("button", { name: "Change number" }).click();
    await page.getByRole("status").getByText("done").waitFor();
    assert.equal(served.emulator.users[0].phone, "13912345678");
    assert.deepEqual(problems.take(), []);
  });
}
