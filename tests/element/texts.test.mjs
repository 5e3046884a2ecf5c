// The catalogues: each has everything, and nothing that nobody says.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { entryUrl } from "../support/packed.mjs";
import { LANGUAGES } from "./support.mjs";

const sources = join(import.meta.dirname, "../../pkg/src/element");
const catalogues = new Map();
for (const language of LANGUAGES) {
  catalogues.set(language, (await import(entryUrl(`update-phone/element/texts/${language}`))).default);
}
const english = catalogues.get("en-US");

test("every catalogue has the same keys, with the same kind of text, none of them empty", () => {
  const kinds = (texts) =>
    Object.entries(texts).map(([key, text]) => `${key}: ${typeof text} ${text.length && text.length > 0}`);
  for (const [language, texts] of catalogues) {
    assert.equal(texts.language, language);
    assert.deepEqual(Object.keys(texts), Object.keys(english), language);
    for (const [key, text] of Object.entries(texts)) {
      assert.equal(typeof text, typeof english[key], `${language} ${key}`);
      assert.ok(text.length > 0, `${language} ${key}`);
      if (typeof text === "function") assert.equal(text.length, english[key].length, `${language} ${key}`);
    }
  }
  assert.ok(kinds(english).length > 40);
});

test("every text is said somewhere", () => {
  const code = readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "types.ts" && !entry.name.endsWith(".test.ts"))
    .map(({ name }) => readFileSync(join(sources, name), "utf8"))
    .join("\n");
  for (const key of Object.keys(english)) {
    assert.match(code, new RegExp(`texts\\.${key}\\b|\\{[^}]*\\b${key}\\b[^}]*\\} = this\\.#host\\.texts`), key);
  }
});

test("other languages share no sentence with English", () => {
  for (const [language, texts] of catalogues) {
    if (language === "en-US") continue;
    for (const [key, text] of Object.entries(texts))
      if (typeof text === "string") assert.notEqual(text, english[key], `${language} ${key}`);
  }
});

test("the names of the code fields have in them what is written above", () => {
  for (const { code, newCode, oldCode } of catalogues.values()) {
    assert.ok(newCode.includes(code) && oldCode.includes(code), code);
  }
});

test("numbers have their plural", () => {
  assert.equal(english.countriesFound(1), "1 country");
  assert.equal(english.countriesFound(2), "2 countries");
  assert.equal(english.saySecondsLeft(1), "1 second left.");
  assert.equal(english.sayVerified(60), "Verified. You have 60 seconds to confirm.");
});
