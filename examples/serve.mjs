// Serves the example that was built in a folder (by default the current one), rendered on the server, and the emulator of the
// service on the same origin. `npm start` in examples/react or examples/vue builds the example and runs this.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createEmulator } from "update-phone/emulator";
import { createNodeListener } from "update-phone/emulator/node";

const HOST = "127.0.0.1";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** Resolves with the server's `url`, the `emulator` behind it, and `close`. Port 0 is any free one; `pool` is the emulator's. */
export async function serveExample({ folder, port = 0, pool = {} }) {
  const { render } = await import(pathToFileURL(join(folder, "dist/server/entry-server.js")).href);
  const browserFiles = join(folder, "dist/browser");
  const template = await readFile(join(browserFiles, "index.html"), "utf8");
  const emulator = createEmulator({ ...pool, control: "loopback" });
  const emulate = createNodeListener(emulator, console.error);

  const server = createServer(async (incoming, outgoing) => {
    if (/^\/(api|_emulator)\//.test(incoming.url)) return emulate(incoming, outgoing);
    const { pathname } = new URL(incoming.url, url);
    const [status, type, body] =
      pathname === "/"
        ? await renderPage().then(
            (html) => [200, ".html", html],
            (error) => [500, ".txt", String(error.stack)],
          )
        : await readFile(join(browserFiles, pathname)).then(
            (contents) => [200, extname(pathname), contents],
            () => [404, ".txt", "There is no such file."],
          );
    outgoing.writeHead(status, { "content-type": TYPES[type] ?? "text/plain; charset=utf-8" }).end(body);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen({ host: HOST, port }, resolve));
  const url = `http://${HOST}:${server.address().port}`;

  /** The page of the person who is signed in, whom the emulator made up; elsewhere the session says who it is. */
  async function renderPage() {
    const [{ appId, accessToken }] = emulator.users;
    const account = { host: url, appId, accessToken };
    const parts = { app: await render(account), account: JSON.stringify(account).replaceAll("<", "\\u003c") };
    return template.replace(/<!--(app|account)-->/g, (_, name) => parts[name]);
  }

  return {
    url,
    emulator,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await serveExample({
    folder: process.argv[2] ?? process.cwd(),
    port: Number(process.env.PORT ?? 5174),
  });
  console.log(`The example is at ${url} (Ctrl+C ends it), the SMS that it sends at ${url}/_emulator/inbox`);
}
