// rollup.config.js turns warnings into errors.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

const bundle = ({ bin, output }) => output(bin("rollup"), ["--config"]);

export const rows = [
  {
    name: "Rollup",
    version: "rollup",
    cells: {
      async ESM(stage) {
        await bundle(stage);
        return stage.answer(process.execPath, ["out/server.mjs", stage.service]);
      },
      async CJS(stage) {
        return stage.answer(process.execPath, ["out/server.cjs", stage.service]);
      },
      async build({ folder, files, open }) {
        await copyFile(join(folder, "index.html"), join(folder, "dist/index.html"));
        return open(`${await files(join(folder, "dist"))}index.html`);
      },
    },
  },
];
