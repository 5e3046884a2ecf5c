// Bundles <update-phone-form> and Lit into one file. It imports the core from the package's files, so that a page has only one copy
// of the core. Each language's texts stay a separate file.
import { readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";

/** The published files of the folder: the entry, the types that its types name, and the texts. */
const PUBLISHED = ["index.js", "index.d.ts", "types.d.ts", "texts"];

/** Stand-ins for `HTMLElement` and `document`, so that the entry can be imported on a server. */
const STAND_INS = join(import.meta.dirname, "server-stand-ins.js");

/** Replaces the compiled files in `dist/element` by the published ones. Returns the paths of all files in the bundle. */
export async function bundleElement(dist) {
  const folder = join(dist, "element");
  const outfile = join(folder, "index.js");
  const options = { outfile, allowOverwrite: true, minifySyntax: true, metafile: true };
  const { metafile } = await build(elementBundle(dist, options));
  for (const name of readdirSync(folder)) {
    if (!PUBLISHED.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
  return Object.keys(metafile.inputs);
}

function elementBundle(dist, options) {
  const folder = join(dist, "element");
  /** Leaves files outside the folder and dynamically imported texts out of the bundle. */
  const ownFiles = {
    name: "own-files",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        const target = join(resolveDir, path);
        if (!resolveDir.startsWith(folder)) return undefined;
        const name = relative(folder, target);
        const isElsewhere = name.startsWith("..");
        if (!isElsewhere && kind !== "dynamic-import") return undefined;
        return { path: isElsewhere ? name : `./${name}`, external: true };
      });
    },
  };
  /** Minifies the styles in templates, which minifiers of JavaScript do not change. */
  const smallTemplates = {
    name: "small-templates",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]element[\\/].*\.js$/ }, async ({ path }) => {
        const contents = (await readFile(path, "utf8")).replace(/\n\s+/g, "\n");
        const parts = contents.split(/(?<=\bcss ?`)([^`$]*)(?=`)/);
        for (let at = 1; at < parts.length; at += 2) {
          const { code } = await transform(parts[at], { loader: "css", minify: true, target: "es2022" });
          parts[at] = code.trim().replaceAll("\\", "\\\\");
        }
        return { contents: parts.join(""), loader: "js" };
      });
    },
  };
  return {
    entryPoints: [join(folder, "index.js")],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    inject: [STAND_INS],
    plugins: [ownFiles, smallTemplates],
    // Lit's licence requires its notice.
    legalComments: "inline",
    ...options,
  };
}
