// node tests/packaging/run.mjs [--brief] [--only NAME]...: runs the packed package in every runtime and bundler, and prints the table.
import { parseArgs } from "node:util";
import { readChecks, runCheck, tableOf } from "./matrix.mjs";
import { openMatrix } from "./stage.mjs";

/** How many checks run at a time. */
const CONCURRENCY = 2;

const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, brief: { type: "boolean" } } });
const all = await readChecks();
const unknown = (values.only ?? []).filter((name) => !all.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(", ")} in tests/packaging. The checks are: ${all.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const checks = all.filter(({ name, isBrief }) => (values.only?.includes(name) ?? true) && (!values.brief || isBrief));

const matrix = await openMatrix();
const results = new Map();
try {
  const waiting = [...checks];
  const work = async () => {
    for (let check; (check = waiting.shift());) results.set(check, await runCheck(matrix, check, report));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
} finally {
  await matrix.close();
}

const rows = checks.flatMap((check) => results.get(check));
const cells = rows.flatMap((row) => Object.values(row.cells));
const failed = cells.filter(({ error }) => error);
console.log(`\n${tableOf(rows)}\n\n${cells.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || cells.length === 0 ? 1 : 0);

function report(row, column, { seconds, error }) {
  console.log(`${error ? "FAILED" : "ok"}  ${row}, ${column} (${seconds.toFixed(1)} s)`);
  if (error) console.error(error.stack);
}
