// Holds the packed tarball against what others ask of a published package, and prints what they say: publint, and attw, which
// looks whether every entry's types are those of its code. `make published`; tests/packaging runs the same two.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../packed.mjs";

const bin = join(import.meta.dirname, "../../node_modules/.bin");

/** The two programs with their parameters for a tarball. */
export const checksOf = (tarball) => ({
  publint: ["--strict", tarball],
  attw: [
    tarball,
    // The way Node resolved modules before `exports`; no Node that the package runs on does.
    "--profile=node16",
    // It warns that `require` meets an ES module. Every Node from 20.19 on loads it, and tests/packaging does so.
    "--ignore-rules=cjs-resolves-to-esm",
    "--no-definitely-typed",
  ],
});

/** Runs a program of the repository's. */
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
