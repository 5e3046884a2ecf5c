import { expect, test, vi } from "vitest";
import { OWN_CODES } from "./errors.js";
import { defaultLanguage, languageOf, messageOf, type OwnErrorCode } from "./messages.js";
import type { Language } from "./types.js";

const LANGUAGES: Language[] = ["zh-CN", "zh-TW", "en-US", "ja-JP"];

test("each error of this layer has a message of its own in each language", () => {
  const messages = (Object.keys(OWN_CODES) as OwnErrorCode[]).flatMap((code) =>
    LANGUAGES.map((language) => messageOf(code, language)),
  );
  expect(new Set(messages).size).toBe(6 * LANGUAGES.length);
  expect(messages).not.toContain("");
});

test.each([
  ["zh", "zh-CN"],
  ["zh-CN", "zh-CN"],
  ["zh-Hans-SG", "zh-CN"],
  ["ZH-hant", "zh-TW"],
  ["zh-TW", "zh-TW"],
  ["zh-HK", "zh-TW"],
  ["zh-Hant-MO", "zh-TW"],
  ["ja", "ja-JP"],
  ["ja-JP", "ja-JP"],
  ["en", "en-US"],
  ["en-GB", "en-US"],
  ["de-DE", undefined],
  ["zha", undefined],
  ["english", undefined],
  ["", undefined],
])("the language of %s is %s", (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

test("the default language is the first preferred one that the service has, else English", () => {
  for (const [languages, language] of [
    [["de-DE", "ja", "zh-CN"], "ja-JP"],
    [["zh-HK", "en"], "zh-TW"],
    [["de", "fr"], "en-US"],
    [[], "en-US"],
    [undefined, "en-US"],
  ]) {
    vi.stubGlobal("navigator", { languages });
    expect(defaultLanguage()).toBe(language);
  }
  vi.stubGlobal("navigator", undefined);
  expect(defaultLanguage()).toBe("en-US");
});

test("a message without a language is in the default language", () => {
  vi.stubGlobal("navigator", { languages: ["ja"] });
  expect(messageOf("ERR_DISPOSED")).toBe(messageOf("ERR_DISPOSED", "ja-JP"));
});
