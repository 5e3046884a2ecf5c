// How long it takes from nothing to a first verdict, in processes of their own.
import { spawnSync } from "node:child_process";
import { rmSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bytes.mjs";
import { raceOfProcesses } from "./measure.mjs";
import { FIRST_VERDICTS } from "./peers.mjs";

const TEXT = JSON.stringify("+86 188 1234 5678");

/** Milliseconds from the start of the import to the verdict; Node's own start is before. */
const TIMED = (specifier) => `
  const start = performance.now();
  const { verdict } = await import(${JSON.stringify(specifier)});
  const millis = performance.now() - start;
  if (verdict !== true) throw new Error("a valid number is not valid");
  console.log(millis);
`;

/**
 * @param folders By library, the folder from which it can be imported.
 * @returns Times as installed, many files read from the disk; and bundled, one file that holds what is needed.
 */
export async function raceToFirstVerdict(folders, rounds) {
  const names = Object.keys(FIRST_VERDICTS);
  const made = [];
  async function programs(isBundled) {
    const files = {};
    for (const name of names) {
      // Below the folder, so that imports find its node_modules.
      const folder = join(folders(name), "target", isBundled ? "bench-bundled" : "bench-installed");
      made.push(folder);
      mkdirSync(folder, { recursive: true });
      const source = FIRST_VERDICTS[name].replaceAll("TEXT", TEXT).replace("VERDICT =", "export const verdict =");
      files[name] = join(folder, `${name.replaceAll("/", "-")}.mjs`);
      if (isBundled) await bundle(source, folders(name), files[name]);
      else writeFileSync(files[name], source);
    }
    return files;
  }
  function measure(files) {
    return raceOfProcesses(names, rounds, (name) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", TIMED(`file://${files[name]}`)],
        { encoding: "utf8" },
      );
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      return Number(stdout);
    });
  }
  try {
    return { "as installed": await measure(await programs(false)), bundled: await measure(await programs(true)) };
  } finally {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  }
}
