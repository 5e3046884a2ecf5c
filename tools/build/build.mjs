// Builds the npm package in pkg/: the WebAssembly module with wasm-pack, the TypeScript layer beside it. Does nothing when the
// sources have not changed since the last build. Prints the ledger of bytes; `--no-ledger` leaves it out, and with it two builds
// of the module.
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
/** Built beside and moved into place at the end: whoever uses pkg/dist meanwhile sees a whole one. */
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
  buildModule(root, wasmDir);
  embedModule(wasmDir, readFileSync(join(root, "src/phone/metadata/table.bin")));
  buildTypeScript();
  await checkEmbeddedModule(building);
  writeFileSync(join(notes, "in-element.json"), JSON.stringify(await bundleElement(building), null, 2));
  for (const name of DOCUMENTS) copyFileSync(join(root, name), join(pkg, name));
  rmSync(dist, { recursive: true, force: true });
  renameSync(building, dist);
  rmSync(ledgerFile, { force: true });
  writeFileSync(stamp, sources);
}
if (wantsLedger) {
  if (!existsSync(ledgerFile)) writeFileSync(ledgerFile, JSON.stringify(await ledger(root), null, 2));
  printLedger(JSON.parse(readFileSync(ledgerFile, "utf8")));
}

function buildTypeScript() {
  run(root, "tsc", ["-p", pkg, "--outDir", building]);
  // Hand-written, so tsc does not copy them.
  for (const name of ["embedded.d.ts", "transport.d.ts", "update_phone.d.ts", "update_phone_bg.wasm.d.ts"])
    copyFileSync(join(pkg, "src/wasm", name), join(wasmDir, name));
  chmodSync(join(building, "emulator/cli.js"), 0o755);
}
