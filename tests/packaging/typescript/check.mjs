// From the oldest TypeScript that can read the package's types to the newest. 4.9 has no `export type *`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { complaints, configurations } from "./configurations.mjs";

const COMPILERS = ["5.0", "5.9", "6.0", "7.0"];

export const rows = Object.entries(configurations).map(([name, { since = 0, ...configuration }], index) => {
  const compilers = COMPILERS.filter((compiler) => Number(compiler) >= since);
  return {
    name: `TypeScript, ${name}`,
    version: ({ versionOf }) => compilers.map((compiler) => versionOf(`typescript-${compiler}`)).join(", "),
    cells: {
      async types({ folder }) {
        const config = join(folder, `tsconfig.${index}.json`);
        writeFileSync(config, JSON.stringify(configuration));
        for (const compiler of compilers) {
          const tsc = join(folder, "node_modules", `typescript-${compiler}`, "bin/tsc");
          const { stdout, stderr } = await promisify(execFile)(process.execPath, [
            tsc,
            "-p",
            config,
            "--listFiles",
          ]).catch((error) => error);
          assert.equal(complaints(stdout) + stderr, "", `TypeScript ${compiler}`);
          // Proves that the compiler has run.
          assert.match(stdout, /update-phone\/dist\/index\.d\.ts/);
        }
      },
    },
  };
});
