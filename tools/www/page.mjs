// The page's files, bundled in memory.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");
const www = join(root, "www");

/** Copied as they are. */
const ASSETS = ["index.html", "style.css", "favicon.svg"];

/**
 * Bundles the page. `service` decides what the page speaks to, by the conditions of `#service` in www/package.json:
 * `"in-page"` is the emulator inside the page, `"http"` the origin that the page comes from.
 * Resolves with the files' contents by name; index.html is the first.
 */
export async function bundlePage({ service }) {
  if (!existsSync(join(root, "pkg/dist/index.js"))) {
    throw new Error("The page needs the built package, and pkg/dist is missing. Run: make build");
  }
  const files = new Map();
  for (const name of ASSETS) files.set(name, await readFile(join(www, name)));
  const { outputFiles } = await build({
    absWorkingDir: www,
    entryPoints: ["src/main.ts"],
    outfile: "main.js",
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    conditions: service === "in-page" ? ["in-page"] : [],
    minify: true,
    sourcemap: service === "http" ? "linked" : false,
    legalComments: "none",
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) files.set(path.slice(www.length + 1), contents);
  return files;
}
