// Serves the page and the emulator on one loopback origin. PORT in the environment: the port to take, 0 for any free one;
// without it 5173 or the next free one.
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
// Only now, since bundling has seen that the package is built.
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
console.log(`www: the page and the emulator are at http://${HOST}:${port} (Ctrl+C ends them)`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit());

async function respond(incoming, outgoing) {
  if (EMULATED.test(incoming.url)) emulate(incoming, outgoing);
  else await serveFile(incoming, outgoing);
}

async function serveFile({ method, url }, outgoing) {
  const { pathname } = new URL(`http://${HOST}${url}`);
  const name = pathname === "/" ? "index.html" : pathname.slice(1);
  // A reload shows what was changed in www/.
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

/** Resolves with the port. One that was asked for is taken or refused; the usual one may be in use. */
async function listen(server) {
  const asked = process.env.PORT;
  if (asked) {
    return tryPort(server, asked).catch((cause) => {
      throw new Error(`PORT=${asked} cannot be taken (${cause.code}). Set another one; 0 takes any free port.`, {
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
