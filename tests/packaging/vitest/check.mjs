import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const rows = [
  {
    name: "Vitest, jsdom",
    version: "vitest",
    cells: {
      async ESM({ folder, bin, output }) {
        await output(bin("vitest"), ["run"]);
        return JSON.parse(await readFile(join(folder, "answer.json"), "utf8"));
      },
    },
  },
];
