// The oldest Node.js that the package supports and the newest one, from npm's packages for Linux on x64.
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
