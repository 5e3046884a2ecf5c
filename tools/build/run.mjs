import { execFileSync } from "node:child_process";

/** Runs a tool in the checkout, with more in its environment; shows its output only when it fails, which ends the build. */
export function run(root, command, parameters, environment = {}) {
  try {
    const env = { ...process.env, ...environment };
    execFileSync(command, parameters, { cwd: root, env, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    console.error(error.stdout ?? "", error.stderr ?? "");
    console.error(
      `build: ${command} failed (${error.status ?? error.code}); its output is above. Run it as \`make build\`, which sets the tools up.`,
    );
    process.exit(1);
  }
}
