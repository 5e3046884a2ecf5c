#!/usr/bin/env node
// Measures the phone engine beside the libraries on npm, and calls, forms and countdowns, in one run. Prints the tables, writes them to
// docs/benchmarks.md, and exits 1 if a bar is missed. The package must have been built (`make bench` builds it).
//
//   node tools/bench/bench.mjs [--quick] [--page]     --quick: few rounds, no report; --page: only the form and the page
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPacked } from "../packed.mjs";
import { measureBytes, partsOf } from "./bytes.mjs";
import { benchClients } from "./clients.mjs";
import { race } from "./measure.mjs";
import { benchmarkNumbers, benchmarkTyping, inTwoParts, reference } from "./numbers.mjs";
import { benchPage } from "./page.mjs";
import { raceFirstCalls, raceFirstCallsOfWorkers } from "./first-call.mjs";
import { judges, parsers, typists } from "./peers.mjs";
import { barTable, bytesTable, format, speedTable, startTable, table } from "./report.mjs";
import { raceToFirstVerdict } from "./start.mjs";

const root = join(import.meta.dirname, "../..");
const isQuick = process.argv.includes("--quick");
const REPORT = join(root, "docs/benchmarks.md");
const rounds = isQuick ? 3 : 21;
const sliceMs = isQuick ? 20 : 100;
const processRounds = isQuick ? 3 : 25;

const NUMBERS = 5_000;
const TYPED = 500;
const NUMBERS_FOR_MEMORY = 100_000;

const installed = installPacked();
try {
  await (process.argv.includes("--page") ? pageAlone() : main());
} finally {
  installed.remove();
}

async function main() {
  const require = createRequire(join(installed.folder, "user.js"));
  const urlOf = (entry) => pathToFileURL(require.resolve(entry)).href;
  const packageUrl = urlOf("update-phone");
  const updatePhone = await import(packageUrl);
  await updatePhone.init();

  const { plain, written, mixed: numbers } = benchmarkNumbers(NUMBERS);
  const typing = benchmarkTyping(TYPED);
  const each = (functions, list) =>
    Object.fromEntries(
      Object.entries(functions).map(([name, run]) => [name, () => list.forEach((one) => (lastResult = run(one)))]),
    );
  /** The last result, so that the engine cannot skip a computation as unused. */
  let lastResult;

  progress("verdicts");
  const judging = judges(updatePhone);
  const verdicts = {};
  for (const [kind, list] of Object.entries({ "E.164": plain, "as people write them": written })) {
    verdicts[kind] = await race(
      {
        ...each(judging, list),
        ...each({ "update-phone, code and number apart": updatePhone.isValidPhone }, inTwoParts(list)),
      },
      { operations: NUMBERS, rounds, sliceMs },
    );
  }
  progress("all fields");
  const parsing = parsers(updatePhone);
  // The verdict alone is in the same race, so that its ratio is of the same rounds.
  const fields = await race(
    each({ ...parsing, "libphonenumber-js/max, verdict alone": judging["libphonenumber-js/max"] }, numbers),
    { operations: NUMBERS, rounds, sliceMs },
  );
  progress("as you type");
  const keys = typing.reduce((sum, { digits }) => sum + digits.length, 0);
  const typed = await race(each(typists(updatePhone), typing), { operations: keys, rounds, sliceMs });
  progress("first verdicts");
  const folderOf = (name) => (name === "update-phone" ? installed.folder : root);
  const starts = await raceToFirstVerdict(folderOf, processRounds);
  progress("first calls");
  const firstCalls = await raceFirstCalls(folderOf, processRounds);
  const firstCallsOfWorkers = await raceFirstCallsOfWorkers(folderOf, processRounds);
  progress("memory");
  const memory = JSON.parse(
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, "memory.mjs"), packageUrl, String(NUMBERS_FOR_MEMORY), "3"],
      {
        encoding: "utf8",
      },
    ),
  );
  const clients = await benchClients(updatePhone, urlOf, { isQuick, progress });
  const page = await benchPage(installed.folder, { isQuick, progress });
  progress("bytes");
  const bytes = await measureBytes(root);
  if (lastResult === undefined) throw new Error("nothing was computed");

  const start = starts["as installed"];
  const bundled = starts.bundled;
  const engine = bytes["update-phone: engine and data"].brotli;
  const bars = [
    ...Object.entries(verdicts).flatMap(([kind, raced]) => [
      bar(
        `isValidPhone against libphonenumber-js/max, parse and isValid: ${kind}`,
        12,
        raced["libphonenumber-js/max"].ratio,
      ),
      bar("… against google-libphonenumber", 1, raced["google-libphonenumber"].ratio),
      bar("… against awesome-phonenumber", 1, raced["awesome-phonenumber"].ratio),
    ]),
    bar(
      "parsePhone, all fields, against libphonenumber-js/max, parse and isValid alone",
      5,
      fields["libphonenumber-js/max, verdict alone"].ratio,
    ),
    bar("formatAsYouType against libphonenumber-js/max, a key", 1, typed["libphonenumber-js/max"].ratio),
    [
      `memory after ${format.integer(NUMBERS_FOR_MEMORY)} numbers of all regions`,
      "at most 2 MiB",
      `${format.integer(memory[1])} bytes`,
      memory[1] <= 2 * 2 ** 20,
    ],
    [
      "memory after twice as many more",
      "the same",
      `${format.integer(memory.at(-1))} bytes`,
      memory.slice(1).every((size) => size === memory[1]),
    ],
    ...clients.bars,
  ];

  const report = `# Benchmarks

The phone engine beside the libraries on npm, and calls, forms and countdowns. All are measured in one run and by turns, so that other programs on the machine slow down all of them alike. Compare ratios, since times depend on the machine. Made by \`make bench\`.

${environment()}

## Bars

${barTable(bars)}

## A verdict

\`isValidPhone\` beside parsing and asking whether the number is valid, for ${format.integer(NUMBERS)} international numbers of all regions and types, valid and not, including the calls from JavaScript to WebAssembly.

${Object.entries(verdicts)
  .map(([kind, raced]) => speedTable(kind, raced))
  .join("\n\n")}

The verdicts that differ from Google's libphonenumber ${reference.name.split(" ")[1]}:

${disagreements(judging, numbers)}

## All fields

\`parsePhone\` beside the same fields from the other libraries: calling code, national number, E.164, region, type, possible, valid, national and international format.

${speedTable("", fields)}

## As you type

The cost of a key in a field: ${format.integer(TYPED)} national numbers of all regions, digit by digit. The other libraries keep a formatter for each field; \`formatAsYouType\` formats the whole text each time.

${speedTable("", typed)}

## Time to a first verdict

Import and first verdict in a new process, ${processRounds} for each library by turns, without the start of Node.js.

${startTable("as installed by npm", start)}

${startTable("bundled and minified into one file", bundled)}

## Time to the response of a first call

Import, set-up, and a call that sends an SMS code, against a server on this machine that accepts every call; ${processRounds} new processes for each by turns. \`update-phone\` validates the number first; \`authing-js-sdk\` and \`authing-node-sdk\` do not. The program with \`libphonenumber-js\` validates it and calls \`fetch\`.

${startTable("Node.js, as installed by npm, without the start of Node.js", firstCalls)}

${startTable("a Worker, bundled and minified: from the start of workerd to its first response", firstCallsOfWorkers)}

## Memory

The memory of the WebAssembly module after each ${format.integer(NUMBERS_FOR_MEMORY)} numbers of all regions (each validated and parsed with all fields; 1,000 typed; the countries listed).

${table([["", "bytes"], ...memory.map((size, i) => [i === 0 ? "loaded" : format.integer(i * NUMBERS_FOR_MEMORY), format.integer(size)])])}

${clients.section}
${page.section}
## Bytes

The engine with its data is the difference between the built module and the same module built without it. Everything that the default entry brings is the package with the module and all exports, as a bundler builds it. The libraries are bundled and minified with the imports of an application.

${bytesTable(bytes)}

The parts of the engine:

${table([["", "bytes"], ...partsOf(root, engine).map(([part, size]) => [part, format.integer(size)])])}
`;
  console.log(`\n${report}`);
  finish(report, [...bars, ...page.bars]);
}

/** Measures the form and the page, and replaces their section of the report. */
async function pageAlone() {
  const { section, bars } = await benchPage(installed.folder, { isQuick, progress });
  console.log(`\n${section}`);
  const report = readFileSync(REPORT, "utf8");
  const [heading] = section.split("\n");
  const others = report.split(/^(?=## )/m).filter((each) => !each.startsWith(`${heading}\n`));
  const index = others.findIndex((each) => each.startsWith("## Bytes\n"));
  finish(others.toSpliced(index, 0, `${section}\n`).join(""), bars);
}

function finish(report, bars) {
  if (isQuick) return;
  writeFileSync(REPORT, report);
  console.log("wrote docs/benchmarks.md");
  if (bars.some(([, , , isMet]) => !isMet)) {
    console.error("A bar is missed.");
    process.exitCode = 1;
  }
}

function progress(what) {
  console.error(`bench: ${what} …`);
}

/** The bar of a ratio of at least `least`. */
function bar(what, least, ratio) {
  const measured = `${format.short(ratio.median)} times (${format.short(ratio.low)}–${format.short(ratio.high)})`;
  return [what, least === 1 ? "not slower" : `${least} times as fast`, measured, ratio.median >= least];
}

function disagreements(judging, numbers) {
  const expected = numbers.map((text) => reference.judge(text).isValid);
  return table([
    ["", "other verdicts", "%"],
    ...Object.entries(judging).map(([name, judge]) => {
      const other = numbers.filter((text, i) => judge(text) !== expected[i]).length;
      return [name, format.integer(other), ((100 * other) / numbers.length).toFixed(2)];
    }),
  ]);
}

function environment() {
  const versionOf = (name) =>
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  const own = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8")).version;
  const [cpu] = os.cpus();
  return table([
    ["", ""],
    ["date", new Date().toISOString().slice(0, 10)],
    ["machine", `${cpu.model.trim()}, ${os.availableParallelism()} CPUs, ${format.short(os.totalmem() / 2 ** 30)} GiB`],
    ["system", `${os.type()} ${os.release()}, ${os.arch()}`],
    ["Node.js", `${process.versions.node}, V8 ${process.versions.v8}`],
    [
      "update-phone",
      `${own}, libphonenumber ${JSON.parse(readFileSync(join(root, "tools/metadata/release.json"), "utf8")).release}`,
    ],
    ...["libphonenumber-js", "google-libphonenumber", "awesome-phonenumber"].map((name) => [name, versionOf(name)]),
  ]);
}
