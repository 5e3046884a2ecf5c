// What others' checks say of the tarball, and what TypeScript says of a program that uses it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { entryUrl, installed } from "../support/packed.mjs";

const bin = join(import.meta.dirname, "../../node_modules/.bin");
const consumer = join(installed.folder, "consumer");
cpSync(join(import.meta.dirname, "consumer"), consumer, { recursive: true });

function succeeds(command, parameters) {
  const { status, stdout, stderr, error } = spawnSync(join(bin, command), parameters, { encoding: "utf8" });
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
    // It warns that `require` meets an ES module. Every Node from 20.19 on loads it, and tests/runtimes does so.
    "--ignore-rules=cjs-resolves-to-esm",
    "--no-definitely-typed",
  ]);
});

/** Node's types are there only where the program is one for Node; they do not themselves hold under exactOptionalPropertyTypes. */
const nodeTypes = {
  typeRoots: [join(import.meta.dirname, "../../node_modules/@types")],
  types: ["node"],
  skipLibCheck: true,
};

for (const [moduleResolution, module, files, types] of [
  ["node16", "node16", ["consumer.ts"], { types: [] }],
  ["nodenext", "nodenext", ["consumer.ts", "consumer.cts", "node.ts"], nodeTypes],
  ["bundler", "esnext", ["consumer.ts"], { types: [] }],
]) {
  test(`a strict TypeScript program compiles with moduleResolution ${moduleResolution}`, () => {
    const config = join(consumer, `tsconfig.${moduleResolution}.json`);
    const compilerOptions = {
      target: "es2022",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      ...types,
    };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    succeeds("tsc", ["-p", config]);
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
