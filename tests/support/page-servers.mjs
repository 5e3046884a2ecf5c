import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the files of `folder` below `basePath`, with `headers` in each response. */
export async function serveFolder(folder, basePath, headers = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://host.invalid");
    const name = pathname.startsWith(basePath) ? pathname.slice(basePath.length) || "index.html" : undefined;
    const contents = name && (await readFile(join(folder, name)).catch(() => undefined));
    if (contents === undefined) response.writeHead(404).end();
    else {
      const type = TYPES[extname(name)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...headers }).end(contents);
    }
  });
  await new Promise((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${basePath}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts the server of `make www` on a free port. `control` calls the emulator's control API. */
export async function servePage() {
  const script = join(import.meta.dirname, "../../tools/www/serve.mjs");
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /http:\/\/\S+/.exec(line);
      if (url) resolve(url[0]);
    });
    child.once("exit", (code) => reject(new Error(`tools/www/serve.mjs ended with status ${code}:\n${errors}`)));
  });
  return {
    url,
    async control(call, body) {
      const response = await fetch(`${url}/_emulator/${call}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`/_emulator/${call} responded with HTTP ${response.status}`);
    },
    async close() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
