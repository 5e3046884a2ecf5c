// What the build has noted of dist/element/index.js, in which other packages are.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const inputs = (root) => JSON.parse(readFileSync(join(root, "target/package/in-element.json"), "utf8"));

/** The names of the packages that are in the form's file. */
export function packageNames(root) {
  const names = inputs(root).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** Files of this package in it that are not the form's own: there should be none, for it imports them. */
export function coreFiles(root) {
  return inputs(root).filter((path) => /^pkg\/dist/.test(path) && !/^pkg\/dist[^/]*\/element\//.test(path));
}
