import { afterEach, expect, test, vi } from "vitest";
import { checkTexts, english, languageFor, loadTexts } from "./language.js";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["en", "en-US"],
  ["en-GB", "en-US"],
  ["zh", "zh-CN"],
  ["zh-Hant", "zh-TW"],
  ["zh-HK", "zh-TW"],
  ["ja", "ja-JP"],
  ["de", "en-US"],
])("the tag %s stands for the texts of %s", (tag, language) => {
  expect(languageFor(tag)).toBe(language);
});

test("without a tag, the browser's language counts", () => {
  vi.stubGlobal("navigator", { languages: ["ja-JP"], language: "ja-JP" });
  expect(languageFor("")).toBe("ja-JP");
});

test("each language has its own texts, with the same members", async () => {
  const names = Object.keys(english);
  const submits = new Set<unknown>();
  for (const language of ["en-US", "zh-CN", "zh-TW", "ja-JP"] as const) {
    const texts = await loadTexts(language);
    expect(Object.keys(texts)).toStrictEqual(names);
    submits.add(texts.title);
  }
  expect(submits.size).toBe(4);
});

test("a page's own texts are taken if they are complete", () => {
  expect(checkTexts(english)).toBe(english);
  expect(checkTexts(undefined)).toBeUndefined();
});

test.each([
  ["a missing member", () => ({ ...english, title: undefined }), /texts: title/],
  ["a member of the wrong type", () => ({ ...english, sayDone: "done" }), /texts: sayDone/],
])("%s is refused by name", (_, makeTexts, message) => {
  expect(() => checkTexts(makeTexts() as never)).toThrow(
    expect.objectContaining({ code: "ERR_INVALID_ARGUMENT", message: expect.stringMatching(message) }),
  );
});

test("a getter that throws is the cause of the error", () => {
  const thrown = new Error("mine");
  const texts = Object.defineProperty({ ...english }, "title", {
    get() {
      throw thrown;
    },
  });
  expect(() => checkTexts(texts)).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARGUMENT", cause: thrown }));
});
