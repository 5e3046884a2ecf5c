// The hash of all inputs of the build.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The documents in the tarball. Their originals are in the root folder, where readers look for them. */
export const DOCUMENTS = ["README.md", "README.zh-CN.md", "LICENSE", "NOTICE", "CHANGELOG.md"];

const INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "src",
  "module",
  "package-lock.json",
  "pkg/package.json",
  "pkg/tsconfig.json",
  "pkg/src",
  "tools/build",
  "tools/setup",
  ...DOCUMENTS,
];

const isForTests = (name) => name === "testing" || name.endsWith(".test.ts");

export function hashOfSources(root) {
  const hash = createHash("sha256");
  for (const input of INPUTS) add(input);
  // Another toolchain builds another module.
  hash.update(process.env.UPDATE_PHONE_RUST_VERSION ?? "");
  return hash.digest("hex");

  function add(path) {
    const full = join(root, path);
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) if (!isForTests(name)) add(join(path, name));
    } else {
      hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
    }
  }
}
