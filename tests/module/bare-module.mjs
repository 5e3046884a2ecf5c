// Builds of the module alone, as anybody makes them with wasm-pack.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Builds it for a target into target/bare, and gives the folder. */
export function buildBare(target, name = target, features = []) {
  const out = join(root, "target/bare", name);
  const parameters = [
    "build",
    "--target",
    target,
    "--out-dir",
    out,
    ...features.flatMap((each) => ["--features", each]),
  ];
  execFileSync("wasm-pack", parameters, { cwd: root, stdio: "pipe" });
  return out;
}
