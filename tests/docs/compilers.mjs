// Checks that a block of code is valid in its language. workshop.mjs compiles all TypeScript and JavaScript programs at once.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { root } from "./blocks.mjs";
import { pathOf } from "./workshop.mjs";

const run = promisify(execFile);

/** The commands of a transcript, which follow `$ `. The other lines are their output. */
export const commandsOf = (transcript) => [...transcript.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);

const bash = (commands) => run("bash", ["-n", "-c", commands]);

/** Each function rejects or throws if the code is invalid. */
export const compilers = {
  json: ({ code }) => JSON.parse(code),
  sh: ({ code }) => bash(code),
  console: ({ code }) => bash(commandsOf(code).join("\n")),
  async css({ code }) {
    const { warnings } = await transform(code, { loader: "css" });
    if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join("\n"));
  },
  /** Compiles the block as a program with the crate. */
  async rust(block) {
    const path = pathOf(block);
    const { stdout } = await run("cargo", ["build", "--quiet", "--lib", "--message-format=json"], { cwd: root });
    const built = stdout.split("\n").find((line) => line.includes('"name":"update_phone"'));
    const library = JSON.parse(built).filenames.find((name) => name.endsWith(".rlib"));
    await writeFile(path, `fn main() {\n${block.code}}\n`);
    const libraries = ["--extern", `update_phone=${library}`, "-L", `dependency=${join(dirname(library), "deps")}`];
    await run("rustc", ["--edition=2024", "-Dwarnings", path, ...libraries, "-o", `${path}.out`]);
  },
};
