// Runs blocks of code against the emulator, by language. Each runner resolves with the output.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse, compileScript } from "vue/compiler-sfc";
import { build } from "esbuild";
import { openWatched } from "../support/browser.mjs";
import { emulatorPackage, installed } from "../support/packed.mjs";
import { startRedis } from "../support/redis.mjs";
import { root } from "./blocks.mjs";
import { commandsOf } from "./compilers.mjs";
import { pathOf } from "./workshop.mjs";

const run = promisify(execFile);

// With NODE_TEST_CONTEXT a test in a block would report to this test runner. npm makes no requests besides the installation.
const { NODE_TEST_CONTEXT, FORCE_COLOR, ...inherited } = process.env;
const npm = { npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" };
const env = { ...inherited, ...npm, NO_COLOR: "1" };
const OPTIONS = { env, timeout: 60_000, killSignal: "SIGKILL" };

async function node(script, ...parameters) {
  const { stdout } = await run(process.execPath, [script, ...parameters], { ...OPTIONS, cwd: dirname(script) });
  return stdout;
}

/** Runs a module, or a driver that uses its exports. */
function drive(path, driver) {
  if (!driver) return node(path);
  const [name, ...parameters] = driver.split(/ (.*)/).filter(Boolean);
  return node(join(dirname(path), "../drivers", `${name}.mjs`), path, ...parameters);
}

/** Compiles a Vue component for server rendering, as Vue's bundler plugins do. */
const vueFiles = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const { descriptor } = parse(readFileSync(path, "utf8"), { filename: path });
      const templateOptions = { ssr: true, ssrCssVars: [] };
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true, templateOptions });
      return { contents: content, loader: "ts" };
    });
  },
};

/** Bundles a block that is not JavaScript with the files that it imports. */
async function bundle(path) {
  const outfile = `${path}.bundle.mjs`;
  await build({
    entryPoints: [path],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    external: ["../given/*"],
    jsx: "automatic",
    plugins: [vueFiles],
    logLevel: "silent",
  });
  return outfile;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The services that a block can need, with the port in its code. */
const SERVICES = {
  emulator: { usualPort: "3456", start: () => emulatorPackage.serveEmulator({ port: 0 }) },
  redis: { usualPort: "6379", start: startRedis },
};

/** Starts the services of a block and calls `use` with its code, in which free ports replace the usual ones. */
async function withPorts({ needs, serves }, code, use) {
  if (serves) return use(code.replaceAll(SERVICES.emulator.usualPort, await freePort()));
  if (!needs) return use(code);
  const { usualPort, start } = SERVICES[needs];
  const service = await start();
  try {
    return await use(code.replaceAll(usualPort, service.port ?? new URL(service.url).port));
  } finally {
    await service.close();
  }
}

/** Runs commands in a new folder inside the one that has the package. */
function shell(block) {
  const folder = mkdtempSync(join(installed.folder, "shell-"));
  // Installs the tarball offline, since the package may not be published.
  const install = `npm install --offline --prefix . $1${installed.tarball}`;
  const code = block.code.replace(/^npm install (.*\b)?update-phone$/gm, install);
  return withPorts(block, code, (commands) => (block.serves ? serve(commands, folder) : bash(commands, folder)));
}

/** Runs a program with free ports. */
function program(block) {
  const path = pathOf(block);
  return withPorts(block, readFileSync(path, "utf8"), (code) => {
    writeFileSync(path, code);
    return block.serves ? serve(`node ${path}`, dirname(path)) : drive(path, block.driver);
  });
}

async function bash(commands, cwd) {
  const { stdout, stderr } = await run("bash", ["-euc", `exec 2>&1\n${commands}`], { ...OPTIONS, cwd });
  return stdout + stderr;
}

/** Runs a server until it prints its address. */
async function serve(command, cwd) {
  const child = spawn("bash", ["-c", command], { env, cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  try {
    return await new Promise((resolve, reject) => {
      const timeout = setTimeout(() => reject(new Error(`It does not listen:\n${printed}`)), OPTIONS.timeout);
      const onData = (data) => {
        printed += data;
        if (printed.includes("http://")) resolve(printed);
      };
      child.stdout.on("data", onData);
      child.stderr.on("data", onData);
      child.once("exit", (status) => reject(new Error(`It ended with status ${status}:\n${printed}`)));
      child.once("exit", () => clearTimeout(timeout));
    });
  } finally {
    // The whole process group, since npx starts a shell.
    if (child.exitCode === null) {
      process.kill(-child.pid, "SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    }
  }
}

/** Masks what differs between runs: npm's times and warnings, and versions. */
const masked = (text) =>
  text
    .replaceAll(/ in \d+(\.\d+)?m?s$/gm, " in 1s")
    .replaceAll(/^npm (warn|notice).*\n/gm, "")
    .replaceAll(/\b\d+\.\d+\.\d+\b/g, "0.0.0")
    .replaceAll(/\n{2,}/g, "\n")
    .trim();

/** Finds a temporary folder outside any project, since npm would install into a project above it. */
function outsideOfProjects() {
  const isInProject = (folder) =>
    ["package.json", "node_modules"].some((name) => existsSync(join(folder, name))) ||
    (dirname(folder) !== folder && isInProject(dirname(folder)));
  const folder = [tmpdir(), "/var/tmp", homedir()].find((path) => existsSync(path) && !isInProject(path));
  assert.ok(folder, "No folder is outside a project: remove package.json and node_modules from the temporary folder.");
  return folder;
}

/** Runs the commands of a transcript in a folder with only the README and the tarball, and compares the output. */
async function retype({ code }) {
  const folder = mkdtempSync(join(outsideOfProjects(), "update-phone-docs-"));
  try {
    cpSync(join(root, "README.md"), join(folder, "README.md"));
    cpSync(installed.tarball, join(folder, basename(installed.tarball)));
    const printed = [];
    for (const command of commandsOf(code)) printed.push(`$ ${command}\n${await bash(command, folder)}`);
    assert.equal(masked(printed.map(masked).join("\n")), masked(code));
    return printed.join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Opens a page in a browser, with an import map in place of a bundler. */
async function page(block, { browser, url }) {
  const imports = Object.fromEntries(
    ["", "/element", "/emulator"].map((entry) => [
      `update-phone${entry}`,
      `/node_modules/update-phone/dist${entry}/index.js`,
    ]),
  );
  const head = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const usesElement = /<update-phone-form/.test(block.code) && !/<script/.test(block.code);
  const element = usesElement ? '<script type="module">import "update-phone/element";</script>' : "";
  const name = `${basename(dirname(pathOf(block)))}-${block.name}`;
  // In the root folder, beside the installed package.
  writeFileSync(
    join(installed.folder, name),
    block.code.replace(/^(<!doctype html>\n<html[^>]*>)?/, `$1${head}${element}`),
  );
  const opened = await openWatched(browser, url + name);
  if (block.code.includes("<update-phone-form")) {
    await opened.page.locator("update-phone-form").getByRole("heading").first().waitFor();
  } else {
    await opened.page.waitForLoadState("networkidle");
  }
  await opened.page.context().close();
  // The server has no favicon.
  assert.deepEqual(
    opened.problems.take().filter((problem) => !/favicon|status of 404/.test(problem)),
    [],
  );
  return "";
}

export const runners = {
  js: program,
  ts: async (block) => drive(await bundle(pathOf(block)), block.driver),
  tsx: async (block) => drive(await bundle(pathOf(block)), block.driver ?? "react"),
  vue: async (block) => drive(await bundle(pathOf(block)), block.driver ?? "vue"),
  html: page,
  sh: shell,
  console: retype,
  async rust(block) {
    return (await run(`${pathOf(block)}.out`, [], OPTIONS)).stdout;
  },
};
