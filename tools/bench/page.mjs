// The form and the page in a browser: the bars and the section of the report.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launchChromium } from "../../tests/support/browser.mjs";
import { buildPage } from "../www/build.mjs";
import { hostFiles } from "./file-host.mjs";
import { median, quantile } from "./measure.mjs";
import { measureStarts } from "./page-start.mjs";
import { COST, measureTyping } from "./page-typing.mjs";
import { barTable, format, table } from "./report.mjs";

const root = join(import.meta.dirname, "../..");
const FORM = "Form (update-phone/element), Lit and English included, minified";
const MOST_FORM_BYTES = 20_000;
const MOST_TYPING = 4;
/** So often is a number typed. */
const ROUNDS = 12;
const AMERICAN = "the form alone, an American number";
const CHINESE = "the form alone, a Chinese number";
const LIGHTHOUSE_CATEGORIES = { accessibility: "accessibility", "best-practices": "best practices" };

/** The form alone, as on a page of its own without a bundler. `dist`: where the package's files are. */
export const formAlone = (language, dist = "./node_modules/update-phone/dist") => `<!doctype html>
<html lang="${language}">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>The form</title>
  <update-phone-form></update-phone-form>
  <script type="module">
    import { createClient } from "${dist}/index.js";
    import { createEmulator } from "${dist}/emulator/index.js";
    import "${dist}/element/index.js";
    const emulator = createEmulator({ fixedCode: "123456" });
    const client = createClient({ host: "http://localhost", fetch: emulator.fetch, ...emulator.users[0] });
    document.querySelector("update-phone-form").client = client;
  </script>
</html>`;

const BARE_INPUT = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>A bare field</title>
  <label>Number <input id="bare" type="tel" /></label>
</html>`;

/** @returns `bars`, as the report has them, and `section`. `folder`: where the packed package is installed. */
export async function benchPage(folder, { isQuick, progress }) {
  const built = mkdtempSync(join(os.tmpdir(), "update-phone-page-"));
  const browser = await launchChromium();
  const hosts = [];
  try {
    await buildPage({ outDir: built });
    const page = await hostFiles(built);
    const alone = await hostFiles(folder, {
      "form-en.html": formAlone("en"),
      "form-zh.html": formAlone("zh-CN"),
      "bare.html": BARE_INPUT,
    });
    hosts.push(page, alone);
    progress("starts of the page");
    const rounds = isQuick ? 2 : 5;
    const moduleFiles = filesWithModule(built);
    const { starts, held } = await measureStarts(browser, page.url, moduleFiles, rounds);
    const beforeModule = [...page.sent].filter(([name]) => !moduleFiles.includes(name));
    progress("typing");
    const typing = {};
    const [english, chinese] = ["en", "zh"].map((language) => `${alone.url}form-${language}.html`);
    const atHome = [
      [AMERICAN, { url: english, number: "2015550123" }],
      [CHINESE, { url: chinese, number: "13912345678" }],
    ];
    const places = [
      ["a bare `<input>`", { url: `${alone.url}bare.html`, field: "#bare" }],
      ...atHome,
      ["the form alone, the Chinese number as if it were American", { url: english }],
      ["the form on the page, likewise", { url: page.url }],
      ...atHome.map(([where, place]) => [`${where}, not slowed down`, { ...place, rate: 1 }]),
    ];
    for (const [where, { url, field = "#new-phone", ...typed }] of places) {
      typing[where] = await measureTyping(browser, url, { field, ...typed, rounds: isQuick ? 2 : ROUNDS });
    }
    progress("Lighthouse");
    const lighthouse = await runLighthouse(page.url);
    return reportOf({ browser, rounds, starts, held, beforeModule, typing, lighthouse });
  } finally {
    await browser.close();
    for (const host of hosts) await host.close();
    rmSync(built, { recursive: true, force: true });
  }
}

/** The module is text in a script: the only one with so long a string. */
function filesWithModule(built) {
  const names = readdirSync(built);
  const has = (name) =>
    readFileSync(join(built, name), "utf8")
      .split(/["'`]/)
      .some((part) => part.length > 20_000);
  const found = names.filter((name) => name.endsWith(".js") && has(name));
  if (found.length !== 1) throw new Error(`The module is in ${found.length} files of the page: ${found}`);
  return found;
}

/** The scores, of 100, of a run without network beside the page's own. */
async function runLighthouse(url) {
  const folder = process.env.LIGHTHOUSE;
  if (!folder) throw new Error("LIGHTHOUSE is not set; run this with: make bench");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(folder, "cli/index.js"),
      url,
      `--only-categories=${Object.keys(LIGHTHOUSE_CATEGORIES)}`,
      "--output=json",
      "--quiet",
      "--no-enable-error-reporting",
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking",
    ],
    { maxBuffer: 2 ** 26 },
  );
  const { lighthouseVersion, categories, runtimeError } = JSON.parse(stdout);
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  const score = (id) => Math.round(categories[id].score * 100);
  return {
    version: lighthouseVersion,
    scores: Object.fromEntries(Object.entries(LIGHTHOUSE_CATEGORIES).map(([id, name]) => [name, score(id)])),
  };
}

function reportOf({ browser, rounds, starts, held, beforeModule, typing, lighthouse }) {
  const [{ brotli: formBytes }] = JSON.parse(readFileSync(join(root, "target/package/ledger.json"), "utf8")).filter(
    ({ part }) => part === FORM,
  );
  const [slowest] = [AMERICAN, CHINESE]
    .map((where) => typing[where].map((digit) => digit[COST]))
    .sort((a, b) => median(b) - median(a));
  const bars = [
    [
      "the form with one language, brotli, on top of the core",
      `at most ${format.integer(MOST_FORM_BYTES)} bytes`,
      `${format.integer(formBytes)} bytes`,
      formBytes <= MOST_FORM_BYTES,
    ],
    [
      "the page is drawn and takes what is typed while the module is held back",
      "yes",
      `after ${seconds([held.usable])} s`,
      true, // Else the measurement has thrown.
    ],
    [
      "a digit that is typed: handlers, rendering, style and layout",
      `less than ${MOST_TYPING} ms`,
      `${spread(slowest)} ms`,
      median(slowest) < MOST_TYPING,
    ],
    ...Object.entries(lighthouse.scores).map(([name, score]) => [
      `Lighthouse, ${name}`,
      "100",
      format.integer(score),
      score === 100,
    ]),
  ];
  const section = `## The form and the page

In Chromium ${browser.version()} without a window, four times slower by the developer tools' throttling; medians, with the middle half in brackets. ${machine()}

${barTable(bars)}

The static page (\`make www-build\`) from a file host on this machine that compresses with gzip, as each of them can, behind the developer tools' Fast 3G (1.44 Mbit/s, 562.5 ms for each request), with an empty cache; ${rounds} times, in seconds since the navigation began. Everything but the module is ${format.integer(sum(beforeModule.map(([, bytes]) => bytes)))} bytes.

${table([
  ["", "s"],
  ["first contentful paint", seconds(starts.map(({ painted }) => painted))],
  ["the form is drawn, and its field takes what is typed", seconds(starts.map(({ usable }) => usable))],
  ["the module is there: countries, formats, verdicts", seconds(starts.map(({ ready }) => ready))],
])}

A digit that is typed into the field for the number, from Chromium's trace: the main thread's own time from one \`keydown\` to the next, in milliseconds; ${format.integer(ROUNDS)} times the whole number each. A number is typed into the form of its own country, which is what a person does; the bar is for the slower of the two. A digit at which separators move is written into the field by the form, which takes its time in a bare field too: the Chinese number has three of them, and four as an American one. The throttling slows down by more than four while other programs are at work on the machine (see its load): the last rows are without it. On the page each state is shown too, as JSON.

${table([
  ["", ...Object.keys(typing[AMERICAN][0])],
  ...Object.entries(typing).map(([where, list]) => [
    where,
    ...Object.keys(list[0]).map((kind) => spread(list.map((digit) => digit[kind]))),
  ]),
])}

Lighthouse ${lighthouse.version}, offline, for the static page as it opens: ${Object.entries(lighthouse.scores)
    .map(([name, score]) => `${name} ${score}`)
    .join(", ")}. axe-core looks at every state of the form in \`tests/element/states.test.mjs\`.
`;
  return { bars, section };
}

function machine() {
  const [cpu] = os.cpus();
  return `Measured on ${new Date().toISOString().slice(0, 10)} on ${cpu.model.trim()}, ${os.availableParallelism()} CPUs, ${os.type()} ${os.release()}, load average ${format.short(os.loadavg()[1])}.`;
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
const seconds = (millis) => spread(millis.map((each) => each / 1000));
const spread = (values) =>
  values.length === 1
    ? format.short(values[0])
    : `${format.short(median(values))} (${format.short(quantile(values, 0.25))}–${format.short(quantile(values, 0.75))})`;
