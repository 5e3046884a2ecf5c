// Builds the WebAssembly module and its glue.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instanceGlue } from "./glue.mjs";
import { run } from "./run.mjs";
import { shortenNames } from "./short-names.mjs";

/** `--no-pack`: pkg/package.json is ours. `--no-gitignore`: it would empty the tarball. `--no-typescript`: see pkg/src/wasm/*.d.ts. */
const FORM = [
  "--release",
  "--target",
  "web",
  "--no-pack",
  "--no-gitignore",
  "--no-typescript",
  "--out-name",
  "update_phone",
];
/** The glue makes a decoder when it is imported, so in jsdom it has to come from somewhere: see pkg/src/text-coding.ts. */
const TEXT_CODING = 'import { TextDecoder, TextEncoder } from "../text-coding.js";\n';
const LINKER = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: join(import.meta.dirname, "link.mjs") };

/** Writes `update_phone.js`, `transport.js` and `update_phone_bg.wasm` to `out`. */
export function buildModule(root, out, features = []) {
  const parameters = ["build", ...FORM, "--out-dir", out, join(root, "module"), "--features", features.join()];
  run(root, "wasm-pack", parameters, LINKER);
  // wasm-bindgen puts a copy of it into a folder whose name changes with the crate.
  rmSync(join(out, "snippets"), { recursive: true });
  copyFileSync(join(root, "src/transport.js"), join(out, "transport.js"));
  const glue = join(out, "update_phone.js");
  const isWhole = !features.some((feature) => feature.startsWith("ledger-without-"));
  writeFileSync(glue, instanceGlue(readFileSync(glue, "utf8"), isWhole));
  shortenNames(join(out, "update_phone_bg.wasm"), glue, TEXT_CODING);
}
