// A folder with the packed package, where each block of code is a file beside the modules that it is given.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { installed } from "../support/packed.mjs";
import { root } from "./blocks.mjs";

/** The modules from the repository that blocks and their types need besides the package. */
const MODULES = [
  ...["@authing/web", "authing-js-sdk", "authing-node-sdk", "react", "react-dom", "undici", "unstorage", "vue"],
  ...["@types/node", "@types/react", "@types/react-dom", "@vue/server-renderer", "ioredis", "lit"],
];

/** Files that are put beside the blocks of a document that show a part of an application. */
const BESIDE = {
  "docs/frameworks.md": ["examples/react/src/PhoneWithCode.tsx", "examples/vue/src/PhoneWithCode.vue"],
};

const here = import.meta.dirname;
const workshop = join(installed.folder, "blocks");
const folderOf = (document) => join(workshop, document.replaceAll(/\W+/g, "-"));

export const pathOf = ({ document, name }) => join(folderOf(document), name);

/** Errors that JavaScript may have: parameters without types, and elements that may be null. */
const IN_TYPESCRIPT_ONLY = /^\S+\.[mc]js\S*: error TS(70\d\d|18047)/;

/** The extensions of files that TypeScript compiles. The scripts of a page get a file of their own. */
const PROGRAMS = [".mjs", ".cjs", ".ts", ".tsx", ".vue"];
const isProgram = (path) => PROGRAMS.includes(extname(path));

/** Writes each block into its file. */
export function layOut(blocks) {
  for (const name of MODULES) {
    const link = join(installed.folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link, "junction");
  }
  for (const name of ["given", "drivers", "ambient.d.ts"]) {
    cpSync(join(here, name), join(workshop, name), { recursive: true });
  }
  for (const [document, files] of Object.entries(BESIDE)) {
    for (const file of files) cpSync(join(root, file), join(folderOf(document), file.split("/").at(-1)));
  }
  for (const block of blocks) {
    const path = pathOf(block);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, codeOf(block));
    if (block.language === "html") writeFileSync(`${path}.mjs`, scriptOf(block.code));
  }
}

/** Adds the imports of given names to the first line, so that line numbers stay the same. */
function codeOf({ code, given, givenBy, language }) {
  if (language === "json") return code;
  if (!isProgram(`x.${language === "js" ? "mjs" : language}`)) return code;
  const imports = given.length > 0 ? `import { ${given.join(", ")} } from "../given/${givenBy}.mjs"; ` : "";
  const isModule = /^(import|export)\b|\brequire\(/m.test(code);
  return `${imports}${code}${isModule || imports ? "" : "export {};\n"}`;
}

/** Returns the module scripts of a page at their original lines. */
function scriptOf(html) {
  const blank = (text) => text.replaceAll(/[^\n]/g, " ");
  let script = "";
  let end = 0;
  for (const match of html.matchAll(/(?<=<script type="module">).*?(?=<\/script>)/gs)) {
    script += blank(html.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return `${script.replaceAll("./node_modules/", "../../node_modules/")}export {};\n`;
}

/** Compiles all blocks at once. Returns the errors as lines that begin with the position in the document. */
export async function compileAll(blocks) {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "esnext.disposable", "dom", "dom.iterable"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    module: "esnext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    allowJs: true,
    checkJs: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const program = blocks.filter(({ language }) => ["js", "ts", "tsx", "vue", "html"].includes(language));
  const files = program.map((block) => pathOf(block) + (block.language === "html" ? ".mjs" : ""));
  const config = join(workshop, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [...files, "ambient.d.ts"] }));
  const vueTsc = join(root, "node_modules/.bin/vue-tsc");
  const { stdout } = await promisify(execFile)(vueTsc, ["-p", config, "--pretty", "false"], {
    cwd: workshop,
    maxBuffer: 2 ** 24,
  }).catch((error) => error);
  const byPath = new Map(program.map((block, index) => [relative(workshop, files[index]), block]));
  const withPosition = (error) =>
    error.trim().replace(/^([^(\n]+)\((\d+),\d+\)/, (original, path, line) => {
      const block = byPath.get(path);
      return block ? `${block.document}:${block.line + Number(line) - 1}` : original;
    });
  return stdout
    .split(/\n(?=\S)/)
    .filter((error) => error.trim() && !IN_TYPESCRIPT_ONLY.test(error))
    .map(withPosition);
}
