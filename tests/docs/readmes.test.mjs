import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, linesOfText, read } from "./blocks.mjs";

const ENGLISH = "README.md";
const CHINESE = "README.zh-CN.md";

test("both READMEs have the same code with the same comments", () => {
  const code = (readme) => blocksOf(readme).map(({ document, line, name, ...same }) => same);
  assert.deepEqual(code(CHINESE), code(ENGLISH));
});

test("both READMEs have the same headings, lists, tables, pictures and links in the same order", () => {
  const shape = (readme) =>
    linesOfText(readme).flatMap(({ text }) => {
      const [, kind = "text"] = /^(#+|-|\|)/.exec(text) ?? [];
      const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target.replace("zh-CN", "en-US"));
      return text.trim() ? [`${kind} ${targets.sort().join(" ")}`] : [];
    });
  const own = (lines) => lines.map((line) => line.replace(/README(\.\S+)?\.md/g, "README"));
  assert.deepEqual(own(shape(CHINESE)), own(shape(ENGLISH)));
});
