// Holds each entry of the built package against what it may bring: bundles it as an application would, and looks at every file that
// is in the bundle. So the core has neither form nor texts nor frameworks in it, and the emulator is in nothing but itself.
import { join, relative } from "node:path";
import { build } from "esbuild";
import { publicEntries } from "../entries.mjs";
import { coreFiles, packageNames } from "./in-element.mjs";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "pkg/dist");

const CORE = /^(?!element\/|react\/|vue\/|emulator\/)/;
const EMULATOR = /^emulator\//;
/** By entry: the files of pkg/dist that it may bring, what it may leave to the application or runtime, and what it has to bring. */
const RULES = {
  ".": { files: CORE, outside: /^$/, brings: "wasm/embedded.js" },
  ". (workerd)": {
    files: /^(?!element\/|react\/|vue\/|emulator\/|wasm\/embedded)/,
    outside: /\.wasm$/,
    brings: "common.js",
  },
  "./element": { files: /^(?!react\/|vue\/|emulator\/|wasm\/embedded)/, outside: /^$/, brings: "element/index.js" },
  "./element/texts/*": { files: /^element\/texts\//, outside: /^$/, brings: "" },
  "./react": { files: /^(react\/index|hooks)\.js$/, outside: /^react$/, brings: "react/index.js" },
  "./vue": { files: /^(vue\/index|hooks)\.js$/, outside: /^vue$/, brings: "vue/index.js" },
  "./emulator": { files: EMULATOR, outside: /^$/, brings: "emulator/index.js" },
  "./emulator/node": { files: EMULATOR, outside: /^node:/, brings: "emulator/node.js" },
};
/** What dist/element/index.js may have in it besides the form: one file holds both, so the build has noted what went into it. */
const IN_ELEMENT = /^(lit|lit-html|lit-element|@lit\/reactive-element)$/;

const problems = [];
const table = [];
for (const { subpath, code } of publicEntries()) {
  for (const [condition, path] of Object.entries(code)) {
    if (path.endsWith(".wasm")) continue;
    const name = condition === "default" ? subpath : `${subpath} (${condition})`;
    const rule = RULES[name] ?? RULES[name.replace(/[^/]+$/, "*")];
    if (rule) await look(name, path, rule);
    else problems.push(`${name}: what may it bring? Say so in tools/build/check-entries.mjs.`);
  }
}
for (const name of packageNames(root)) {
  if (!IN_ELEMENT.test(name)) problems.push(`./element: has ${name} in it.`);
}
for (const path of coreFiles(root)) problems.push(`./element: has ${path} in it, which it shares with the core.`);

if (process.argv.includes("--print")) for (const row of table) console.log(row);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

async function look(name, path, { files, outside, brings }) {
  const leftOut = new Set();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, "pkg", path)],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    outdir: "out",
    write: false,
    metafile: true,
    plugins: [{ name: "packages", setup: ({ onResolve }) => onResolve({ filter: /^[^.]|\.wasm$/ }, leaveOut) }],
  });
  function leaveOut({ path, kind }) {
    if (kind === "entry-point") return undefined;
    leftOut.add(path);
    return { path, external: true };
  }

  const inside = Object.keys(metafile.inputs).map((input) => relative(dist, join(root, input)));
  for (const input of inside) if (!files.test(input)) problems.push(`${name}: brings ${input}.`);
  for (const other of leftOut) if (!outside.test(other)) problems.push(`${name}: imports ${other}.`);
  if (brings && !inside.includes(brings))
    problems.push(`${name}: does not bring ${brings}; is it still what was looked at?`);
  table.push(`${name.padEnd(24)} ${String(inside.length).padStart(3)} files  ${[...leftOut].join(", ")}`);
}
