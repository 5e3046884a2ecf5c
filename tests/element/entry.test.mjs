// The entry as it is published: on servers, on a plain page, beside the package's other entries.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { installed } from "../support/packed.mjs";

const element = join(installed.folder, "node_modules/update-phone/dist/element");
const guide = readFileSync(new URL("../../docs/form-element.md", import.meta.url), "utf8");

test("the entry is imported on a server without a word, and defines nothing there", () => {
  const program = `
    const before = Object.getOwnPropertyNames(globalThis).filter((name) => !/^(lit|reactive)/.test(name)).length;
    const { UpdatePhoneForm } = await import("update-phone/element");
    const after = Object.getOwnPropertyNames(globalThis).filter((name) => !/^(lit|reactive)/.test(name)).length;
    console.log(typeof UpdatePhoneForm, after - before);
  `;
  const options = { cwd: installed.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  assert.equal(execFileSync(process.execPath, ["--input-type=module", "-e", program], options), "function 0\n");
});

test("the entry and its texts are published, and nothing of how they are made", () => {
  assert.deepEqual(readdirSync(element).sort(), ["index.d.ts", "index.js", "texts", "types.d.ts"]);
  assert.doesNotMatch(readFileSync(join(element, "index.d.ts"), "utf8"), /from "lit/);
});

test("an application that uses both entries has the core once, and the texts apart", async () => {
  const { metafile } = await build({
    stdin: {
      contents: `import { createClient } from "update-phone"; import "update-phone/element"; console.log(createClient);`,
      resolveDir: installed.folder,
    },
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: "out",
    metafile: true,
    write: false,
  });
  const inputs = Object.keys(metafile.inputs);
  assert.equal(inputs.filter((path) => path.endsWith("dist/loading.js")).length, 1);
  assert.equal(inputs.filter((path) => path.endsWith("element/index.js")).length, 1, "a side effect that is kept");
  const texts = Object.values(metafile.outputs).filter(({ entryPoint }) => /texts/.test(entryPoint ?? ""));
  assert.equal(texts.length, 3, "each language that is loaded is a file of its own");
});

test("the guide names every part, slot and custom property that there is, and no other", () => {
  const sources = join(import.meta.dirname, "../../pkg/src/element");
  const code = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "types.ts" && !entry.name.endsWith(".test.ts"))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
    .join("\n");
  const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
  const properties = /(--update-phone-[a-z-]+)/g;
  assert.deepEqual(all(guide, properties), all(code, properties));

  const [, partsOfGuide] = /^Parts: (.*)\.$/m.exec(guide);
  const parts = all(code, /part=\$?\{?[^"]*"([a-z -]+)"/g).flatMap((names) => names.split(" "));
  assert.deepEqual(all(partsOfGuide, /`([a-z]+)`/g), [...new Set(parts)].sort());
  const [, slotsOfGuide] = /^Slots: (.*)\.$/m.exec(guide);
  assert.deepEqual(all(slotsOfGuide, /`([a-z]+)`/g), all(code, /<slot name="([a-z]+)"/g));
});
