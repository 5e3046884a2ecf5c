// Bundles the page in memory.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { examplesPlugin } from "./examples.mjs";

const root = join(import.meta.dirname, "../..");
const www = join(root, "www");

/** The first script of each page. */
const PAGES = { "index.html": "main.js", "tenant.html": "tenant.js" };

/**
 * Bundles the page. `service` selects the service by the conditions of `#service` in www/package.json: `"in-page"` is the emulator
 * inside the page, `"http"` the origin of the page. Resolves with the contents of each file by name; index.html is the first.
 *
 * The first scripts contain no WebAssembly. The module is in separate files, which the scripts import dynamically.
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

/** Preloads the imports of a script, so that the browser does not fetch them one after the other. */
function withPreloads(html, script, outputs) {
  const tag = `    <script type="module" src="${script}"></script>\n`;
  if (!html.includes(tag)) throw new Error(`The page has no ${tag.trim()}`);
  const preloads = importsOf(script, outputs).map((path) => `    <link rel="modulepreload" href="${path}" />\n`);
  return html.replace(tag, preloads.join("") + tag);
}

function importsOf(script, outputs) {
  const paths = new Set();
  const visit = (path) => {
    for (const { path: imported, kind } of outputs[path].imports) {
      if (kind !== "import-statement" || paths.has(imported)) continue;
      paths.add(imported);
      visit(imported);
    }
  };
  visit(script);
  return [...paths];
}
