// Checks that NOTICE has the copyright notices of all crates in the module, except those that are also under this package's own
// licence. Their text is in LICENSE.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const OWN_LICENCE = "Apache-2.0";
const TARGET = "wasm32-unknown-unknown";

const root = join(import.meta.dirname, "../..");
const run = (command, ...parameters) => execFileSync(command, parameters, { cwd: root, encoding: "utf8" });

const tree = run("cargo", "tree", "--target", TARGET, "--edges", "normal,no-proc-macro", "--prefix", "none");
const inModule = new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
const { packages } = JSON.parse(run("cargo", "metadata", "--format-version", "1", "--filter-platform", TARGET));
const notice = readFileSync(join(root, "NOTICE"), "utf8");

const missing = [];
for (const { name, version, license, manifest_path: manifest } of packages) {
  if (!inModule.has(`${name} v${version}`) || license.includes(OWN_LICENCE)) continue;
  for (const line of [`${name} (${license})`, ...copyrightsOf(dirname(manifest))]) {
    if (!notice.includes(line)) missing.push(`${name}: ${line}`);
  }
}
if (missing.length > 0) {
  console.error(`NOTICE lacks:\n${missing.join("\n")}`);
  process.exit(1);
}

function copyrightsOf(folder) {
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
  return texts.join("\n").match(/^Copyright \(c\) .*\S/gim) ?? [];
}
