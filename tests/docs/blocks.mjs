// The code blocks of the documentation, and what is said about each in a comment that readers do not see.
//
//   <!-- code: given client, request; not run: it needs a tenant -->
//   ```js
//
// A comment right before a block has these parts, separated by semicolons:
//   given a, b [of module]   names that the block takes for granted, exported by given/<module>.mjs (client.mjs by default)
//   file name                the block is a file of that name, beside the other blocks of its document
//   driver name              drivers/<name>.mjs runs it: it exports what others call
//   needs emulator | redis   that is started, on another port than the usual one, which is put into the code
//   serves                   it goes on until it is ended, and takes another port than 3456
//   not run: reason          it is compiled, and not run; the last part
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Built, installed, or copied from the root. */
const NOT_OURS = ["node_modules", "target", "dist", "output", "pkg", ".git"];

function* markdownIn(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !NOT_OURS.includes(entry.name)) yield* markdownIn(path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}

/** Every Markdown file of the repository. */
export const allMarkdown = [...markdownIn("")].sort();

/** Those whose code is for readers to copy. */
export const documents = allMarkdown.filter((path) => /^README|^docs[\\/]|^examples[\\/]/.test(path));

export const read = (document) => readFileSync(join(root, document), "utf8");

/** The ending of a file in a language; a language that is not here is a mistake. */
const ENDINGS = {
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
 * The blocks of a document, in their order: `line` is that of the first line of code, counted from 1; `name` is that of the block's
 * file.
 */
export function blocksOf(document) {
  const blocks = [];
  let block;
  let comment = "";
  for (const [index, line] of read(document).split("\n").entries()) {
    const where = `${document}:${index + 1}`;
    if (block && line === "```") {
      const { code, language } = block;
      block.name ??= `line-${block.line}.${/\brequire\(/.test(code) ? "cjs" : ENDINGS[language]}`;
      blocks.push(block);
      block = undefined;
    } else if (block) {
      block.code += `${line}\n`;
    } else if (line.startsWith("```")) {
      const language = line.slice(3);
      if (!ENDINGS[language]) throw new Error(`${where}: a block of code names one of ${Object.keys(ENDINGS)}`);
      block = { document, language, line: index + 2, code: "", ...readComment(comment, where) };
    } else if (/^[\s>*-]*(```|~~~)/.test(line)) {
      throw new Error(`${where}: a block of code begins with \`\`\` at the beginning of a line`);
    }
    if (line.trim()) comment = line;
  }
  if (block) throw new Error(`${document}:${block.line}: the block of code does not end`);
  return blocks;
}

/** The lines of a document that are not code, numbered from 1. */
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
  const said = { given: [], givenBy: "client" };
  const [, comment] = /^<!-- code: (.*) -->$/.exec(line) ?? [];
  if (comment === undefined) return said;
  const [directives, notRun] = comment.split(/(?:^|; )not run: (.+)$/);
  said.notRun = notRun;
  for (const directive of directives.split("; ").filter(Boolean)) {
    const [word, ...rest] = directive.split(" ");
    if (word === "given") {
      const [names, module = "client"] = rest.join(" ").split(" of ");
      Object.assign(said, { given: names.split(", "), givenBy: module });
    } else if (word === "file") said.name = rest.join(" ");
    else if (word === "needs") said.needs = rest.join(" ");
    else if (word === "driver") said.driver = rest.join(" ");
    else if (directive === "serves") said.serves = true;
    else throw new Error(`${where}: "${directive}" says nothing about a block of code`);
  }
  return said;
}
