// Builds the npm package in pkg/: the WebAssembly module with wasm-pack, the TypeScript layer beside it. Does nothing when the
// sources have not changed since the last build. Prints the ledger of bytes.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { hashOfSources } from "./inputs.mjs";
import { ledger, printLedger } from "./ledger.mjs";

const root = join(import.meta.dirname, "../..");
const pkg = join(root, "pkg");
const dist = join(pkg, "dist");
const wasmDir = join(dist, "wasm");
/** Notes of the build that are not published. */
const notes = join(root, "target/package");
const stamp = join(notes, "built-from");
const ledgerFile = join(notes, "ledger.json");

/** What the tarball carries beside dist/; the originals are at the top of the repository, where people look for them. */
const DOCUMENTS = ["README.md", "README.zh-CN.md", "LICENSE", "NOTICE", "CHANGELOG.md"];

const sources = hashOfSources(root);
if (existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) {
  console.log("build: pkg/ is up to date.");
} else {
  console.log("build: compiling the package into pkg/ (about a minute the first time) …");
  for (const folder of [dist, notes]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [wasmDir, notes]) mkdirSync(folder, { recursive: true });
  buildWasm();
  embedWasm();
  buildTypeScript();
  for (const name of DOCUMENTS) copyFileSync(join(root, name), join(pkg, name));
  writeFileSync(ledgerFile, JSON.stringify(await ledger(root), null, 2));
  writeFileSync(stamp, sources);
}
printLedger(JSON.parse(readFileSync(ledgerFile, "utf8")));

/** `--no-pack`: pkg/package.json is ours. `--no-gitignore`: it would empty the tarball. `--no-typescript`: see src/wasm/*.d.ts. */
function buildWasm() {
  run("wasm-pack", [
    "build",
    "--release",
    "--target",
    "web",
    "--no-pack",
    "--no-gitignore",
    "--no-typescript",
    "--out-dir",
    wasmDir,
    "--out-name",
    "update_phone",
    root,
  ]);
}

/** The module as a string, so that every bundler and server can load it without being told how. */
function embedWasm() {
  const wasm = readFileSync(join(wasmDir, "update_phone_bg.wasm"));
  const base64 = deflateRawSync(wasm, { level: 9 }).toString("base64");
  writeFileSync(join(wasmDir, "embedded.js"), `export const embedded = "${base64}";\n`);
}

function buildTypeScript() {
  run("npx", ["tsc", "-p", pkg]);
  // Hand-written, so tsc does not copy them.
  for (const name of ["embedded.d.ts", "update_phone.d.ts"])
    copyFileSync(join(pkg, "src/wasm", name), join(wasmDir, name));
  chmodSync(join(dist, "emulator/cli.js"), 0o755);
}

/** Shows a tool's output only when it fails. */
function run(command, parameters) {
  try {
    execFileSync(command, parameters, { cwd: root, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    console.error(error.stdout ?? "", error.stderr ?? "");
    console.error(
      `build: ${command} failed (${error.status ?? error.code}); its output is above. Run it as \`make build\`, which sets the tools up.`,
    );
    process.exit(1);
  }
}
