import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import workerd from "workerd";

export const workerdVersion = workerd.version;

/** Wrangler's conditions. */
const CONDITIONS = ["workerd", "worker", "browser"];

/** Turns `require` of Node.js modules into imports, since a Worker has no `require`. */
const nodeModules = {
  name: "node-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.replace(/^(node:)?/, "node:");
      if (kind === "require-call" && namespace !== "node") return { path: name, namespace: "node" };
      return { path: name, external: true };
    });
    onLoad({ filter: /./, namespace: "node" }, ({ path }) => ({
      contents: `import all from ${JSON.stringify(path)}; module.exports = all;`,
    }));
  },
};

/**
 * Bundles a Worker as Wrangler does: with its conditions, and with each `.wasm` as a separate module beside the script. Resolves with
 * the names of the `files` in `outDir`, the script first, and of their `sources`.
 */
export async function bundleWorker(entry, outDir, { conditions = CONDITIONS, minify = false } = {}) {
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: outDir,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify,
    conditions,
    mainFields: ["browser", "module", "main"],
    plugins: [nodeModules],
    loader: { ".wasm": "copy" },
    metafile: true,
    logLevel: "warning",
  });
  const files = Object.keys(metafile.outputs).map((path) => basename(path));
  return {
    files: files.sort((a, b) => a.endsWith(".wasm") - b.endsWith(".wasm")),
    sources: Object.keys(metafile.inputs),
  };
}

/**
 * Serves a bundled Worker with workerd on a free port, by default without compatibility flags.
 *
 * @param options `date` and `flags` set the compatibility. With `reachesThisMachine`, `fetch` may call servers on this machine.
 */
export async function serveWorker(folder, files, { date = "2025-01-01", flags = [], reachesThisMachine = false } = {}) {
  const modules = files.map(
    (name) => `(name = "${name}", ${name.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${name}")`,
  );
  const config = join(folder, "config.capnp");
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      compatibilityDate = "${date}",
      compatibilityFlags = ${JSON.stringify(flags)},
      modules = [${modules.join(", ")}],
    )),
    (name = "internet", network = (allow = ["${reachesThisMachine ? "private" : "public"}"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
  );
  const child = spawn(workerd.default, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "inherit", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdio[3] }).on("line", (line) => {
      const { event, port } = JSON.parse(line);
      if (event === "listen") resolve(port);
    });
    child.once("exit", (code) => reject(new Error(`workerd ended with status ${code}:\n${errors}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      child.kill();
      await once(child, "exit");
    },
  };
}
