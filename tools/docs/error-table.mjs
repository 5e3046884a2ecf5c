// Writes the table of errors into the READMEs, from the code's own tables. `--check` only compares.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "pkg/dist");
const { OWN_CODES } = await import(join(dist, "errors.js"));
const { messageOf } = await import(join(dist, "messages.js"));

const START = "<!-- errors: written by tools/docs/error-table.mjs -->";
const END = "<!-- /errors -->";
const READMES = {
  "README.md": { language: "en-US", head: ["code", "what happened, and what to do", "`recovery`"] },
  "README.zh-CN.md": { language: "zh-CN", head: ["code", "发生了什么，怎么办", "`recovery`"] },
};

const rows = [...ownRows(), ...coreRows()];
let isStale = false;
for (const [name, { language, head }] of Object.entries(READMES)) {
  const path = join(root, name);
  const readme = readFileSync(path, "utf8");
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${name} has no place for the table: ${START} … ${END}`);
  const lines = rows.map(({ code, messages, recovery }) => `| \`${code}\` | ${messages[language]} | \`${recovery}\` |`);
  const table = [`| ${head.join(" | ")} |`, "|---|---|---|", ...lines].join("\n");
  const written = `${readme.slice(0, start)}${START}\n${table}\n${readme.slice(end)}`;
  if (written === readme) continue;
  isStale = true;
  if (!process.argv.includes("--check")) writeFileSync(path, written);
}
if (isStale && process.argv.includes("--check")) {
  console.error("The table of errors in the READMEs is not the code's: run node tools/docs/error-table.mjs");
  process.exit(1);
}

function ownRows() {
  // The core tells ERR_INVALID_ARGUMENT too, and lists it.
  return Object.entries(OWN_CODES)
    .filter(([code]) => code !== "ERR_INVALID_ARGUMENT")
    .map(([code, { recovery }]) => ({
      code,
      recovery,
      messages: { "en-US": messageOf(code, "en-US"), "zh-CN": messageOf(code, "zh-CN") },
    }));
}

function coreRows() {
  const output = execFileSync("cargo", ["run", "--quiet", "--example", "error-codes"], { cwd: root, encoding: "utf8" });
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
