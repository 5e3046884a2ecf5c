import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

async function jest({ folder, bin, output }, project, env) {
  const file = join(folder, "answer.json");
  await rm(file, { force: true });
  await output(bin("jest"), ["--config", `jest.${project}.config.json`], { env });
  return JSON.parse(await readFile(file, "utf8"));
}

const ESM = { NODE_OPTIONS: "--experimental-vm-modules" };

export const rows = [
  {
    name: "Jest, jsdom as it is",
    version: "jest",
    cells: {
      ESM: (stage) => jest(stage, "esm", { ...ESM, SERVICE: stage.service }),
      // Compiled by Babel, as Jest does with everything that it requires before Node.js 24.9.
      CJS: (stage) => jest(stage, "cjs", { SERVICE: stage.service }),
    },
  },
  {
    name: "Jest, jsdom with fetch, the emulator inside",
    version: "jest",
    cells: { ESM: (stage) => jest(stage, "emulator", ESM) },
  },
];
