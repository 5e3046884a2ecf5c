// The examples for frameworks, built by Vite over the packed package, as somebody who copies one would do it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { installPacked } from "../../tools/packed.mjs";

const root = join(import.meta.dirname, "../..");

/**
 * Installs the packed package in a folder, with an example's dependencies beside it and the example itself in `example`.
 * `modules`: where packages come from, relative to the repository; by default its own `node_modules`.
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

/** Builds an installed example for the browser and the server, and serves it. Vite may not warn of anything. `pool`: the emulator's. */
export async function buildAndServe({ folder, example }, mode, pool) {
  const vite = join(folder, "node_modules/vite/bin/vite.js");
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [vite, "build", "--app", "--mode", mode, "--logLevel", "warn"],
    { cwd: example, env: { ...process.env, NODE_ENV: mode } },
  );
  // A framework's development build is large, and Vite says so.
  if (mode === "production") assert.equal(stderr, "");
  const { serveExample } = await import(pathToFileURL(join(folder, "serve.mjs")).href);
  return serveExample({ folder: example, pool });
}
