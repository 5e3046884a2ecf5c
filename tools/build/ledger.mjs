// The ledger: the size of each part of the package, raw and compressed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildModule } from "./module.mjs";

/** Cargo features that leave out only this part, so that its size can be measured. */
const PARTS = {
  "the phone functions": "ledger-without-phone",
};

export async function ledger(root) {
  const dist = join(root, "pkg/dist");
  const wasm = readFileSync(join(dist, "wasm/update_phone_bg.wasm"));
  const rows = [row("WebAssembly module", wasm)];
  for (const [part, feature] of Object.entries(PARTS)) {
    const without = row(`  without ${part}`, moduleWith(root, feature));
    rows.push(without, difference(`  difference: ${part}`, rows[0], without));
  }
  // The default entry as a bundler builds it: minified, with every export.
  const layer = await bundle(join(dist, "index.js"), ["*/embedded.js", "*/update_phone.js"]);
  rows.push(row("TypeScript layer, minified", layer));
  rows.push(row("wasm-bindgen's glue, minified", await bundle(join(dist, "wasm/update_phone.js"), [])));
  rows.push(row("Everything that the default entry brings, minified", await bundle(join(dist, "index.js"), [])));
  const element = await bundle(join(dist, "element/index.js"), ["../*", "./texts/*"]);
  rows.push(row("Form (update-phone/element), Lit and English included, minified", element));
  rows.push(row("React (update-phone/react), minified", await bundle(join(dist, "react/index.js"), ["react"])));
  rows.push(row("Vue (update-phone/vue), minified", await bundle(join(dist, "vue/index.js"), ["vue"])));
  rows.push(row("Emulator (update-phone/emulator), minified", await bundle(join(dist, "emulator/index.js"), [])));
  return rows;
}

export function printLedger(rows) {
  const width = Math.max(...rows.map(({ part }) => part.length));
  console.log(`\n${"Bytes".padEnd(width)} ${["raw", "gzip", "brotli"].map((name) => name.padStart(9)).join(" ")}`);
  for (const { part, raw, gzip, brotli } of rows) {
    console.log(
      `${part.padEnd(width)} ${[raw, gzip, brotli].map((bytes) => bytes.toLocaleString("en-US").padStart(9)).join(" ")}`,
    );
  }
  console.log("");
}

function row(part, bytes) {
  return {
    part,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
  };
}

function difference(part, whole, rest) {
  const [raw, gzip, brotli] = ["raw", "gzip", "brotli"].map((size) => whole[size] - rest[size]);
  return { part, raw, gzip, brotli };
}

async function bundle(entry, external) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external,
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}

/** Builds the module again without one of its parts. */
function moduleWith(root, feature) {
  const out = mkdtempSync(join(tmpdir(), "update-phone-ledger-"));
  try {
    buildModule(root, out, [feature]);
    return readFileSync(join(out, "update_phone_bg.wasm"));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
