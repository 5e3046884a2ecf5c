import { spawn } from "node:child_process";
import { once } from "node:events";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("cli.js", import.meta.resolve("update-phone/emulator/node")));
const running = new Set();
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs the command; `output` and `errors` grow as it prints, `ended` resolves with how it ended. */
export function run(...args) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const command = { child, output: "", errors: "", ended: undefined };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    command.output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    command.errors += text;
  });
  command.ended = once(child, "close").then(([status, signal]) => {
    running.delete(child);
    return { status, signal };
  });
  return command;
}

/** Runs the command on a free port, and resolves when it has printed how to use it. */
export async function listening(...args) {
  const command = run("--port", "0", ...args);
  while (!command.output.includes("Ctrl-C")) {
    const ended = command.ended.then(() => {
      throw new Error(`The emulator did not start: ${command.errors}`);
    });
    await Promise.race([once(command.child.stdout, "data"), ended]);
  }
  const [url] = command.output.split("\n")[0].match(/http:\/\/\S+$/);
  return { ...command, url, read: () => command.output + command.errors };
}
