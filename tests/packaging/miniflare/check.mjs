// workerd as Wrangler's development server runs it, with a network.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleWorker } from "../../support/workerd.mjs";

export const rows = [
  {
    name: "workerd, through Miniflare",
    version: "miniflare",
    cells: {
      async ESM({ folder, require, service, after }) {
        const outDir = join(folder, "out");
        const { files } = await bundleWorker(join(folder, "worker.mjs"), outDir);
        const { Miniflare } = await import(pathToFileURL(require.resolve("miniflare")).href);
        const miniflare = new Miniflare({
          compatibilityDate: "2025-01-01",
          modulesRoot: outDir,
          modules: files.map((name) => ({
            type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
            path: join(outDir, name),
          })),
        });
        after(() => miniflare.dispose());
        const response = await miniflare.dispatchFetch(`http://worker.invalid/?service=${encodeURIComponent(service)}`);
        const body = await response.text();
        assert.equal(response.status, 200, body);
        return JSON.parse(body);
      },
    },
  },
];
