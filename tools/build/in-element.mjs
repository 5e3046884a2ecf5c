// The contents of dist/element/index.js, as the build has recorded them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const inputs = (root) => JSON.parse(readFileSync(join(root, "target/package/in-element.json"), "utf8"));

/** The names of the packages in the form's file. */
export function packageNames(root) {
  const names = inputs(root).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** Files of the core in the form's file. There should be none, since the form imports the core. */
export function coreFiles(root) {
  return inputs(root).filter((path) => /^pkg\/dist/.test(path) && !/^pkg\/dist[^/]*\/element\//.test(path));
}
