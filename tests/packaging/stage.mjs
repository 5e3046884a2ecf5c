// The fixtures of the checks: a folder with the packed package and the check's tools, an emulator over HTTP, processes that end with
// the check, and Chromium.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPacked } from "../../tools/packed.mjs";
import { launchChromium } from "../support/browser.mjs";
import { serveFolder } from "../support/page-servers.mjs";

const PASS_CODE = "123456";
const NEW_PHONE = "13912345678";

/** The result of `changeNumber` in every runtime. */
const ANSWER = {
  tokenExpiresIn: 60,
  isCountdownExpired: false,
  outcome: "confirmed",
  phone: NEW_PHONE,
  e164: `+86${NEW_PHONE}`,
  isValid: true,
  refused: {
    secondCodeAtOnce: "ERR_CODE_SENT_TOO_OFTEN",
    tokenSpentTwice: "ERR_UPDATE_TOKEN_SPENT",
    afterDispose: "ERR_DISPOSED",
  },
};

/** The repository's tools, for checks that install none. */
const workspaceBin = join(import.meta.dirname, "../../node_modules/.bin");
const workspaceRequire = createRequire(import.meta.url);

/** Disables update checks, telemetry and colours. */
const QUIET = {
  ASTRO_TELEMETRY_DISABLED: "1",
  BROWSERSLIST_IGNORE_OLD_DATA: "1",
  DENO_NO_UPDATE_CHECK: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
  NO_UPDATE_NOTIFIER: "1",
};

/** The environment before any check. Vite sets `NODE_ENV=production`, with which npm would not install the tools of the next check. */
const ENVIRONMENT = { ...process.env, ...QUIET };

/** Packs the package once. `close` deletes it and closes the browser. */
export async function openMatrix() {
  const packed = installPacked();
  const require = createRequire(join(packed.folder, "user.js"));
  const { serveEmulator } = await import(require.resolve("update-phone/emulator/node"));
  let starting;
  return {
    tarball: packed.tarball,
    serveEmulator: () => serveEmulator({ port: 0, fixedCode: PASS_CODE }),
    chromium: () => (starting ??= launchChromium()),
    async close() {
      await (await starting?.catch(() => undefined))?.close();
      packed.remove();
    },
  };
}

/** Creates the folder of a check: its files, the files of app/, and the tarball and the check's tools, which npm installs. */
export async function openFolder(matrix, source) {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-"));
  const env = { ...ENVIRONMENT };
  try {
    cpSync(join(import.meta.dirname, "app"), folder, { recursive: true });
    cpSync(source, folder, { recursive: true, filter: (path) => !/\/(check\.mjs|node_modules)$/.test(path) });
    const manifest = join(folder, "package.json");
    const hasTools = existsSync(manifest);
    if (!hasTools) writeFileSync(manifest, JSON.stringify({ private: true, type: "module" }));
    const mode = hasTools ? "--prefer-offline" : "--offline";
    const parameters = ["install", mode, "--no-audit", "--no-fund", "--loglevel=error", matrix.tarball];
    await promisify(execFile)("npm", parameters, { cwd: folder, env, timeout: 300_000 });
    const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
    const names = Object.keys({ ...dependencies, ...devDependencies });
    const missing = names.filter((name) => !existsSync(join(folder, "node_modules", name)));
    if (missing.length > 0) throw new Error(`npm has not installed ${missing.join(", ")}`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const require = createRequire(join(folder, "user.js"));
  return {
    folder,
    /** Returns the version of a tool. */
    versionOf(name) {
      const own = join(folder, "node_modules", name, "package.json");
      const manifest = existsSync(own) ? own : workspaceRequire.resolve(`${name}/package.json`);
      return JSON.parse(readFileSync(manifest, "utf8")).version;
    },
    require,
    chromiumVersion: async () => (await matrix.chromium()).version(),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Returns a free port, for servers that do not find one themselves. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}

/** Runs one cell of the table. Rejects unless the results are right and the emulator, if it was used, has the new number. */
export async function runCell(matrix, { folder, versionOf, require }, column, run, signal) {
  const emulator = await matrix.serveEmulator();
  const [user] = emulator.emulator.users;
  let isEmulatorUsed = false;
  const service = {
    host: emulator.url,
    appId: user.appId,
    accessToken: user.accessToken,
    passCode: PASS_CODE,
    oldPhone: { countryCode: user.phoneCountryCode, number: user.phone },
  };
  const cleanUps = [() => emulator.close()];
  const env = { ...process.env, ...QUIET, DENO_DIR: join(folder, ".deno") };
  delete env.NODE_OPTIONS;
  delete env.NODE_TEST_CONTEXT;
  const stage = {
    folder,
    require,
    versionOf,
    /** The parameter `service` of `changeNumber`, as JSON. */
    get service() {
      isEmulatorUsed = true;
      return JSON.stringify(service);
    },
    /** Registers a function to be called when the cell has ended. */
    after: (cleanUp) => cleanUps.push(cleanUp),

    /** The path of a command of the check's tools, otherwise of the repository's. */
    bin: (name) =>
      [join(folder, "node_modules/.bin"), workspaceBin].map((bin) => join(bin, name)).find(existsSync) ?? name,

    /** Runs a command. Resolves with its output. */
    async output(command, parameters = [], more = {}) {
      const child = start(command, parameters, more);
      const status = await new Promise((resolve) => child.process.once("close", resolve));
      if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} ended with ${status}:\n${child.printed()}`);
      return child.stdout();
    },

    /** Runs a program. Resolves with the last line of its output, which is JSON. */
    async answer(command, parameters = [], more = {}) {
      const printed = await stage.output(command, parameters, more);
      return JSON.parse(printed.trim().split("\n").at(-1));
    },

    /** Starts a server. Resolves with the address that it prints. The server is stopped after the cell. */
    async server(command, parameters = [], more = {}) {
      const child = start(command, parameters, more);
      return new Promise((resolve, reject) => {
        child.onData(() => {
          const address = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1?\]|0\.0\.0\.0):\d+/.exec(child.printed());
          if (address) resolve(address[0].replace(/\[::\]|0\.0\.0\.0/, "localhost"));
        });
        child.process.once("close", (status) =>
          reject(new Error(`${command} ended with ${status}:\n${child.printed()}`)),
        );
      });
    },

    /** Serves the files of a folder. Resolves with the address. */
    async files(root) {
      const server = await serveFolder(root, "/");
      cleanUps.push(() => server.close());
      return server.url;
    },

    /**
     * Opens a page with `service` in its address. Resolves with the page's `answer`. Fails on errors and warnings on the console,
     * uncaught exceptions and failed requests. `hasEmulator` means that the page has its own emulator.
     */
    async open(url, { onResponse = () => {}, hasEmulator = false } = {}) {
      const context = await (await matrix.chromium()).newContext();
      cleanUps.push(() => context.close());
      const page = await context.newPage();
      const problems = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()))
          problems.push(`console ${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack}`));
      page.on("response", (response) => {
        onResponse(response.url());
        if (response.status() >= 400 && !response.url().startsWith(emulator.url)) {
          problems.push(`HTTP ${response.status()}: ${response.url()}`);
        }
      });
      const address = new URL(url);
      if (!hasEmulator) address.searchParams.set("service", stage.service);
      await page.goto(address.href, { timeout: 60_000 });
      const answer = await page
        .waitForFunction(() => globalThis.answer !== undefined, undefined, { timeout: 30_000 })
        .then(() => page.evaluate(() => globalThis.answer))
        .catch((error) => assert.fail(`${error.message}\n${problems.join("\n")}`));
      assert.deepEqual(problems, []);
      return answer;
    },
  };

  function start(command, parameters, { env: moreEnv, cwd = folder } = {}) {
    // A process group, so that child processes of a server are stopped with it.
    const process = spawn(command, parameters, {
      cwd,
      env: { ...env, ...moreEnv },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let out = "";
    let all = "";
    const listeners = [];
    const ended = new Promise((resolve) => process.once("close", resolve));
    process.once("error", (error) => (all += error.stack));
    process.stdout.on("data", (data) => ((out += data), (all += data), listeners.forEach((listener) => listener())));
    process.stderr.on("data", (data) => ((all += data), listeners.forEach((listener) => listener())));
    cleanUps.push(async () => {
      if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
      killGroup(process.pid);
      await ended;
    });
    return { process, stdout: () => out, printed: () => all, onData: (listener) => listeners.push(listener) };
  }

  try {
    const answers = [await Promise.race([run(stage), aborted(signal)])].flat();
    // Types have no result: they only have to compile.
    if (column === "types") return;
    for (const answer of answers) assert.deepEqual(answer, ANSWER);
    if (isEmulatorUsed) assert.equal(emulator.emulator.users[0].phone, NEW_PHONE);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

function aborted(signal) {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function killGroup(pid) {
  try {
    globalThis.process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
