// Measures the form and the page in a browser, and makes the bars and the section of the report.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { launchChromium } from "../../tests/support/browser.mjs";
import { buildPage } from "../www/build.mjs";
import { hostFiles } from "./file-host.mjs";
import { median, spread } from "./measure.mjs";
import { measureStarts } from "./page-start.mjs";
import { COST, measureTyping } from "./page-typing.mjs";
import { barTable, format, table } from "./report.mjs";

const root = join(import.meta.dirname, "../..");
const FORM = "Form (update-phone/element), Lit and English included, minified";
const MOST_FORM_BYTES = 20_000;
const MOST_TYPING = 4;
/** How often each number is typed. */
const ROUNDS = 12;
const AMERICAN = "the form alone, an American number";
const CHINESE = "the form alone, a Chinese number";
const LIGHTHOUSE_CATEGORIES = { accessibility: "accessibility", "best-practices": "best practices" };

/** A page with only the form, without a bundler. `dist` is the path of the package's files. */
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

/** Returns the `bars` and the `section` of the report. `folder` is where the packed package is installed. */
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

/** Finds the script with the module, which is its only long string. */
function filesWithModule(built) {
  const names = readdirSync(built);
  const hasLongString = (name) =>
    readFileSync(join(built, name), "utf8")
      .split(/["'`]/)
      .some((part) => part.length > 20_000);
  const files = names.filter((name) => name.endsWith(".js") && hasLongString(name));
  if (files.length !== 1) throw new Error(`The module is in ${files.length} files of the page: ${files}`);
  return files;
}

/** Runs Lighthouse offline. Returns its version and the scores, of 100. */
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
      "the page is drawn and accepts input while the module is held back",
      "yes",
      `after ${format.short(held.usable / 1000)} s`,
      true, // Otherwise the measurement throws.
    ],
    [
      "a typed digit: handlers, rendering, style and layout",
      `less than ${MOST_TYPING} ms`,
      `${timesOf(slowest)} ms`,
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

In Chromium ${browser.version()} without a window, slowed down four times by the developer tools; medians, with the middle half in brackets. ${machine()}

${barTable(bars)}

The static page (\`make www-build\`) from a file host on this machine that compresses with gzip, over the developer tools' Fast 3G (1.44 Mbit/s, 562.5 ms for each request), with an empty cache; ${rounds} times, in seconds since the start of the navigation. Everything except the module is ${format.integer(sum(beforeModule.map(([, bytes]) => bytes)))} bytes.

${table([
  ["", "s"],
  ["first contentful paint", seconds(starts.map(({ painted }) => painted))],
  ["the form is drawn, and its field accepts input", seconds(starts.map(({ usable }) => usable))],
  ["the module is loaded: countries, formats, verdicts", seconds(starts.map(({ ready }) => ready))],
])}

A digit typed into the field for the number, from Chromium's trace: the main thread's own time from one \`keydown\` to the next, in milliseconds. Each number is typed ${format.integer(ROUNDS)} times. The bar is for the slower of the two numbers that are typed into the form of their own country. Where separators move, the form writes the text into the field, which costs time in a bare field too: at three digits of the Chinese number, and at four if it is typed as an American one. While other programs run (see the load), the throttling slows down by more than four: the last rows are without it. The page also shows each state as JSON.

${table([
  ["", ...Object.keys(typing[AMERICAN][0])],
  ...Object.entries(typing).map(([where, list]) => [
    where,
    ...Object.keys(list[0]).map((kind) => timesOf(list.map((digit) => digit[kind]))),
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
const timesOf = (values) => format.times(spread(values));
const seconds = (millis) => format.times(spread(millis), 1 / 1000);
