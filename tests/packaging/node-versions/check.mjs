// The oldest Node that the package says it runs on, and the newest, as the npm registry has them for Linux on x64.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const executable = (folder, name) => join(folder, "node_modules", name, "bin/node");

const row = (name, alias) => ({
  name,
  version: ({ folder }) => execFileSync(executable(folder, alias), ["--version"], { encoding: "utf8" }).trim(),
  cells: {
    ESM: ({ folder, answer, service }) => answer(executable(folder, alias), ["import.mjs", service]),
    CJS: ({ folder, answer, service }) => answer(executable(folder, alias), ["require.cjs", service]),
  },
});

export const rows = [row("Node, oldest", "node-oldest"), row("Node, newest", "node-newest")];
