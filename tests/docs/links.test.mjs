// Checks that the targets of all Markdown links exist: files, pictures and headings.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { allMarkdown, linesOfText, root } from "./blocks.mjs";

/** GitHub's anchor of a heading: lower-case letters and digits of every script, with `-` for spaces. */
const anchorOf = (heading) =>
  heading
    .replaceAll(/\]\([^)]*\)/g, "]")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replaceAll(" ", "-");

const anchors = new Map();
function anchorsOf(document) {
  if (!anchors.has(document)) {
    const names = new Map();
    for (const { text } of linesOfText(document)) {
      const [, heading] = /^#+ (.*)$/.exec(text) ?? [];
      if (heading === undefined) continue;
      const name = anchorOf(heading);
      const earlier = names.get(name) ?? 0;
      names.set(name, earlier + 1);
      if (earlier > 0) names.set(`${name}-${earlier}`, 1);
    }
    anchors.set(document, new Set(names.keys()));
  }
  return anchors.get(document);
}

test("the anchor of a heading is GitHub's", () => {
  assert.equal(anchorOf("What `fetch` is given, and why"), "what-fetch-is-given-and-why");
  assert.equal(anchorOf("电话号码"), "电话号码");
  assert.equal(anchorOf("`ERR_NETWORK`"), "err_network");
});

for (const document of allMarkdown) {
  test(`all links in ${document} have targets`, () => {
    const missing = [];
    for (const { text, line } of linesOfText(document)) {
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path, anchor] = target.split("#");
        const file = path ? join(dirname(document), path) : document;
        const exists = existsSync(join(root, file)) && (!anchor || anchorsOf(file).has(decodeURIComponent(anchor)));
        if (!exists) missing.push(`${document}:${line}: ${target}`);
      }
    }
    assert.deepEqual(missing, []);
  });
}

test("every guide is in the list of guides", () => {
  const index = linesOfText("docs/README.md")
    .map(({ text }) => text)
    .join("\n");
  const guides = allMarkdown.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
  for (const guide of guides) assert.ok(index.includes(`(${guide.slice("docs/".length)})`), guide);
});
