// Runs the fuzz targets one after the other, each for FUZZ_SECONDS (60 when left out), then the fuzzer of the public API, and prints what
// they did and how much of the crate the committed corpus reaches. Ends with a failure where anything was found.
//
//   --coverage      only what the corpus reaches
//   --keep          puts what was found that reaches more into the committed corpus, and takes out what reaches nothing of its own
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { coverageOf, printCoverage } from "./coverage.mjs";

const root = join(import.meta.dirname, "../..");
const fuzz = join(root, "fuzz");
const { env } = process;
const seconds = Number(env.FUZZ_SECONDS ?? 60);

/** The targets, with the longest input that makes sense and the words that inputs are made of. */
const TARGETS = {
  phone: { longest: 600, words: "phone" },
  as_you_type: { longest: 300, words: "phone" },
  request: { longest: 600, words: "request" },
  response: { longest: 2_000, words: "response" },
  flow: { longest: 801 },
};
/** An input that takes longer, in seconds, is an endless loop: inputs take microseconds, and a busy machine may stop for a while. */
const HANG_SECONDS = 300;
/** How many calls of the public API are made for each second of FUZZ_SECONDS, however long they take. */
const CALLS_PER_SECOND = 300;

const corpusOf = (target) => join(fuzz, "corpus", target);
/** What is found while it runs. It is kept from run to run, like everything that is built. */
const findingsOf = (target) => join(fuzz, "target/corpus", target);

function cargoFuzz(target, folders, options) {
  const { longest, words } = TARGETS[target];
  const dictionary = words ? [`-dict=${join(fuzz, "dictionaries", `${words}.dict`)}`] : [];
  // Without a sanitizer, which only nightly Rust has: in this crate there is no `unsafe` for it to look at.
  const parameters = ["fuzz", "run", "--fuzz-dir", fuzz, "--sanitizer", "none", target, ...folders, "--"];
  return spawnSync(
    "cargo",
    [...parameters, `-max_len=${longest}`, `-timeout=${HANG_SECONDS}`, ...dictionary, ...options],
    {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    },
  );
}

function run(target) {
  mkdirSync(findingsOf(target), { recursive: true });
  const options = [`-max_total_time=${seconds}`, "-print_final_stats=1"];
  const { status, stderr } = cargoFuzz(target, [findingsOf(target), corpusOf(target)], options);
  const [, executions = "0"] = /number_of_executed_units:\s*(\d+)/.exec(stderr) ?? [];
  if (status !== 0) {
    // What panicked, the input, and the command that repeats it.
    const lines = stderr.split("\n").filter((line) => !/^#\d|^\s+\d+:|^INFO:/.test(line));
    console.log(lines.slice(-60).join("\n"));
  }
  return { executions: Number(executions), crashes: status === 0 ? 0 : 1 };
}

/** By the edges that an input reaches, not by how often: so there are few. */
function keep(target) {
  const kept = join(fuzz, "target/kept", target);
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  const { status, stderr } = cargoFuzz(
    target,
    [kept, corpusOf(target), findingsOf(target)],
    ["-merge=1", "-use_counters=0"],
  );
  if (status !== 0) throw new Error(stderr.split("\n").slice(-20).join("\n"));
  // What has a name was a finding once.
  for (const name of readdirSync(corpusOf(target))) {
    if (!/^[0-9a-f]{40}$/.test(name)) copyFileSync(join(corpusOf(target), name), join(kept, name));
  }
  rmSync(corpusOf(target), { recursive: true });
  renameSync(kept, corpusOf(target));
}

const filesOf = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);

function main() {
  const rows = [];
  if (!process.argv.includes("--coverage")) {
    for (const target of Object.keys(TARGETS)) {
      console.log(`fuzz: ${target}, ${seconds} s …`);
      const { executions, crashes } = run(target);
      if (process.argv.includes("--keep") && crashes === 0) keep(target);
      rows.push({ target, executions, crashes });
    }
  }
  console.log("fuzz: what the corpus reaches …");
  const targets = Object.keys(TARGETS);
  const coverage = coverageOf(targets);
  console.log("\ntarget         executions  crashes   corpus    bytes");
  for (const target of targets) {
    const { executions = "-", crashes = "-" } = rows.find((row) => row.target === target) ?? {};
    const files = filesOf(corpusOf(target));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const cells = [executions, crashes, files.length, bytes].map((cell, at) =>
      String(cell).padStart([11, 9, 9, 9][at]),
    );
    console.log(`${target.padEnd(14)}${cells.join("")}`);
  }
  printCoverage(coverage);

  let failed = rows.some(({ crashes }) => crashes > 0);
  if (rows.length > 0) {
    console.log("\nfuzz: the public API …");
    const calls = String(Math.ceil(seconds * CALLS_PER_SECOND));
    const { status } = spawnSync(
      process.execPath,
      ["--test", "--test-reporter=spec", "tests/random/fuzz/fuzz.test.mjs"],
      {
        cwd: root,
        stdio: "inherit",
        env: { ...env, UPDATE_PHONE_TEST_CALLS: env.UPDATE_PHONE_TEST_CALLS ?? calls },
      },
    );
    failed ||= status !== 0;
  }
  process.exitCode = failed ? 1 : 0;
}

// So that a missing tool is told before a minute has passed.
execFileSync("cargo", ["fuzz", "--version"], { stdio: "ignore" });
main();
