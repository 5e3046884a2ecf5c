// The time from the start of the import to a first verdict, in a new process each time.
import { execFile } from "node:child_process";
import { rmSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { bundle } from "./bytes.mjs";
import { race } from "./measure.mjs";
import { FIRST_VERDICTS } from "./peers.mjs";

const execute = promisify(execFile);

const TEXT = JSON.stringify("+86 188 1234 5678");

/** A program that prints the milliseconds from the start of the import to the verdict, without the start of Node.js. */
const TIMED = (url) => `
  const start = performance.now();
  const { verdict } = await import(${JSON.stringify(url)});
  const millis = performance.now() - start;
  if (verdict !== true) throw new Error("a valid number is not valid");
  console.log(millis);
`;

/** Runs a program in a new process, and returns its time as tinybench wants it. */
async function timedProcess(file) {
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", TIMED(pathToFileURL(file))]);
  return { overriddenDuration: Number(stdout) };
}

/**
 * @param folderOf By library, the folder from which it can be imported.
 * @returns The times as installed, which read many files, and bundled, which read one.
 */
export async function raceToFirstVerdict(folderOf, rounds) {
  const names = Object.keys(FIRST_VERDICTS);
  const created = [];
  async function programs(isBundled) {
    const files = {};
    for (const name of names) {
      // Below the folder, so that imports find its node_modules.
      const folder = join(folderOf(name), "target", isBundled ? "bench-bundled" : "bench-installed");
      created.push(folder);
      mkdirSync(folder, { recursive: true });
      const source = FIRST_VERDICTS[name].replaceAll("TEXT", TEXT).replace("VERDICT =", "export const verdict =");
      files[name] = join(folder, `${name.replaceAll("/", "-")}.mjs`);
      if (isBundled) await bundle(source, folderOf(name), files[name]);
      else writeFileSync(files[name], source);
    }
    return files;
  }
  function measure(files) {
    return race(Object.fromEntries(names.map((name) => [name, async () => timedProcess(files[name])])), { rounds });
  }
  try {
    return { "as installed": await measure(await programs(false)), bundled: await measure(await programs(true)) };
  } finally {
    for (const folder of created) rmSync(folder, { recursive: true, force: true });
  }
}
