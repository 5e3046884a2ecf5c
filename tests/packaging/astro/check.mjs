import { readClientPage, readRoute, readServerPage } from "../server-frameworks.mjs";
import { freePort } from "../stage.mjs";

const PARTS = { "page on the server": readServerPage, "page in the browser": readClientPage, route: readRoute };

/** The first row builds for all rows. */
export const rows = Object.entries(PARTS).map(([part, read], index) => ({
  name: `Astro: ${part}`,
  version: "astro",
  cells: {
    async dev(stage) {
      const parameters = ["dev", "--host", "127.0.0.1", "--port", await freePort()];
      return read(stage, await stage.server(stage.bin("astro"), parameters));
    },
    async build(stage) {
      if (index === 0) await stage.output(stage.bin("astro"), ["build"]);
      const env = { HOST: "127.0.0.1", PORT: await freePort() };
      return read(stage, await stage.server(process.execPath, ["dist/server/entry.mjs"], { env }));
    },
  },
}));
