import { execFileSync } from "node:child_process";

/** Runs a tool in the checkout with additional environment variables. If it fails, prints its output and ends the build. */
export function run(root, command, parameters, environment = {}) {
  try {
    const env = { ...process.env, ...environment };
    execFileSync(command, parameters, { cwd: root, env, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    console.error(error.stdout ?? "", error.stderr ?? "");
    console.error(
      `build: ${command} failed (${error.status ?? error.code}); its output is above. \`make build\` installs the tools first.`,
    );
    process.exit(1);
  }
}
