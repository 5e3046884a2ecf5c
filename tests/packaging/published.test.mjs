// Checks the tarball with publint and attw, and compiles TypeScript programs that use it.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { complaints, configurations } from "./typescript/configurations.mjs";
import { checksOf, run } from "../../tools/release/published.mjs";
import { entryUrl, installed } from "../support/packed.mjs";

const consumer = join(installed.folder, "consumer");
// tests/packaging/typescript compiles the same program with older and newer compilers.
cpSync(join(import.meta.dirname, "./typescript"), consumer, { recursive: true });

test("the module exports the two calls, and has no path of the machine that built it", () => {
  const bytes = readFileSync(fileURLToPath(entryUrl("update-phone/update-phone.wasm")));
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
  for (const name of ["updatePhoneRequest", "updatePhone"]) assert.ok(exported.includes(name), name);
  const module = bytes.toString("latin1");
  for (const path of [process.cwd(), homedir(), "/registry/src/"]) assert.ok(!module.includes(path), path);
});

for (const [program, parameters] of Object.entries(checksOf(installed.tarball))) {
  test(`${program} accepts the tarball`, () => {
    const { status, stdout, stderr } = run(program, parameters);
    assert.equal(status, 0, stdout + stderr);
  });
}

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

test("a program that only imports isUpdatePhoneError does not contain the module", async () => {
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
