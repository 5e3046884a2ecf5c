#!/usr/bin/env node
// Compares this build with another build of the package in one run: verdicts, the cost of a call, and the cost of a digit typed into the
// form. The package must have been built.
//
//   node tools/bench/against.mjs FOLDER     FOLDER: the other build, such as node_modules/update-phone of a project
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../../tests/support/browser.mjs";
import { raceCalls } from "./calls.mjs";
import { hostFiles } from "./file-host.mjs";
import { race, spread } from "./measure.mjs";
import { benchmarkNumbers, benchmarkTyping } from "./numbers.mjs";
import { COST, measureTyping } from "./page-typing.mjs";
import { formAlone } from "./page.mjs";
import { judges, parsers, typists } from "./peers.mjs";
import { format } from "./report.mjs";

const NUMBERS = 5_000;
const CALL_ROUNDS = 10;
const TYPING_ROUNDS = 12;

const folders = { "this build": join(import.meta.dirname, "../../pkg"), "the other": resolve(process.argv[2]) };
const names = Object.keys(folders);
const urlOf = (name, file) => pathToFileURL(join(folders[name], "dist", file)).href;
const packages = {};
for (const name of names) {
  packages[name] = await import(urlOf(name, "index.js"));
  await packages[name].init();
}

/** The last result, so that the engine cannot skip a computation as unused. */
let lastResult;
const { plain, written } = benchmarkNumbers(NUMBERS);
for (const [title, lists, functionsOf] of [
  ["isValidPhone", { "E.164": plain, written }, judges],
  ["parsePhone, beside a verdict alone", { "E.164": plain, written }, parsers],
  ["formatAsYouType, a number", { "all regions": benchmarkTyping(300) }, typists],
]) {
  for (const [kind, list] of Object.entries(lists)) {
    const each = (run) => () => list.forEach((one) => (lastResult = run(one)));
    const peer = functionsOf === typists ? typists : judges;
    const raced = await race(
      {
        ...Object.fromEntries(names.map((name) => [name, each(functionsOf(packages[name])["update-phone"])])),
        "libphonenumber-js/max": each(peer(packages[names[0]])["libphonenumber-js/max"]),
      },
      { operations: list.length, rounds: 11, sliceMs: 60 },
    );
    print(
      `${title}: ${kind}`,
      raced,
      ({ millis, ratio }) => `${format.times(millis, 1_000)} µs, ${format.times(ratio)} times as long`,
    );
  }
}
if (lastResult === undefined) throw new Error("nothing was computed");

// By turns, so that other programs on the machine slow down both builds alike.
const calls = Object.fromEntries(names.map((name) => [name, []]));
for (let turn = 0; turn < 3; turn += 1) {
  for (const name of names)
    calls[name].push(await raceCalls(packages[name], urlOf(name, "emulator/node.js"), CALL_ROUNDS));
}
print("updatePhone beside a bare fetch", calls, (raced) => {
  const overheads = raced.map(({ bare }) => 100 * bare.overhead.median);
  return `${overheads.map((each) => each.toFixed(1)).join(", ")} % more`;
});

const browser = await launchChromium();
const digits = Object.fromEntries(names.map((name) => [name, []]));
try {
  for (let turn = 0; turn < 3; turn += 1) {
    for (const name of names) {
      const alone = await hostFiles(folders[name], { "form.html": formAlone("zh-CN", "./dist") });
      digits[name].push(
        ...(await measureTyping(browser, `${alone.url}form.html`, { field: "#new-phone", rounds: TYPING_ROUNDS / 3 })),
      );
      await alone.close();
    }
  }
} finally {
  await browser.close();
}
print("a digit typed into the form at 4 times CPU", digits, (all) => {
  const costs = all.map((each) => each[COST]);
  return `${format.times(spread(costs))} ms`;
});

function print(title, results, textOf) {
  console.log(`\n${title}`);
  for (const [name, result] of Object.entries(results)) console.log(`  ${name.padEnd(22)} ${textOf(result)}`);
}
