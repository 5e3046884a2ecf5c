// `make reproducible`: builds the package again from the same sources in another folder, and compares the files and the tarballs.
// The builds share only the tools: the second one has new copies of the sources, the Node.js modules and the target folder, longer
// paths, and another name for cargo's folder.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pack } from "../packed.mjs";

const root = join(import.meta.dirname, "../..");
const WASM = "dist/wasm/update_phone_bg.wasm";

const folder = mkdtempSync(join(tmpdir(), "update-phone-built-again-"));
try {
  const other = join(folder, "another/and/deeper/folder/update-phone");
  console.log(`reproducible: building ${describeCommit()} once more, in another folder …`);
  copySources(other);
  buildIn(other, join(folder, "cargo-home"));
  process.exitCode = compare(packageOf(root, "here"), packageOf(other, "elsewhere")) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function git(...parameters) {
  return execFileSync("git", parameters, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
}

function describeCommit() {
  const changes = git("status", "--porcelain").trim();
  return `commit ${git("rev-parse", "HEAD").trim()}${changes ? ", with uncommitted changes" : ""}`;
}

/** Copies the files that git tracks or would add, without built and installed ones. */
function copySources(to) {
  for (const path of git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")) {
    if (path === "" || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
}

/** Builds with the downloaded crates under another path. */
function buildIn(checkout, cargoHome) {
  const usualCargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  mkdirSync(cargoHome);
  for (const name of readdirSync(usualCargoHome)) symlinkSync(join(usualCargoHome, name), join(cargoHome, name));
  const env = { ...process.env, CARGO_HOME: cargoHome, CARGO_TARGET_DIR: join(folder, "target") };
  // The set-up of this checkout does not apply to the other one.
  for (const name of ["UPDATE_PHONE_SET_UP", "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"]) delete env[name];
  env.PATH = env.PATH.split(":")
    .filter((entry) => !entry.startsWith(root))
    .join(":");
  const build = ["rust", "wasm-tools", "node", "--", "node", "tools/build/build.mjs", "--no-ledger"];
  const { status } = spawnSync(join(checkout, "tools/setup/run.sh"), build, { cwd: checkout, env, stdio: "inherit" });
  if (status !== 0) throw new Error("The second build failed; its output is above.");
}

/** The hashes of the files that would be published, and of the tarball. */
function packageOf(checkout, name) {
  const destination = join(folder, name);
  mkdirSync(destination);
  const { tarball, files } = pack(destination, checkout);
  const hashes = new Map(files.map((path) => [path, sha256(join(checkout, "pkg", path))]));
  return { tarball: sha256(tarball), hashes };
}

function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function compare(first, second) {
  const paths = [...new Set([...first.hashes.keys(), ...second.hashes.keys()])].sort();
  const different = paths.filter((path) => first.hashes.get(path) !== second.hashes.get(path));
  const isSame = first.tarball === second.tarball && different.length === 0;

  console.log(`\n${"SHA-256".padEnd(12)} ${"of the .wasm".padEnd(64)}  of the tarball`);
  for (const [name, built] of [
    ["first build", first],
    ["second build", second],
  ]) {
    console.log(`${name.padEnd(12)} ${built.hashes.get(WASM) ?? "(there is none)".padEnd(64)}  ${built.tarball}`);
  }
  for (const path of different) console.error(`differs: ${path}`);
  console.log(isSame ? `\nThe same, all ${paths.length} files.` : "\nThe two builds are not the same.");
  return isSame;
}
