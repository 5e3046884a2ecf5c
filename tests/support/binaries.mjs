// The executables of Deno and Bun. npm installs them in a package per platform, and an install script moves them. If install scripts
// are disabled, they are still in that package.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const suffix = process.platform === "win32" ? ".exe" : "";

export const denoPath = executable("deno", `deno${suffix}`, `deno${suffix}`);
export const bunPath = executable("bun", `bin/bun${suffix}`, "bin/bun.exe");

function executable(name, platformPath, movedPath) {
  const manifest = require.resolve(`${name}/package.json`);
  const { optionalDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
  for (const platformPackage of Object.keys(optionalDependencies)) {
    const path = join(dirname(manifest), "..", platformPackage, platformPath);
    if (existsSync(path)) return path;
  }
  return join(dirname(manifest), movedPath);
}
