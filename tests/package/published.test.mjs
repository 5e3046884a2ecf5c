// What others' checks say of the tarball, and what TypeScript says of a program that uses it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { complaints, configurations } from "../packaging/typescript/configurations.mjs";
import { entryUrl, installed } from "../support/packed.mjs";

const bin = join(import.meta.dirname, "../../node_modules/.bin");
const consumer = join(installed.folder, "consumer");
// Also compiled by older and newer compilers: see tests/packaging/typescript.
cpSync(join(import.meta.dirname, "../packaging/typescript"), consumer, { recursive: true });

const run = (command, parameters) => spawnSync(join(bin, command), parameters, { encoding: "utf8" });

function succeeds(command, parameters) {
  const { status, stdout, stderr, error } = run(command, parameters);
  assert.equal(status, 0, `${command} ${parameters.join(" ")}\n${stdout}${stderr}${error ?? ""}`);
}

test("the module carries no text of a panic, which nobody could read, and no path of where it was built", () => {
  const module = readFileSync(fileURLToPath(entryUrl("update-phone/update-phone.wasm")), "latin1");
  for (const text of ["panicked", "unwrap()", ".rs", "/rust", "/library/", process.cwd()]) {
    assert.ok(!module.includes(text), text);
  }
});

test("publint has nothing to say of the tarball", () => {
  succeeds("publint", ["--strict", installed.tarball]);
});

test("attw finds the right types for every entry", () => {
  succeeds("attw", [
    installed.tarball,
    // The way Node resolved modules before `exports`; no Node that the package runs on does.
    "--profile=node16",
    // It warns that `require` meets an ES module. Every Node from 20.19 on loads it, and tests/packaging does so.
    "--ignore-rules=cjs-resolves-to-esm",
    "--no-definitely-typed",
  ]);
});

for (const [name, { compilerOptions, files }] of Object.entries(configurations)) {
  test(`a strict TypeScript program compiles: ${name}`, () => {
    const config = join(consumer, "tsconfig.json");
    const typeRoots = [join(import.meta.dirname, "../../node_modules/@types")];
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, typeRoots }, files }));
    const { stdout, stderr } = run("tsc", ["-p", config, "--listFiles"]);
    assert.equal(complaints(stdout) + stderr, "");
    assert.match(stdout, /update-phone\/dist\/index\.d\.ts/);
  });
}

test("a program that only asks whether an error is ours does not carry the module", async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { isUpdatePhoneError } from "update-phone";`, resolveDir: installed.folder },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const bytes = outputFiles[0].contents.length;
  assert.ok(bytes < 10_000, `${bytes} bytes`);
});
