// Bundles <update-phone-form>: the form and Lit become one file, which imports the core from the package's own files, so that a page
// has one copy of it. The texts stay files of their own.
import { readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";

/** Besides the entry, what is published of the folder: types that the entry's types name, and the texts. */
const PUBLISHED = ["index.js", "index.d.ts", "types.d.ts", "texts"];

/** On a server there is no element to extend and no document to make templates in; the entry can be imported there all the same. */
const STAND_INS = join(import.meta.dirname, "server-stand-ins.js");

/** Replaces the compiled files in `dist/element` by what is published; the paths of all files that are in the bundle now. */
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
  /** Files outside the folder, and texts that are loaded when they are wanted, are not bundled. */
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
  /** What is inside a template, no minifier of JavaScript touches. */
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
    // Lit's licence asks for its notice.
    legalComments: "inline",
    ...options,
  };
}
