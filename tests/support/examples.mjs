// Builds the examples for frameworks with Vite over the packed package, as a user who copies one would.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { installPacked } from "../../tools/packed.mjs";

const root = join(import.meta.dirname, "../..");

/**
 * Installs the packed package and an example's dependencies in a folder, and copies the example into `example`. `modules` maps
 * packages to folders of the repository; the default is `node_modules`.
 */
export function installExample(name, modules = {}) {
  const { folder, remove } = installPacked();
  const example = join(folder, "example");
  cpSync(join(root, "examples", name), example, {
    recursive: true,
    filter: (path) => !/[\\/](dist|node_modules)$/.test(path),
  });
  cpSync(join(root, "examples/serve.mjs"), join(folder, "serve.mjs"));
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(example, "package.json")));
  for (const needed of Object.keys({ ...dependencies, ...devDependencies })) {
    if (needed === "update-phone") continue;
    const link = join(folder, "node_modules", needed);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, modules[needed] ?? "node_modules", needed), link, "junction");
  }
  return { folder, example, remove };
}

/** Builds an installed example for the browser and the server, and serves it. Fails if Vite prints a warning. `pool` is the emulator's. */
export async function buildAndServe({ folder, example }, mode, pool) {
  const vite = join(folder, "node_modules/vite/bin/vite.js");
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [vite, "build", "--app", "--mode", mode, "--logLevel", "warn"],
    { cwd: example, env: { ...process.env, NODE_ENV: mode } },
  );
  // Vite warns that a framework's development build is large.
  if (mode === "production") assert.equal(stderr, "");
  const { serveExample } = await import(pathToFileURL(join(folder, "serve.mjs")).href);
  return serveExample({ folder: example, pool });
}
