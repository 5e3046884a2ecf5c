#!/usr/bin/env node
// This build beside another one of the package, in one run: verdicts, what a call takes, what a digit costs that is typed into the form.
// Wants a built package.
//
//   node tools/bench/against.mjs FOLDER     FOLDER: the other package, such as node_modules/update-phone of some project
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../../tests/support/browser.mjs";
import { raceCalls } from "./calls.mjs";
import { hostFiles } from "./file-host.mjs";
import { median, quantile, race } from "./measure.mjs";
import { benchmarkNumbers, benchmarkTyping } from "./numbers.mjs";
import { COST, measureTyping } from "./page-typing.mjs";
import { formAlone } from "./page.mjs";
import { judges, parsers, typists } from "./peers.mjs";

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

let kept;
const { plain, written } = benchmarkNumbers(NUMBERS);
for (const [what, lists, functionsOf] of [
  ["isValidPhone", { "E.164": plain, written }, judges],
  ["parsePhone, beside a verdict alone", { "E.164": plain, written }, parsers],
  ["formatAsYouType, a number", { "all regions": benchmarkTyping(300) }, typists],
]) {
  for (const [kind, list] of Object.entries(lists)) {
    const each = (run) => () => list.forEach((one) => (kept = run(one)));
    const peer = functionsOf === typists ? typists : judges;
    const raced = await race(
      {
        ...Object.fromEntries(names.map((name) => [name, each(functionsOf(packages[name])["update-phone"])])),
        "libphonenumber-js/max": each(peer(packages[names[0]])["libphonenumber-js/max"]),
      },
      { operations: list.length, rounds: 11, sliceMs: 60 },
    );
    print(
      `${what}: ${kind}`,
      raced,
      ({ millis, ratio }) => `${shown(millis, 1_000)} µs, ${shown(ratio)} times as long`,
    );
  }
}
if (kept === undefined) throw new Error("nothing was computed");

// In turns, so that whatever else the machine does meets both alike.
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
  return `${median(costs).toFixed(2)} ms (${quantile(costs, 0.25).toFixed(2)}–${quantile(costs, 0.75).toFixed(2)})`;
});

function shown({ median: middle, low, high }, factor = 1) {
  const [shownMiddle, shownLow, shownHigh] = [middle, low, high].map((value) => (value * factor).toFixed(2));
  return `${shownMiddle} (${shownLow}–${shownHigh})`;
}

function print(what, results, say) {
  console.log(`\n${what}`);
  for (const [name, result] of Object.entries(results)) console.log(`  ${name.padEnd(22)} ${say(result)}`);
}
