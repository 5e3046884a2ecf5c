// The rows of the matrix: what they are, how they are run, and the table that they make.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openFolder, runCell } from "./stage.mjs";

/** What can be asked of a runtime or bundler. A row has some of them. */
const COLUMNS = ["ESM", "CJS", "dev", "build", "types"];

/** A cell that takes longer has failed; what it started is ended. */
const TIME_LIMIT_MS = 400_000;

/**
 * A check per folder: `{ name, rows }`. Its check.mjs exports `rows`: `{ name, version, cells }`, where `version` is the name of a
 * package or a function of the stage, and `cells` has a function of the stage for each of its columns. `isBrief` stands for checks that
 * install nothing but the tarball; `make test` runs them.
 */
export async function readChecks() {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const checks = [];
  for (const { name } of folders) {
    const folder = join(import.meta.dirname, name);
    if (!existsSync(join(folder, "check.mjs"))) continue;
    const { rows } = await import(join(folder, "check.mjs"));
    checks.push({ name, rows, folder, isBrief: !existsSync(join(folder, "package.json")) });
  }
  return checks;
}

/** Runs a check; resolves with its rows: `{ name, version, cells: { column: { seconds, error } } }`. */
export async function runCheck(matrix, check, onCell = () => {}) {
  const results = [];
  let installed;
  let failure;
  try {
    installed = await openFolder(matrix, check.folder);
  } catch (error) {
    failure = new Error(`could not be installed: ${error.stderr || error.message}`);
  }
  try {
    for (const row of check.rows) {
      const result = { name: row.name, version: "", cells: {} };
      results.push(result);
      for (const [column, run] of Object.entries(row.cells)) {
        const start = performance.now();
        let error = failure;
        if (!failure) {
          error = await within(TIME_LIMIT_MS, (signal) => runCell(matrix, installed, column, run, signal)).then(
            () => undefined,
            (error) => error,
          );
        }
        result.cells[column] = { seconds: (performance.now() - start) / 1000, error };
        onCell(row.name, column, result.cells[column]);
      }
      if (!failure) result.version = await versionOf(row, installed);
    }
  } finally {
    installed?.remove();
  }
  return results;
}

async function versionOf({ version }, installed) {
  try {
    return typeof version === "string" ? installed.versionOf(version) : await version(installed);
  } catch {
    // The cells tell what is wrong with a tool that cannot say its version.
    return "unknown";
  }
}

/** `run` gets a signal that ends what it has started when the time is up. */
async function within(milliseconds, run) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`not ended after ${milliseconds / 1000} s`)), milliseconds);
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The table, as Markdown. */
export function tableOf(results) {
  const cell = (found) => (found ? `${found.error ? "FAILED" : "ok"} ${found.seconds.toFixed(1)} s` : "");
  const lines = [
    ["", "version", ...COLUMNS],
    ...results.map(({ name, version, cells }) => [name, version, ...COLUMNS.map((column) => cell(cells[column]))]),
  ];
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const [head, ...rows] = lines.map(
    (line) => `| ${line.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`,
  );
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows].join("\n");
}
