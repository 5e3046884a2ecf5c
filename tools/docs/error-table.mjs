// Writes the error codes, messages and recoveries of the code into the tables of the READMEs and the guide. `--check` only compares.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "pkg/dist");
const { OWN_CODES } = await import(join(dist, "errors.js"));
const { messageOf } = await import(join(dist, "messages.js"));

const START = "<!-- errors: written by tools/docs/error-table.mjs -->";
const END = "<!-- /errors -->";
const GUIDE = "docs/errors.md";
const READMES = {
  "README.md": { language: "en-US", head: ["code", "what happened, and what to do", "`recovery`"] },
  "README.zh-CN.md": { language: "zh-CN", head: ["code", "发生了什么，怎么办", "`recovery`"] },
};

const rows = [...ownRows(), ...coreRows()];
const stale = [...Object.entries(READMES).map(writeReadme), writeGuide()].filter(Boolean);
if (stale.length > 0 && process.argv.includes("--check")) {
  console.error(`The tables of errors are out of date in ${stale.join(", ")}: run node tools/docs/error-table.mjs`);
  process.exit(1);
}

/** Writes the whole table of a README. */
function writeReadme([name, { language, head }]) {
  const readme = readFileSync(join(root, name), "utf8");
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${name} lacks the marks of the table: ${START} … ${END}`);
  const lines = rows.map(({ code, messages, recovery }) => `| \`${code}\` | ${messages[language]} | \`${recovery}\` |`);
  const table = [`| ${head.join(" | ")} |`, "|---|---|---|", ...lines].join("\n");
  return write(name, readme, `${readme.slice(0, start)}${START}\n${table}\n${readme.slice(end)}`);
}

/** Writes the generated cells of the guide. The causes and remedies are written by hand. */
function writeGuide() {
  const guide = readFileSync(join(root, GUIDE), "utf8");
  const missing = new Map(rows.map((row) => [row.code, row]));
  const lines = guide.split("\n").map((line) => {
    const [, code] = /^\| `(ERR_\w+)` \|/.exec(line) ?? [];
    if (!code) return line;
    const row = missing.get(code);
    if (!row) throw new Error(`${GUIDE}: there is no error code ${code}, or the guide has it twice`);
    missing.delete(code);
    const [, , when, , whatToDo, , ...more] = line.split("|").map((cell) => cell.trim());
    if (!when || !whatToDo || more.length !== 1) throw new Error(`${GUIDE}: ${code} must have five cells`);
    return `| \`${code}\` | ${when} | ${row.messages["en-US"]} | ${whatToDo} | ${retryCell(row)} |`;
  });
  if (missing.size > 0)
    throw new Error(
      `${GUIDE} lacks ${[...missing.keys()].join(", ")}: add a row (code, when, an empty cell for the text, what you do, again)`,
    );
  return write(GUIDE, guide, lines.join("\n"));
}

function retryCell({ isRetryable, isRetryableSending }) {
  if (!isRetryable) return "no";
  return isRetryableSending ? "yes" : "yes, but not `sendCode`";
}

/** Writes a file that has changed, unless `--check` is given. Returns its name if it has changed. */
function write(name, oldText, text) {
  if (text === oldText) return undefined;
  if (!process.argv.includes("--check")) writeFileSync(join(root, name), text);
  return name;
}

function ownRows() {
  // The core has ERR_INVALID_ARGUMENT as well and lists it.
  return Object.entries(OWN_CODES)
    .filter(([code]) => code !== "ERR_INVALID_ARGUMENT")
    .map(([code, { recovery, isRetryable }]) => ({
      code,
      recovery,
      isRetryable,
      isRetryableSending: isRetryable,
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
