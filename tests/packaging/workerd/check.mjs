// workerd without compatibility flags and without a network, so the emulator is in the Worker.
import assert from "node:assert/strict";
import { join } from "node:path";
import { bundleWorker, serveWorker, workerdVersion } from "../../support/workerd.mjs";

/** Sends several requests at once to a Worker that has not loaded the module yet. */
async function visit({ after }, outDir, files) {
  const worker = await serveWorker(outDir, files);
  after(() => worker.close());
  return Promise.all(
    Array.from({ length: 4 }, async () => {
      const response = await fetch(worker.url);
      const body = await response.text();
      assert.equal(response.status, 200, body);
      return JSON.parse(body);
    }),
  );
}

export const rows = [
  {
    name: "workerd",
    version: () => workerdVersion,
    cells: {
      async ESM(stage) {
        const outDir = join(stage.folder, "out");
        const { files, sources } = await bundleWorker(join(stage.folder, "worker.mjs"), outDir);
        assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 1, "the module is a file of its own");
        assert.ok(!sources.some((path) => path.includes("embedded")), "and is in the Worker only once");
        return visit(stage, outDir, files);
      },
    },
  },
  {
    name: "workerd, bundled without its condition, init({ wasm })",
    version: () => workerdVersion,
    cells: {
      async ESM(stage) {
        const outDir = join(stage.folder, "out-with-own-module");
        const { files } = await bundleWorker(join(stage.folder, "worker-with-own-module.mjs"), outDir, {
          conditions: [],
        });
        return visit(stage, outDir, files);
      },
    },
  },
];
