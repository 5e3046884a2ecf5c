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

test("the README's first example runs as it stands and prints what the README says", () => {
  const { code } = codeBlocks(english).find(({ language }) => language === "js");
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: installed.folder,
    encoding: "utf8",
  });
  assert.equal(output, "60 s left to confirm\nconfirmed 13912345678\n");
  assert.match(english, /prints `60 s left to confirm` and `confirmed 13912345678`/);
});

for (const [name, markdown] of [
  ["README.md", english],
  ["docs/phone-numbers.md", read("docs/phone-numbers.md")],
]) {
  test(`every line that prints in ${name} prints what stands behind it`, () => {
    const blocks = codeBlocks(markdown).filter(({ language, code }) => language === "js" && /; \/\/ /.test(code));
    assert.ok(blocks.length > 0);
    for (const { code } of blocks) {
      const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
        cwd: installed.folder,
        encoding: "utf8",
      });
      const said = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
      const plain = (text) => text.replaceAll(/["'\s]/g, "");
      const printed = plain(output);
      let at = 0;
      for (const part of said.flatMap((comment) => comment.replace(/ }$/, "").split("…"))) {
        const found = printed.indexOf(plain(part), at);
        assert.ok(found >= 0, `${part} was not printed, or not in this order: ${output}`);
        at = found + plain(part).length;
      }
    }
  });
}

test("both READMEs have the same code and as many headings of each level", () => {
  assert.deepEqual(codeBlocks(chinese), codeBlocks(english));
  const levels = (markdown) =>
    [...markdown.replace(/^```.*?^```$/gms, "").matchAll(/^(#+) /gm)].map(([, level]) => level);
  assert.deepEqual(levels(chinese), levels(english));
});
