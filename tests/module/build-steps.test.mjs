// The steps of the build that change what wasm-pack has made, on modules of a few bytes: no package is needed.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import binaryen from "binaryen";
import { transformSync } from "esbuild";
import { embedModule } from "../../tools/build/embed.mjs";
import { instanceGlue } from "../../tools/build/instance.mjs";
import { shortenNames } from "../../tools/build/short-names.mjs";

const root = join(import.meta.dirname, "../..");

function assemble(text) {
  const module = binaryen.parseText(text);
  const wasm = Buffer.from(module.emitBinary());
  module.dispose();
  return wasm;
}

const importing = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);

test("names that wasm-bindgen makes up become short in module and glue, all others stay", async () => {
  const made = Array.from({ length: 60 }, (_, i) => `__wbg_import${i}_${"0123456789abcdef"}`);
  const wasm = assemble(`(module
    ${made.map((name, i) => `(import "./update_phone_bg.js" "${name}" (func $f${i} (result i32)))`).join("\n")}
    (memory (export "memory") 1)
    (func (export "__wbindgen_sum") (result i32) ${made.map((_, i) => `(call $f${i})`).reduce((sum, call) => `(i32.add ${sum} ${call})`)})
    (func (export "isValidPhone") (result i32) (i32.const 7))
  )`);
  const glue = `const imports = { "./update_phone_bg.js": { ${made.map((name, i) => `${name}: () => ${i}`).join(", ")} } };
    export async function run(bytes) {
      const { exports } = (await WebAssembly.instantiate(bytes, imports)).instance;
      return [exports.__wbindgen_sum(), exports.isValidPhone(), exports.memory.buffer.byteLength];
    }`;
  const short = shortenNames(wasm, glue, "/* the beginning */");

  const { run } = await importing(short.glue);
  assert.deepEqual(await run(short.wasm), [(59 * 60) / 2, 7, 65536]);
  assert.match(short.glue, /^\/\* the beginning \*\//);
  const module = new WebAssembly.Module(short.wasm);
  const names = [...WebAssembly.Module.imports(module), ...WebAssembly.Module.exports(module)].map(({ name }) => name);
  assert.ok(
    names
      .filter((name) => name.length > 2)
      .toSorted()
      .join() === "isValidPhone,memory",
    names.join(),
  );
  assert.equal(new Set(names).size, names.length);
  assert.doesNotMatch(short.glue, /__wb|update_phone_bg/);
});

test("a module that imports anything but functions is refused", () => {
  const wasm = assemble(`(module (import "env" "memory" (memory 1)) (func (export "__wbindgen_start")))`);
  assert.throws(() => shortenNames(wasm, ""), /something other than functions/);
});

/** Glue in the form that wasm-bindgen gives it, of a module with a counter. */
const GLUE = `export class Counter {
  add() { return ++this.value; }
  value = wasm.begin();
}
export function begin() { return wasm.begin(); }
export function later(task) { queueMicrotask(task); }
let wasmModule, wasm;
function initSync({ module }) { wasm = module; }
export { initSync, load as default };
`;

test("glue becomes a function that makes instances apart from each other", async () => {
  const { createInstance } = await importing(instanceGlue(GLUE));
  const first = createInstance({ begin: () => 10, memory: "first" });
  const second = createInstance({ begin: () => 20, memory: "second" });
  const counter = new first.Counter();
  assert.deepEqual([counter.add(), new second.Counter().add(), first.begin(), second.begin()], [11, 21, 10, 20]);
  assert.deepEqual([first.memory, second.memory], ["first", "second"]);
  assert.equal(first.load, undefined);

  first.discard();
  assert.deepEqual([first.begin(), second.begin()], [[], 20], "a discarded instance does nothing");
});

test("what a task of an instance throws is told to whoever made it", async () => {
  const { createInstance } = await importing(instanceGlue(GLUE));
  const told = new Promise((resolve) => {
    createInstance({ memory: 0 }, resolve).later(() => {
      throw new Error("unreachable");
    });
  });
  assert.equal((await told).message, "unreachable");
});

test("glue of another form stops the build", () => {
  for (const glue of [
    "",
    GLUE.replace("let wasmModule, wasm;", "let exported;"),
    `import * as a from "./snippet.js";\n${GLUE}`,
    `${GLUE}export const version = 1;\n`,
  ])
    assert.throws(() => instanceGlue(glue), /The form of wasm-bindgen.s glue has changed/);
});

test("a module as text is read back byte by byte, whatever its bytes are", async () => {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-embed-"));
  try {
    const wasms = {
      every: Buffer.from(Array.from({ length: 1024 }, (_, i) => (i * 7) % 256)),
      one: Buffer.alloc(300, 255),
      none: Buffer.alloc(0),
    };
    for (const [name, wasm] of Object.entries(wasms)) {
      const built = join(folder, name);
      mkdirSync(join(built, "wasm"), { recursive: true });
      writeFileSync(join(built, "package.json"), '{ "type": "module" }');
      writeFileSync(join(built, "wasm/update_phone_bg.wasm"), wasm);
      for (const file of ["embedded-module", "text-coding"]) {
        const { code } = transformSync(readFileSync(join(root, `pkg/src/${file}.ts`), "utf8"), { loader: "ts" });
        writeFileSync(join(built, `${file}.js`), code);
      }
      embedModule(join(built, "wasm"));
      const { embeddedModule } = await import(pathToFileURL(join(built, "embedded-module.js")).href);
      assert.deepEqual(Buffer.from(embeddedModule()), wasm, name);
      // Nothing that a bundler would write as an escape.
      const { text } = await import(pathToFileURL(join(built, "wasm/embedded.js")).href);
      assert.match(text, /^[ -~]*$/);
      assert.doesNotMatch(text, /["'\\`$]/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The crates that the edge is written with, and what each one does where. */
const CRATES = {
  "wasm-bindgen": ["bindings/client.rs", "#[wasm_bindgen(constructor)]", "the exports"],
  "wasm-bindgen-futures": [
    "bindings/promise.rs",
    "future_to_promise(",
    "a promise for each call; awaits in transport/",
  ],
  "web-sys": ["transport/request.rs", "RequestInit::new()", "the request; AbortController, Headers, Url"],
  "serde-wasm-bindgen": ["transport/values.rs", "Serializer::", "every value that goes out"],
  "gloo-net": ["transport/response.rs", "Headers::from_raw", "the answer's headers; the request's method"],
  "js-sys": ["transport/values.rs", "js_sys::", "what JavaScript hands over: members, functions, promises"],
};

for (const [crate, [file, use, task]] of Object.entries(CRATES)) {
  test(`${crate} does its part in src/${file}: ${task}`, () => {
    const [, dependencies] = readFileSync(join(root, "Cargo.toml"), "utf8").split("[target.'cfg(target_arch");
    assert.match(dependencies, new RegExp(`^${crate} = `, "m"));
    assert.ok(readFileSync(join(root, "src", file), "utf8").includes(use), `${use} in ${file}`);
  });
}
