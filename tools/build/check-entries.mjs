// Checks the contents of each entry of the built package: bundles the entry as an application would, and checks every file in the
// bundle. The core must contain no form, no texts and no framework, and only the emulator's entries may contain the emulator.
import { join, relative } from "node:path";
import { build } from "esbuild";
import { publicEntries } from "../entries.mjs";
import { coreFiles, packageNames } from "./in-element.mjs";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "pkg/dist");

const CORE = /^(?!element\/|react\/|vue\/|emulator\/)/;
const EMULATOR = /^emulator\//;
/** By entry: the files of pkg/dist that it may contain, the imports that it may leave open, and a file that it must contain. */
const RULES = {
  ".": { files: CORE, external: /^$/, required: "wasm/embedded.js" },
  ". (workerd)": {
    files: /^(?!element\/|react\/|vue\/|emulator\/|wasm\/embedded)/,
    external: /\.wasm$/,
    required: "common.js",
  },
  "./element": { files: /^(?!react\/|vue\/|emulator\/|wasm\/embedded)/, external: /^$/, required: "element/index.js" },
  "./element/texts/*": { files: /^element\/texts\//, external: /^$/, required: "" },
  "./react": { files: /^(react\/index|hooks)\.js$/, external: /^react$/, required: "react/index.js" },
  "./vue": { files: /^(vue\/index|hooks)\.js$/, external: /^vue$/, required: "vue/index.js" },
  "./emulator": { files: EMULATOR, external: /^$/, required: "emulator/index.js" },
  "./emulator/node": { files: EMULATOR, external: /^node:/, required: "emulator/node.js" },
};
/** The packages that dist/element/index.js may contain besides the form. The build has recorded the contents of that file. */
const IN_ELEMENT = /^(lit|lit-html|lit-element|@lit\/reactive-element)$/;

const problems = [];
const table = [];
for (const { subpath, code } of publicEntries()) {
  for (const [condition, path] of Object.entries(code)) {
    if (path.endsWith(".wasm")) continue;
    const name = condition === "default" ? subpath : `${subpath} (${condition})`;
    const rule = RULES[name] ?? RULES[name.replace(/[^/]+$/, "*")];
    if (rule) await checkEntry(name, path, rule);
    else problems.push(`${name}: there is no rule for this entry in tools/build/check-entries.mjs.`);
  }
}
for (const name of packageNames(root)) {
  if (!IN_ELEMENT.test(name)) problems.push(`./element: contains ${name}.`);
}
for (const path of coreFiles(root)) problems.push(`./element: contains ${path}, which it must import from the core.`);

if (process.argv.includes("--print")) for (const row of table) console.log(row);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

async function checkEntry(name, path, { files, external, required }) {
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

  const contained = Object.keys(metafile.inputs).map((input) => relative(dist, join(root, input)));
  for (const input of contained) if (!files.test(input)) problems.push(`${name}: contains ${input}.`);
  for (const other of leftOut) if (!external.test(other)) problems.push(`${name}: imports ${other}.`);
  if (required && !contained.includes(required))
    problems.push(`${name}: does not contain ${required}; does this check still bundle the right file?`);
  table.push(`${name.padEnd(24)} ${String(contained.length).padStart(3)} files  ${[...leftOut].join(", ")}`);
}
