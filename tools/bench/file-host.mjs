// A common file host, which compresses files with gzip.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the files of a folder, and `pages` by name. `sent` has the compressed size of each file that was sent. */
export async function hostFiles(folder, pages = {}) {
  const compressed = new Map();
  const sent = new Map();
  const read = (name) => {
    if (!compressed.has(name))
      compressed.set(name, gzipSync(pages[name] ?? readFileSync(join(folder, name)), { level: 6 }));
    return compressed.get(name);
  };
  const server = createServer(({ url }, response) => {
    const name = new URL(url, "http://host.invalid").pathname.slice(1) || "index.html";
    try {
      const contents = read(name);
      sent.set(name, contents.length);
      response.writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "content-encoding": "gzip",
        "content-length": contents.length,
      });
      response.end(contents);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
