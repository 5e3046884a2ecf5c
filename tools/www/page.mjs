// The page's files, bundled in memory.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { examplesPlugin } from "./examples.mjs";

const root = join(import.meta.dirname, "../..");
const www = join(root, "www");

/** By name, the script that each page begins with. */
const PAGES = { "index.html": "main.js", "tenant.html": "tenant.js" };

/**
 * Bundles the page. `service` decides what the page speaks to, by the conditions of `#service` in www/package.json:
 * `"in-page"` is the emulator inside the page, `"http"` the origin that the page comes from.
 * Resolves with the files' contents by name; index.html is the first.
 *
 * What a page begins with has no WebAssembly in it: that is in files of its own, which the scripts ask for.
 */
export async function bundlePage({ service }) {
  if (!existsSync(join(root, "pkg/dist/index.js"))) {
    throw new Error("The page needs the built package, and pkg/dist is missing. Run: make build");
  }
  const options = {
    absWorkingDir: www,
    outdir: www,
    bundle: true,
    write: false,
    target: "es2022",
    minify: true,
    metafile: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    sourcemap: service === "http" ? "linked" : false,
  };
  const [modules, others] = await Promise.all([
    build({
      ...options,
      entryPoints: ["src/main.ts", "src/tenant.ts"],
      format: "esm",
      splitting: true,
      chunkNames: "[name]-[hash]",
      conditions: service === "in-page" ? ["in-page"] : [],
      plugins: [examplesPlugin],
    }),
    build({ ...options, entryPoints: { appearance: "src/appearance.ts", style: "styles/index.css" }, format: "iife" }),
  ]);

  const files = new Map();
  for (const [name, script] of Object.entries(PAGES)) {
    const html = await readFile(join(www, name), "utf8");
    files.set(name, Buffer.from(withPreloads(html, script, modules.metafile.outputs)));
  }
  files.set("favicon.svg", await readFile(join(www, "favicon.svg")));
  for (const { path, contents } of [...modules.outputFiles, ...others.outputFiles]) {
    files.set(relative(www, path), contents);
  }
  return files;
}

/** Has the browser fetch what a script imports together with the script, instead of one after the other. */
function withPreloads(html, script, outputs) {
  const tag = `    <script type="module" src="${script}"></script>\n`;
  if (!html.includes(tag)) throw new Error(`The page has no ${tag.trim()}`);
  const preloads = importsOf(script, outputs).map((path) => `    <link rel="modulepreload" href="${path}" />\n`);
  return html.replace(tag, preloads.join("") + tag);
}

function importsOf(script, outputs) {
  const found = new Set();
  const visit = (path) => {
    for (const { path: imported, kind } of outputs[path].imports) {
      if (kind !== "import-statement" || found.has(imported)) continue;
      found.add(imported);
      visit(imported);
    }
  };
  visit(script);
  return [...found];
}
