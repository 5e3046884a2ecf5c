// The size of the engine with its data, beside the bundled libraries.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ENTRIES } from "./peers.mjs";

const sizes = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
});

/** Bundles a piece of code and its imports into one minified file. */
export async function bundle(contents, resolveDir, outfile) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outfile,
    write: outfile !== undefined,
  });
  return outputFiles && Buffer.from(outputFiles[0].contents);
}

/** Measures the sizes. The engine is the difference between the module and the module without it, from the build's ledger. */
export async function measureBytes(root) {
  const ledger = new Map(
    JSON.parse(readFileSync(join(root, "target/package/ledger.json"), "utf8")).map((row) => [row.part.trim(), row]),
  );
  const [whole, without] = [ledger.get("WebAssembly module"), ledger.get("without the phone functions")];
  const difference = (kind) => whole[kind] - without[kind];
  const engine = { raw: difference("raw"), gzip: difference("gzip"), brotli: difference("brotli") };
  const { raw, gzip, brotli } = ledger.get("Everything that the default entry brings, minified");
  const rows = {
    "update-phone: engine and data": engine,
    "update-phone: everything that the default entry brings": { raw, gzip, brotli },
  };
  for (const [name, contents] of Object.entries(ENTRIES)) rows[name] = sizes(await bundle(contents, root));
  return rows;
}

/** The parts of the engine in Brotli bytes: the code, and the parts of the packed table as its generator prints them. */
export function partsOf(root, engine) {
  // Compression does not change the size of the table, which is entropy-coded.
  const table = statSync(join(root, "src/phone/metadata/table.bin")).size;
  const summary = execFileSync(process.execPath, ["tools/metadata/generate.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  const printed = /^of these: (.*)$/m.exec(summary)?.[1].split(", ") ?? [];
  const parts = printed.map((part) => /^(.*) (\d+)$/.exec(part).slice(1)).map(([name, bytes]) => [name, Number(bytes)]);
  return [
    ["engine and data", engine],
    ["code and texts", engine - table],
    ["packed table", table],
    ...parts.map(([name, bytes]) => [`… ${name}`, bytes]),
  ];
}
