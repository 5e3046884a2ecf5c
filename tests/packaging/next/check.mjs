// The app router: a server component, a client component and a route handler, with both bundlers.
import { readClientPage, readRoute, readServerPage } from "../server-frameworks.mjs";
import { freePort } from "../stage.mjs";

const BUNDLERS = { webpack: "--webpack", Turbopack: "--turbopack" };
const PARTS = { "server component": readServerPage, "client component": readClientPage, "route handler": readRoute };

const listenAt = async () => ["--hostname", "127.0.0.1", "--port", await freePort()];

/** The first row of a bundler builds for all its rows. */
function rowsOf([bundler, option]) {
  return Object.entries(PARTS).map(([part, read], index) => ({
    name: `Next.js, ${bundler}: ${part}`,
    version: "next",
    cells: {
      async dev(stage) {
        return read(stage, await stage.server(stage.bin("next"), ["dev", option, ...(await listenAt())]));
      },
      async build(stage) {
        if (index === 0) await stage.output(stage.bin("next"), ["build", option]);
        return read(stage, await stage.server(stage.bin("next"), ["start", ...(await listenAt())]));
      },
    },
  }));
}

export const rows = Object.entries(BUNDLERS).flatMap(rowsOf);
