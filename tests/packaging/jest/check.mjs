import { readFile } from "node:fs/promises";
import { join } from "node:path";

async function jest({ folder, bin, output, service }, project, nodeOptions = "") {
  await output(bin("jest"), ["--config", `jest.${project}.config.json`], {
    env: { SERVICE: service, NODE_OPTIONS: nodeOptions },
  });
  return JSON.parse(await readFile(join(folder, "answer.json"), "utf8"));
}

export const rows = [
  {
    name: "Jest, jsdom",
    version: "jest",
    cells: {
      ESM: (stage) => jest(stage, "esm", "--experimental-vm-modules"),
      // Compiled by Babel, as Jest does it with everything that it requires before Node 24.9.
      CJS: (stage) => jest(stage, "cjs"),
    },
  },
];
