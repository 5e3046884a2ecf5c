// Vite without configuration. Warnings are failures.
import assert from "node:assert/strict";
import { join } from "node:path";
import { build, createLogger } from "vite";

async function buildPage(folder, input) {
  const outDir = join(folder, `dist-${input}`);
  const warnings = [];
  const customLogger = { ...createLogger("silent"), warn: (message) => warnings.push(message) };
  await build({
    root: folder,
    configFile: false,
    logLevel: "warn",
    customLogger,
    build: { outDir, rolldownOptions: { input: join(folder, input) } },
  });
  assert.deepEqual(warnings, []);
  return outDir;
}

const develop = ({ bin, server }) => server(bin("vite"), ["--port", "0", "--host", "127.0.0.1"]);

export const rows = [
  {
    name: "Vite",
    version: "vite",
    cells: {
      dev: async (stage) => stage.open(`${await develop(stage)}/index.html`),
      build: async ({ folder, files, open }) => open(`${await files(await buildPage(folder, "index.html"))}index.html`),
    },
  },
  {
    name: "Vite, init({ wasm })",
    version: "vite",
    cells: {
      dev: async (stage) => stage.open(`${await develop(stage)}/own-module.html`),
      async build({ folder, files, open }) {
        const requested = [];
        const url = `${await files(await buildPage(folder, "own-module.html"))}own-module.html`;
        const answer = await open(url, { onResponse: (url) => requested.push(url) });
        assert.equal(
          requested.filter((url) => new URL(url).pathname.endsWith(".wasm")).length,
          1,
          "the module is streamed",
        );
        return answer;
      },
    },
  },
];
