import { execFileSync } from "node:child_process";
import { bunPath } from "../../support/binaries.mjs";

export const rows = [
  {
    name: "Bun",
    version: () => execFileSync(bunPath, ["--version"], { encoding: "utf8" }).trim(),
    cells: {
      ESM: ({ answer, service }) => answer(bunPath, ["run", "--no-install", "import.mjs", service]),
      CJS: ({ answer, service }) => answer(bunPath, ["run", "--no-install", "require.cjs", service]),
    },
  },
];
