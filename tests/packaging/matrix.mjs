// Reads and runs the rows of the matrix, and makes the table.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openFolder, runCell } from "./stage.mjs";

/** The kinds of checks. A row has some of them. */
const COLUMNS = ["ESM", "CJS", "dev", "build", "types"];

/** A cell that takes longer fails, and its processes are stopped. */
const TIME_LIMIT_MS = 400_000;

/**
 * Returns the check of each folder, `{ name, rows, folder, isBrief }`. check.mjs exports `rows`, each `{ name, version, cells }`:
 * `version` is the name of a package or a function of the stage, and `cells` has a function of the stage for each column. `isBrief`
 * marks checks that install only the tarball, which `make test` runs.
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

/** Runs a check. Resolves with its rows, `{ name, version, cells: { column: { seconds, error } } }`. */
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
    // The cells report what is wrong with the tool.
    return "unknown";
  }
}

/** Calls `run` with a signal that is aborted when the time is up. */
async function within(milliseconds, run) {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`not finished after ${milliseconds / 1000} s`)),
    milliseconds,
  );
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the table as Markdown. */
export function tableOf(results) {
  const textOf = (cell) => (cell ? `${cell.error ? "FAILED" : "ok"} ${cell.seconds.toFixed(1)} s` : "");
  const lines = [
    ["", "version", ...COLUMNS],
    ...results.map(({ name, version, cells }) => [name, version, ...COLUMNS.map((column) => textOf(cells[column]))]),
  ];
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  const [head, ...rows] = lines.map(
    (line) => `| ${line.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`,
  );
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows].join("\n");
}
