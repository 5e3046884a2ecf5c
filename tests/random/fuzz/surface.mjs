// What the package exports, by its own word: the entries as they are imported, and the reports of the public API in `etc/`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
const report = (name) => readFileSync(join(root, "etc", `${name}.api.md`), "utf8");

/** The members of an interface in a report, in any order. */
export function membersOf(entry, name) {
  const [, body] = new RegExp(`(?:interface|class) ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(report(entry)) ?? [];
  if (body === undefined) throw new Error(`etc/${entry}.api.md has no ${name}`);
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)[?(:<]/gm)].map(([, member]) => member).sort();
}

/** The codes of errors that are documented. */
export function documentedCodes() {
  const [, line] = /type ErrorCode = (.*);/.exec(report("index"));
  return [...line.matchAll(/"(ERR_\w+)"/g)].map(([, code]) => code);
}
