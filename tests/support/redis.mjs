// Starts a Redis server for a test, on loopback and without files.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";

const program = process.env.REDIS_SERVER || "redis-server";

/** Starts the server on a free port; `close` stops it. */
export async function startRedis() {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      // Another program may have taken the port meanwhile.
      if (tries === 3 || error.code === "ENOENT") throw error;
    }
  }
}

async function startOn(port) {
  const settings = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", tmpdir()];
  const child = spawn(program, settings.map(String), { stdio: ["ignore", "pipe", "inherit"] });
  const output = [];
  await new Promise((resolve, reject) => {
    child.once("error", (cause) => {
      const remedy = "`tools/setup/run.sh redis -- …` installs it on Debian; otherwise set REDIS_SERVER to its path";
      reject(Object.assign(new Error(`${program} cannot be started. ${remedy}.`, { cause }), { code: cause.code }));
    });
    child.once("exit", (status) => reject(new Error(`${program} ended with status ${status}:\n${output.join("\n")}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      output.push(line);
      if (line.includes("Ready to accept connections")) resolve();
    });
  });
  const version = /version=([\d.]+)/i.exec(output.join("\n"))?.[1] ?? "";
  return {
    port,
    version,
    async close() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen({ host: "127.0.0.1", port: 0 }, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
