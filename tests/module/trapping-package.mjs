// The packed package with a module that traps at the text "trap", and runs out of memory at "out of memory": see the crate's
// `bindings/trap.rs`. Everything else in it is the published one's.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { embedModule } from "../../tools/build/embed.mjs";
import { buildModule } from "../../tools/build/module.mjs";
import { installPacked } from "../../tools/packed.mjs";

const root = join(import.meta.dirname, "../..");

function install() {
  const checkout = mkdtempSync(join(tmpdir(), "update-phone-trap-"));
  try {
    for (const name of ["package.json", "dist"])
      cpSync(join(root, "pkg", name), join(checkout, "pkg", name), { recursive: true });
    const wasm = join(checkout, "pkg/dist/wasm");
    buildModule(root, wasm, ["trap"]);
    embedModule(wasm);
    return installPacked(checkout);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

const installed = install();
after(() => installed.remove());
const { resolve } = createRequire(join(installed.folder, "user.js"));

export const trappingPackage = await import(pathToFileURL(resolve("update-phone")).href);
