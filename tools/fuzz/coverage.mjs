// How much of the crate the committed corpus reaches: the test that replays it, built with the compiler's own counters.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");
const manifest = join(root, "fuzz/Cargo.toml");
const profiles = join(root, "fuzz/target/coverage-profiles");
/** What is fuzzed: the pure parts. */
const PARTS = ["src/phone", "src/protocol", "src/flow"];

const { LLVM_PROFDATA = "llvm-profdata", LLVM_COV = "llvm-cov" } = process.env;

/** Lines that are reached and lines that there are, by file, for all targets together and for each. */
export function coverageOf(targets) {
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  const env = {
    ...process.env,
    RUSTFLAGS: "-Cinstrument-coverage",
    CARGO_TARGET_DIR: join(root, "fuzz/target/coverage"),
    LLVM_PROFILE_FILE: join(profiles, "unnamed-%p.profraw"),
  };
  const build = ["test", "--manifest-path", manifest, "--no-default-features", "--test", "corpus", "--no-run"];
  const told = execFileSync("cargo", [...build, "--message-format=json"], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const program = told
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .findLast(({ executable }) => executable).executable;
  for (const target of targets) {
    const own = { ...env, LLVM_PROFILE_FILE: join(profiles, `${target}.profraw`) };
    execFileSync(program, ["--exact", target], { env: own, stdio: "ignore" });
  }
  return new Map([
    ["all", linesOf(program, targets)],
    ...targets.map((target) => [target, linesOf(program, [target])]),
  ]);
}

function linesOf(program, targets) {
  const merged = join(profiles, "merged.profdata");
  const raw = readdirSync(profiles).filter((name) => targets.includes(name.replace(/\.profraw$/, "")));
  execFileSync(LLVM_PROFDATA, ["merge", "-sparse", ...raw.map((name) => join(profiles, name)), "-o", merged]);
  const parts = PARTS.map((part) => join(root, part));
  const report = ["export", "-summary-only", `-instr-profile=${merged}`, program, ...parts];
  const { data } = JSON.parse(execFileSync(LLVM_COV, report, { encoding: "utf8", maxBuffer: 2 ** 28 }));
  return data[0].files.map(({ filename, summary: { lines, regions } }) => ({
    file: relative(root, filename),
    lines: lines.count,
    reached: lines.covered,
    regions: regions.count,
    reachedRegions: regions.covered,
  }));
}

const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const sum = (files, name) => files.reduce((total, file) => total + file[name], 0);

export function printCoverage(coverage) {
  console.log("\nreached by the corpus of      lines                     regions");
  const print = (name, files) => {
    const lines = `${sum(files, "reached")} of ${sum(files, "lines")}`;
    const share = percent(sum(files, "reached"), sum(files, "lines"));
    const regions = percent(sum(files, "reachedRegions"), sum(files, "regions"));
    console.log(`${name.padEnd(26)}${lines.padStart(14)}${share.padStart(10)}${regions.padStart(18)}`);
  };
  for (const [target, files] of coverage) if (target !== "all") print(target, files);
  const all = coverage.get("all");
  for (const part of PARTS)
    print(
      `all, ${part}`,
      all.filter(({ file }) => file.startsWith(`${part}/`)),
    );
  print("all", all);
  for (const { file, lines, reached } of all) {
    if (reached < lines * 0.9) console.log(`  less than 90 %: ${file}, ${reached} of ${lines} lines`);
  }
}
