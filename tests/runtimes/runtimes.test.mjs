// One small program, run from the packed tarball in every runtime that the package is for; prints a table of what came out.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { build as buildWithVite, createLogger, version as viteVersion } from "vite";
import { installPacked } from "../../tools/packed.mjs";
import { bunPath, denoPath } from "../support/binaries.mjs";
import { launchChromium } from "../support/browser.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { bundleWorker, serveWorker, workerdVersion } from "../support/workerd.mjs";

const ANSWER = {
  tokenExpiresIn: 60,
  isCountdownExpired: false,
  outcome: "confirmed",
  phone: "13912345678",
  e164: "+8613912345678",
  isValid: true,
  refused: {
    secondCodeAtOnce: "ERR_CODE_SENT_TOO_OFTEN",
    tokenSpentTwice: "ERR_UPDATE_TOKEN_SPENT",
    afterDispose: "ERR_DISPOSED",
  },
};

const { folder, remove } = installPacked();
cpSync(import.meta.dirname, folder, { recursive: true });
after(remove);

const table = [];
after(() => printTable(table));

/** Deno keeps its cache with the test, and neither looks for a newer version of itself. */
const QUIET = { DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", DO_NOT_TRACK: "1" };

/** A test of its own for each runtime. `run` resolves with the runtime's version and the program's answer. */
function runtime(name, sentence, run) {
  test(sentence, async (t) => {
    const row = { name, version: "", answer: "none", ok: false };
    table.push(row);
    const { version, answer } = await run(t);
    Object.assign(row, { version, answer: summary(answer) });
    assert.deepEqual(answer, ANSWER);
    row.ok = true;
  });
}

runtime("Node, import", "the program changes the number in Node, imported", async () => ({
  version: process.version,
  answer: await json(process.execPath, ["import.mjs"]),
}));

runtime("Node, require", "the program changes the number in Node, required from CommonJS", async () => ({
  version: process.version,
  answer: await json(process.execPath, ["require.cjs"]),
}));

runtime("Deno", "the program changes the number in Deno, with no permission granted", async () => ({
  version: (await output(denoPath, ["eval", "console.log(Deno.version.deno)"])).trim(),
  answer: await json(denoPath, ["run", "--no-prompt", "--no-remote", "import.mjs"]),
}));

runtime("Bun", "the program changes the number in Bun", async () => ({
  version: (await output(bunPath, ["--version"])).trim(),
  answer: await json(bunPath, ["run", "--no-install", "import.mjs"]),
}));

runtime("workerd", "the program changes the number in workerd, for several first visitors at once", async (t) => {
  const outDir = join(folder, "worker");
  const { files, sources } = await bundleWorker(join(folder, "worker.mjs"), outDir);
  assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 1, "the module is a file of its own");
  assert.ok(!sources.some((path) => path.includes("embedded")), "and is in the Worker only once");
  const answers = await visit(t, outDir, files);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  return { version: workerdVersion, answer: answers[0] };
});

runtime(
  "workerd, init({ wasm })",
  "a Worker bundled without workerd's condition hands the module over itself",
  async (t) => {
    const outDir = join(folder, "worker-with-own-module");
    const { files } = await bundleWorker(join(folder, "worker-with-own-module.mjs"), outDir, []);
    return { version: workerdVersion, answer: (await visit(t, outDir, files))[0] };
  },
);

/** Started by the first test that needs it: without a browser the other runtimes are still tested. */
let starting;
const chromium = () => (starting ??= launchChromium());
after(async () => (await starting)?.close());

runtime(
  "Vite, Chromium",
  "the program changes the number in Chromium, built by Vite without configuration",
  async (t) => ({
    version: `${viteVersion}, ${(await chromium()).version()}`,
    answer: await open(t, await viteBuild("index.html"), "index.html"),
  }),
);

runtime(
  "Vite, init({ wasm })",
  "a page built by Vite has the module as a file of its own and streams it",
  async (t) => {
    const outDir = await viteBuild("own-module.html");
    const requested = [];
    const answer = await open(t, outDir, "own-module.html", (url) => requested.push(url));
    assert.equal(requested.filter((url) => url.endsWith(".wasm")).length, 1);
    return { version: `${viteVersion}, ${(await chromium()).version()}`, answer };
  },
);

runtime("Plain page, Chromium", "the program changes the number on a plain page, without a bundler", async (t) => ({
  version: (await chromium()).version(),
  answer: await open(t, folder, "plain.html"),
}));

/** Builds a page with nothing said to Vite but which page, and resolves with the folder. It may not warn of anything. */
async function viteBuild(input) {
  const outDir = join(folder, `vite-${input}`);
  const warnings = [];
  const customLogger = { ...createLogger("silent"), warn: (message) => warnings.push(message) };
  const build = { outDir, rolldownOptions: { input: join(folder, input) } };
  await buildWithVite({ root: folder, configFile: false, logLevel: "warn", customLogger, build });
  assert.deepEqual(warnings, []);
  return outDir;
}

/** Several visits at once to a Worker that has loaded nothing yet. */
async function visit(t, outDir, files) {
  const worker = await serveWorker(outDir, files);
  t.after(() => worker.close());
  return Promise.all(
    Array.from({ length: 4 }, async () => {
      const response = await fetch(worker.url);
      const body = await response.text();
      assert.equal(response.status, 200, body);
      return JSON.parse(body);
    }),
  );
}

/** Opens a page from a file server; gives its `answer`, and fails on anything that the console or the network complains of. */
async function open(t, root, name, onResponse = () => {}) {
  const server = await serveFolder(root, "/");
  t.after(() => server.close());
  const page = await (await chromium()).newPage();
  const problems = [];
  page.on("console", (message) => problems.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack}`));
  page.on("response", (response) => {
    onResponse(response.url());
    if (response.status() >= 400) problems.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  await page.goto(`${server.url}${name}`);
  const answer = await page.evaluate(() => globalThis.answer);
  await page.close();
  assert.deepEqual(problems, []);
  return answer;
}

async function output(command, parameters) {
  const { stdout } = await promisify(execFile)(command, parameters, { cwd: folder, env: { ...process.env, ...QUIET } });
  return stdout;
}

async function json(command, parameters) {
  return JSON.parse(await output(command, parameters));
}

function summary({ outcome, phone, tokenExpiresIn, refused }) {
  return `${phone} ${outcome}, ${tokenExpiresIn} s, ${Object.values(refused).length} refusals`;
}

function printTable(rows) {
  const columns = ["runtime", "version", "answer", "ok"];
  const lines = [
    columns,
    ...rows.map(({ name, version, answer, ok }) => [name, version, answer, ok ? "ok" : "FAILED"]),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log("");
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
  console.log("");
}
