// Compiles every block of code in the documentation against the packed package, and runs it against the emulator if possible.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../support/browser.mjs";
import { installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { blocksOf, documents } from "./blocks.mjs";
import { compilers } from "./compilers.mjs";
import { runners } from "./runners.mjs";
import { compileAll, layOut } from "./workshop.mjs";

// Diagrams are not code.
const blocks = documents.flatMap(blocksOf).filter(({ language }) => language !== "mermaid");
layOut(blocks);

const positionOf = ({ document, line }) => `${document}:${line}`;

/** Languages that cannot be run. */
const NOTHING_TO_RUN = { css: "it is a style", json: "it is a setting" };
const reasonNotToRun = (block) => block.notRun ?? NOTHING_TO_RUN[block.language];

/** The Chinese README has the same code as the English one. */
const runs = new Map();
function runOnce(block, stage) {
  const { document, line, name, ...same } = block;
  const key = JSON.stringify(same);
  if (!runs.has(key)) runs.set(key, runners[block.language](block, stage));
  return runs.get(key);
}

const compiled = new Set();
const ran = new Set();

test("every program of the documentation compiles against the packed package's types", async () => {
  assert.equal((await compileAll(blocks)).join("\n"), "");
  for (const block of blocks) if (!compilers[block.language]) compiled.add(block);
});

describe("every other block is valid in its language", () => {
  for (const block of blocks.filter(({ language }) => compilers[language])) {
    test(`the ${block.language} at ${positionOf(block)} compiles`, async () => {
      await compilers[block.language](block);
      compiled.add(block);
    });
  }
});

describe("every block that can run prints what its comments say", { concurrency: 2 }, () => {
  let stage;
  before(async () => {
    const [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
    stage = { browser, url: host.url, close: () => Promise.all([browser.close(), host.close()]) };
  });
  after(() => stage?.close());

  for (const block of blocks.filter((each) => !reasonNotToRun(each))) {
    test(`the ${block.language} at ${positionOf(block)} runs`, async () => {
      const printed = await runOnce(block, stage);
      ran.add(block);
      assertPrints(printed, block.code);
    });
  }
});

/** Asserts that the comments after `console.log` were printed in this order. `…` matches any text; quotation marks and white space are ignored. */
function assertPrints(printed, code) {
  const plain = (text) => text.replaceAll(/["'\s]/g, "");
  let position = 0;
  for (const [, comment] of code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)) {
    for (const part of comment.replace(/ }$/, "").split("…")) {
      const index = plain(printed).indexOf(plain(part), position);
      assert.ok(index >= 0, `${part} was not printed, or not in this order:\n${printed}`);
      position = index + plain(part).length;
    }
  }
}

after(() => {
  const notRun = blocks.filter(reasonNotToRun);
  console.log(
    `documentation: ${blocks.length} code blocks in ${documents.length} documents: ` +
      `${compiled.size} compiled, ${ran.size} run, ${notRun.length} not run`,
  );
  for (const block of notRun)
    console.log(`  not run: ${positionOf(block)} (${block.language}): ${reasonNotToRun(block)}`);
});
