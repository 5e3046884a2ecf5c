// The entries of the package, as pkg/package.json exports them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const pkg = join(import.meta.dirname, "../pkg");

/**
 * Returns each entry: its subpath (`./react`), a name for files (`react`), and the paths of its types and of its code by condition,
 * relative to pkg/. Patterns are expanded to the files that match, so the package must have been built.
 */
export function publicEntries() {
  const { exports } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([, targets]) => typeof targets === "object")
    .flatMap(([subpath, targets]) => (subpath.includes("*") ? expand(subpath, targets) : [[subpath, targets]]))
    .map(([subpath, { types, ...code }]) => ({ subpath, name: nameOf(subpath), types, code }));
}

function expand(subpath, targets) {
  const [, suffix] = targets.default.split("*");
  return readdirSync(join(pkg, dirname(targets.default)))
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .map((name) => [
      subpath.replace("*", name),
      Object.fromEntries(Object.entries(targets).map(([condition, path]) => [condition, path.replace("*", name)])),
    ]);
}

function nameOf(subpath) {
  return subpath === "." ? "index" : subpath.slice(2).replaceAll("/", "-");
}
