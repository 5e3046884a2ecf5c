// Builds the WebAssembly module and its glue with wasm-pack.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instanceGlue } from "./instance.mjs";
import { run } from "./run.mjs";
import { shortenNames } from "./short-names.mjs";

/** `--no-pack` keeps pkg/package.json. `--no-gitignore`: that file would exclude all files from the tarball. */
const OPTIONS = ["--release", "--target", "web", "--no-pack", "--no-gitignore", "--out-name", "update_phone"];
/** The glue creates a TextDecoder at once, which jsdom does not have: see pkg/src/text-coding.ts. */
const TEXT_CODING = 'import { TextDecoder, TextEncoder } from "../text-coding.js";\n';

/** Writes `update_phone.js` and `update_phone_bg.wasm` to `out`. Returns the types of the module's exports. */
export function buildModule(root, out, features = []) {
  const parameters = ["build", ...OPTIONS, "--out-dir", out, join(root, "module"), "--features", features.join()];
  run(root, "wasm-pack", parameters);
  const glueFile = join(out, "update_phone.js");
  const wasmFile = join(out, "update_phone_bg.wasm");
  const { wasm, glue } = shortenNames(
    readFileSync(wasmFile),
    instanceGlue(readFileSync(glueFile, "utf8")),
    TEXT_CODING,
  );
  writeFileSync(wasmFile, wasm);
  writeFileSync(glueFile, glue);
  const typesFile = join(out, "update_phone.d.ts");
  const [types] = readFileSync(typesFile, "utf8").split("\nexport type InitInput");
  for (const file of [typesFile, join(out, "update_phone_bg.wasm.d.ts")]) rmSync(file);
  return types;
}
