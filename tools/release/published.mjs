// `make published`: runs publint and attw on the packed tarball and prints their reports. attw checks that the types of every entry
// fit its code. tests/packaging runs the same two.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../packed.mjs";

const bin = join(import.meta.dirname, "../../node_modules/.bin");

/** The parameters of the two programs for a tarball. */
export const checksOf = (tarball) => ({
  publint: ["--strict", tarball],
  attw: [
    tarball,
    // Leaves out Node.js before `exports`, which the package does not support.
    "--profile=node16",
    // attw warns that `require` loads an ES module. Node.js 20.19 and later can, as tests/packaging shows.
    "--ignore-rules=cjs-resolves-to-esm",
    "--no-definitely-typed",
  ],
});

/** Runs a program from node_modules. */
export function run(program, parameters) {
  const { error, ...result } = spawnSync(join(bin, program), parameters, { encoding: "utf8" });
  if (error) throw error;
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-"));
  try {
    for (const [program, parameters] of Object.entries(checksOf(pack(folder).tarball))) {
      const { status, stdout, stderr } = run(program, parameters);
      console.log(`${program} ${parameters.join(" ")}\n${stdout}${stderr}`);
      if (status !== 0) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
