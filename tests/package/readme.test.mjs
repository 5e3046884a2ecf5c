import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { installed } from "../support/packed.mjs";

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const english = read("README.md");
const chinese = read("README.zh-CN.md");

const codeBlocks = (markdown) =>
  [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }));

test("the README's example runs as it stands and prints what the README says", () => {
  const { code } = codeBlocks(english).find(({ language }) => language === "js");
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: installed.folder,
    encoding: "utf8",
  });
  assert.equal(output, "60 s left to confirm\nconfirmed 13912345678\n");
  assert.match(english, /prints `60 s left to confirm` and `confirmed 13912345678`/);
});

test("both READMEs have the same code and as many headings of each level", () => {
  assert.deepEqual(codeBlocks(chinese), codeBlocks(english));
  const levels = (markdown) =>
    [...markdown.replace(/^```.*?^```$/gms, "").matchAll(/^(#+) /gm)].map(([, level]) => level);
  assert.deepEqual(levels(chinese), levels(english));
});
