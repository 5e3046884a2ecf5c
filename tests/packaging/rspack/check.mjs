import assert from "node:assert/strict";
import { join } from "node:path";

async function bundle({ bin, output }) {
  const printed = await output(bin("rspack"), ["build", "--mode", "production"]);
  assert.doesNotMatch(printed, /warning/i);
}

export const rows = [
  {
    name: "Rspack",
    version: "@rspack/core",
    cells: {
      async ESM(stage) {
        await bundle(stage);
        return stage.answer(process.execPath, ["out/server.mjs", stage.service]);
      },
      CJS: ({ answer, service }) => answer(process.execPath, ["out/server.cjs", service]),
      async dev({ bin, server, open }) {
        const parameters = ["dev", "--port", "auto", "--host", "127.0.0.1"];
        return open(await server(bin("rspack"), parameters));
      },
      build: async ({ folder, files, open }) => open(`${await files(join(folder, "dist"))}index.html`),
    },
  },
];
