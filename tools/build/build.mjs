// Builds the npm package in pkg/: the WebAssembly module with wasm-pack, then the TypeScript layer. Does nothing if the sources have
// not changed since the last build. Prints the ledger of bytes. `--no-ledger` skips the ledger and the build of the module that it
// needs.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { bundleElement } from "./element.mjs";
import { checkEmbeddedModule, embedModule } from "./embed.mjs";
import { DOCUMENTS, hashOfSources } from "./inputs.mjs";
import { ledger, printLedger } from "./ledger.mjs";
import { takeTurn } from "./lock.mjs";
import { buildModule } from "./module.mjs";
import { run } from "./run.mjs";

const root = join(import.meta.dirname, "../..");
const pkg = join(root, "pkg");
const dist = join(pkg, "dist");
/** The build is moved into place at the end, so that pkg/dist is always complete. */
const building = join(pkg, "dist.building");
const wasmDir = join(building, "wasm");
/** Notes of the build that are not published. */
const notes = join(root, "target/package");
const stamp = join(notes, "built-from");
const ledgerFile = join(notes, "ledger.json");

const wantsLedger = !process.argv.includes("--no-ledger");

await takeTurn(join(root, "target/package.lock"));
const sources = hashOfSources(root);
if (existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) {
  console.log("build: pkg/ is up to date.");
} else {
  console.log("build: compiling the package into pkg/ (about a minute the first time) …");
  rmSync(building, { recursive: true, force: true });
  mkdirSync(wasmDir, { recursive: true });
  mkdirSync(notes, { recursive: true });
  writeTypes(buildModule(root, wasmDir));
  embedModule(wasmDir);
  buildTypeScript();
  await checkEmbeddedModule(building);
  writeFileSync(join(notes, "in-element.json"), JSON.stringify(await bundleElement(building), null, 2));
  for (const name of DOCUMENTS) copyFileSync(join(root, name), join(pkg, name));
  rmSync(dist, { recursive: true, force: true });
  renameSync(building, dist);
  rmSync(ledgerFile, { force: true });
  writeFileSync(stamp, hashOfSources(root));
}
if (wantsLedger) {
  if (!existsSync(ledgerFile)) writeFileSync(ledgerFile, JSON.stringify(await ledger(root), null, 2));
  printLedger(JSON.parse(readFileSync(ledgerFile, "utf8")));
}

/** Writes wasm-bindgen's types of the module, which the TypeScript layer uses. They are committed for editors and reviews. */
function writeTypes(types) {
  const file = join(pkg, "src/wasm/module.d.ts");
  if (existsSync(file) && readFileSync(file, "utf8") === types) return;
  if (process.env.CI)
    throw new Error("pkg/src/wasm/module.d.ts differs from the module's exports: run `make build` and commit it.");
  writeFileSync(file, types);
  console.log("build: pkg/src/wasm/module.d.ts has changed with the module; commit it.");
}

function buildTypeScript() {
  run(root, "tsc", ["-p", join(pkg), "--outDir", building]);
  // tsc does not copy hand-written declarations.
  for (const name of ["embedded.d.ts", "module.d.ts", "update_phone.d.ts", "update_phone_bg.wasm.d.ts"])
    copyFileSync(join(pkg, "src/wasm", name), join(wasmDir, name));
  chmodSync(join(building, "emulator/cli.js"), 0o755);
}
