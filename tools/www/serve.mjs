// Serves the page and the emulator at one loopback origin. The environment variable PORT sets the port, 0 for any free one. The
// default is 5173 or the next free port.
import { createServer } from "node:http";
import { bundlePage } from "./page.mjs";
import { policyOf } from "./policy.mjs";

const HOST = "127.0.0.1";
const FIRST_PORT = 5173;
const PORTS_TRIED = 10;

const EMULATED = /^\/(api|_emulator)\//;
const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  map: "application/json",
};

let files = await bundlePage({ service: "http" }).catch(fail);
// Imported after bundling, which fails if the package is not built.
const { createEmulator } = await import("update-phone/emulator");
const { createNodeListener } = await import("update-phone/emulator/node");
const emulate = createNodeListener(createEmulator({ control: "loopback" }));

const server = createServer((incoming, outgoing) => {
  respond(incoming, outgoing).catch((error) => {
    console.error(error);
    if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    outgoing.end(String(error.message));
  });
});
const port = await listen(server).catch(fail);
console.log(`www: the page and the emulator are at http://${HOST}:${port} (Ctrl+C stops both)`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());

async function respond(incoming, outgoing) {
  if (EMULATED.test(incoming.url)) emulate(incoming, outgoing);
  else await serveFile(incoming, outgoing);
}

async function serveFile({ method, url }, outgoing) {
  const { pathname } = new URL(`http://${HOST}${url}`);
  const name = pathname === "/" ? "index.html" : pathname.slice(1);
  // Bundled again, so that a reload shows changes in www/.
  if (name.endsWith(".html")) files = await bundlePage({ service: "http" });
  const contents = files.get(name);
  const headers = {
    "content-security-policy": policyOf(name),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
  if (method !== "GET" && method !== "HEAD") {
    outgoing.writeHead(405, { ...headers, allow: "GET, HEAD" }).end();
  } else if (contents === undefined) {
    outgoing.writeHead(404, { ...headers, "content-type": "text/plain; charset=utf-8" }).end("There is no such file.");
  } else {
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    outgoing.writeHead(200, { ...headers, "content-type": type, "content-length": contents.length });
    outgoing.end(method === "HEAD" ? undefined : contents);
  }
}

function fail(error) {
  console.error(`www: ${error.message}`);
  process.exit(1);
}

/** Resolves with the port. Fails if PORT is not available; otherwise tries the default port and those after it. */
async function listen(server) {
  const requested = process.env.PORT;
  if (requested) {
    return tryPort(server, requested).catch((cause) => {
      throw new Error(`PORT=${requested} cannot be used (${cause.code}). Set another one; 0 takes any free port.`, {
        cause,
      });
    });
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED - 1; port += 1) {
    try {
      return await tryPort(server, port);
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  return tryPort(server, FIRST_PORT + PORTS_TRIED - 1);
}

async function tryPort(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: HOST, port }, () => {
      server.off("error", reject);
      resolve(server.address().port);
    });
  });
}
