// The executables of Deno and Bun. npm brings them in a package per platform, from where an install script moves them; where
// install scripts are not run, they are still there.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const suffix = process.platform === "win32" ? ".exe" : "";

export const denoPath = executable("deno", `deno${suffix}`, `deno${suffix}`);
export const bunPath = executable("bun", `bin/bun${suffix}`, "bin/bun.exe");

function executable(name, inPlatformPackage, moved) {
  const manifest = require.resolve(`${name}/package.json`);
  const { optionalDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
  for (const platformPackage of Object.keys(optionalDependencies)) {
    const path = join(dirname(manifest), "..", platformPackage, inPlatformPackage);
    if (existsSync(path)) return path;
  }
  return join(dirname(manifest), moved);
}
