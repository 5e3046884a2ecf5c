// Every block of code in the documentation is compiled against the packed package and, where it can be, run against the emulator.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../support/browser.mjs";
import { installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { blocksOf, documents } from "./blocks.mjs";
import { compilers } from "./compilers.mjs";
import { runners } from "./runners.mjs";
import { compileAll, layOut } from "./workshop.mjs";

// A diagram is no code.
const blocks = documents.flatMap(blocksOf).filter(({ language }) => language !== "mermaid");
layOut(blocks);

const placeOf = ({ document, line }) => `${document}:${line}`;

/** Languages of which nothing can be run. */
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

describe("the rest compiles as what it is", () => {
  for (const block of blocks.filter(({ language }) => compilers[language])) {
    test(`the ${block.language} at ${placeOf(block)} compiles`, async () => {
      await compilers[block.language](block);
      compiled.add(block);
    });
  }
});

describe("what can be run runs, and prints what stands behind it", { concurrency: 2 }, () => {
  let stage;
  before(async () => {
    const [browser, host] = await Promise.all([launchChromium(), serveFolder(installed.folder, "/")]);
    stage = { browser, url: host.url, close: () => Promise.all([browser.close(), host.close()]) };
  });
  after(() => stage?.close());

  for (const block of blocks.filter((each) => !reasonNotToRun(each))) {
    test(`the ${block.language} at ${placeOf(block)} runs`, async () => {
      const printed = await runOnce(block, stage);
      ran.add(block);
      assertPrints(printed, block.code);
    });
  }
});

/** That each comment behind a line that prints is what was printed, in this order; `…` stands for anything, quotation marks and white space do not count. */
function assertPrints(printed, code) {
  const plain = (text) => text.replaceAll(/["'\s]/g, "");
  let at = 0;
  for (const [, said] of code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)) {
    for (const part of said.replace(/ }$/, "").split("…")) {
      const found = plain(printed).indexOf(plain(part), at);
      assert.ok(found >= 0, `${part} was not printed, or not in this order:\n${printed}`);
      at = found + plain(part).length;
    }
  }
}

after(() => {
  const notRun = blocks.filter(reasonNotToRun);
  console.log(
    `documentation: ${blocks.length} code blocks in ${documents.length} documents: ` +
      `${compiled.size} compiled, ${ran.size} run, ${notRun.length} not run`,
  );
  for (const block of notRun) console.log(`  not run: ${placeOf(block)} (${block.language}): ${reasonNotToRun(block)}`);
});
