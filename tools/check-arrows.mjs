// Checks the arrows of ARCHITECTURE.md: which part may import which.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");

/** The modules of the crate, and the modules and browser crates that each may use. */
const BROWSER_CRATES = [
  "gloo_net",
  "js_sys",
  "lol_alloc",
  "serde_wasm_bindgen",
  "wasm_bindgen",
  "wasm_bindgen_futures",
  "web_sys",
];
const CRATE = {
  named: [],
  phone: ["named"],
  protocol: ["named", "phone"],
  flow: ["named", "phone", "protocol"],
  transport: ["protocol", ...BROWSER_CRATES],
  bindings: ["phone", "protocol", "flow", "transport", ...BROWSER_CRATES],
};
/** Other files beside the modules: TypeScript declarations and the packed metadata. */
const BESIDE_MODULES = /\/(shapes|\w+-shapes)\.d\.ts$|\.bin$/;

/** Folders of JavaScript with the folders and packages that each may import, and those that it may not. The first match applies. */
const JAVASCRIPT = [
  ["pkg/src/emulator", ["pkg/src/emulator", "node:"]],
  ["pkg/src/element", ["pkg/src", "lit"], ["pkg/src/emulator", "pkg/src/react", "pkg/src/vue"]],
  ["pkg/src/react", ["pkg/src", "react"], ["pkg/src/emulator", "pkg/src/element", "pkg/src/vue"]],
  ["pkg/src/vue", ["pkg/src", "vue"], ["pkg/src/emulator", "pkg/src/element", "pkg/src/react"]],
  ["pkg/src", ["pkg/src"], ["pkg/src/emulator", "pkg/src/element", "pkg/src/react", "pkg/src/vue"]],
  ["www", ["www", "#service", "#examples", "update-phone"]],
  ["examples/react", ["examples/react", "update-phone", "react", "react-dom", "vite", "@vitejs/plugin-react"]],
  ["examples/vue", ["examples/vue", "update-phone", "vue", "vite", "@vitejs/plugin-vue"]],
  ["examples", ["examples", "update-phone", "target/bare", "node:", "vite"]],
];

/** Additional imports of unit tests and their stubs. */
const TEST_FOLDERS = ["pkg/src/testing", "pkg/src/emulator/testing"];
const FOR_TESTS = [...TEST_FOLDERS, "tests/emulator/calls.mjs", "vitest", "node:"];
const isForTests = (path) => path.endsWith(".test.ts") || TEST_FOLDERS.some((folder) => path.startsWith(`${folder}/`));

const violations = [...crateViolations(), ...javascriptViolations()];
for (const violation of violations) console.error(violation);
if (violations.length > 0) {
  console.error("The arrows are explained in ARCHITECTURE.md.");
  process.exit(1);
}

function* crateViolations() {
  const names = [...Object.keys(CRATE), ...BROWSER_CRATES].join("|");
  const uses = new RegExp(`\\b(?:crate|super)::(${names})\\b|(?<![:\\w])(${BROWSER_CRATES.join("|")})::`, "g");
  for (const path of files("src", /(?<!\.rs)$/)) {
    if (!BESIDE_MODULES.test(path)) yield `${path}: unknown kind of file; add it to tools/check-arrows.mjs.`;
  }
  for (const path of files("src", /\.rs$/)) {
    const module = path.split("/")[1].replace(/\.rs$/, "");
    if (module === "lib") continue;
    if (!(module in CRATE)) yield `${path}: there is no rule for ${module} in tools/check-arrows.mjs.`;
    const allowed = [module, ...(CRATE[module] ?? [])];
    for (const [line, text] of codeLines(path)) {
      if (/\bcrate::\{/.test(text))
        yield `${path}:${line}: use one line for each module; this check cannot read nested imports.`;
      for (const [, ours, theirs] of text.matchAll(uses)) {
        if (!allowed.includes(ours ?? theirs)) yield `${path}:${line}: ${module} may not know ${ours ?? theirs}.`;
      }
    }
  }
}

function* javascriptViolations() {
  const imports = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;
  for (const [folder] of JAVASCRIPT) {
    for (const path of files(folder, /\.(ts|tsx|vue|js|mjs)$/)) {
      const [owner, ...arrows] = JAVASCRIPT.find(([folder]) => path.startsWith(`${folder}/`));
      if (owner !== folder) continue;
      const [allowed, forbidden = []] = isForTests(path)
        ? [[...arrows[0], ...FOR_TESTS], arrows[1]]
        : [arrows[0], [...(arrows[1] ?? []), ...TEST_FOLDERS]];
      for (const [line, text] of [...codeLines(path), ...importedTypes(path)]) {
        for (const [, specifier] of text.matchAll(imports)) {
          const target = specifier.startsWith(".") ? relative(root, join(root, dirname(path), specifier)) : specifier;
          const isBelow = (prefix) =>
            target === prefix || target.startsWith(prefix.endsWith(":") ? prefix : `${prefix}/`);
          if (!allowed.some(isBelow) || forbidden.some(isBelow))
            yield `${path}:${line}: ${owner} may not know ${target}.`;
        }
      }
    }
  }
}

function files(folder, name) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/\/(node_modules|dist)\//.test(path))
    .sort();
}

/** Returns the lines of comments that import types. */
function importedTypes(path) {
  return numberedLines(path).filter(([, text]) => /^\s*(\/\/|\*|\/\*).*\bimport\(/.test(text));
}

/** Returns the lines of a file with their numbers, without comments. */
function codeLines(path) {
  return numberedLines(path).filter(([, text]) => !/^\s*(\/\/|\*|\/\*)/.test(text));
}

function numberedLines(path) {
  return readFileSync(join(root, path), "utf8")
    .split("\n")
    .map((text, index) => [index + 1, text]);
}
