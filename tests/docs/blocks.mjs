// Reads the code blocks of the documentation, with the hidden comments about them.
//
//   <!-- code: given client, request; not run: it needs a tenant -->
//   ```js
//
// A comment directly before a block has these parts, separated by semicolons:
//   given a, b [of module]   the block uses these names, which given/<module>.mjs exports (client.mjs by default)
//   file name                the block is a file of that name, beside the other blocks of its document
//   driver name              drivers/<name>.mjs runs the block, which only exports functions
//   needs emulator | redis   the service is started on a free port, which replaces the usual one in the code
//   serves                   the block is a server; a free port replaces 3456, and the server is stopped after the test
//   not run: reason          the block is compiled, but not run; this is the last part
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Folders with built or installed files, or copies from the root. */
const SKIPPED_FOLDERS = ["node_modules", "target", "dist", "output", "pkg", ".git"];

function* markdownIn(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.includes(entry.name)) yield* markdownIn(path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}

/** Every Markdown file of the repository. */
export const allMarkdown = [...markdownIn("")].sort();

/** The files whose code readers copy. */
export const documents = allMarkdown.filter((path) => /^README|^docs[\\/]|^examples[\\/]/.test(path));

export const read = (document) => readFileSync(join(root, document), "utf8");

/** The file extension of each language. Other languages are errors. */
const EXTENSIONS = {
  js: "mjs",
  ts: "ts",
  tsx: "tsx",
  vue: "vue",
  html: "html",
  css: "css",
  json: "json",
  rust: "rs",
  sh: "sh",
  console: "console",
  mermaid: "mmd",
};

/**
 * Returns the blocks of a document in their order. `line` is the number of the first line of code, from 1. `name` is the name of the
 * block's file.
 */
export function blocksOf(document) {
  const blocks = [];
  let block;
  let comment = "";
  for (const [index, line] of read(document).split("\n").entries()) {
    const where = `${document}:${index + 1}`;
    if (block && line === "```") {
      const { code, language } = block;
      block.name ??= `line-${block.line}.${/\brequire\(/.test(code) ? "cjs" : EXTENSIONS[language]}`;
      blocks.push(block);
      block = undefined;
    } else if (block) {
      block.code += `${line}\n`;
    } else if (line.startsWith("```")) {
      const language = line.slice(3);
      if (!EXTENSIONS[language])
        throw new Error(`${where}: a block of code must have one of these languages: ${Object.keys(EXTENSIONS)}`);
      block = { document, language, line: index + 2, code: "", ...readComment(comment, where) };
    } else if (/^[\s>*-]*(```|~~~)/.test(line)) {
      throw new Error(`${where}: a block of code must begin with \`\`\` at the beginning of a line`);
    }
    if (line.trim()) comment = line;
  }
  if (block) throw new Error(`${document}:${block.line}: the block of code does not end`);
  return blocks;
}

/** Returns the lines of a document that are not code, numbered from 1. */
export function linesOfText(document) {
  let isCode = false;
  return read(document)
    .split("\n")
    .flatMap((text, index) => {
      if (text.startsWith("```")) isCode = !isCode;
      return isCode || text.startsWith("```")
        ? []
        : [{ text: text.replaceAll(/`[^`]*`/g, (code) => code.replaceAll("](", "] (")), line: index + 1 }];
    });
}

function readComment(line, where) {
  const directives = { given: [], givenBy: "client" };
  const [, comment] = /^<!-- code: (.*) -->$/.exec(line) ?? [];
  if (comment === undefined) return directives;
  const [parts, notRun] = comment.split(/(?:^|; )not run: (.+)$/);
  directives.notRun = notRun;
  for (const directive of parts.split("; ").filter(Boolean)) {
    const [word, ...rest] = directive.split(" ");
    if (word === "given") {
      const [names, module = "client"] = rest.join(" ").split(" of ");
      Object.assign(directives, { given: names.split(", "), givenBy: module });
    } else if (word === "file") directives.name = rest.join(" ");
    else if (word === "needs") directives.needs = rest.join(" ");
    else if (word === "driver") directives.driver = rest.join(" ");
    else if (directive === "serves") directives.serves = true;
    else throw new Error(`${where}: "${directive}" is not a part of a comment about a block of code`);
  }
  return directives;
}
