// A page with the form, under the policy that docs/security.md tells, and a service at another origin.
import { cpSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { emulatorPackage, entryUrl, installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";

const { createNodeListener } = emulatorPackage;
const { createEmulator } = await import(entryUrl("update-phone/emulator"));

const guide = readFileSync(join(import.meta.dirname, "../../docs/security.md"), "utf8");
const [, sources] = /^`(default-src [^`]+)` is enough/m.exec(guide);
const [, trustedTypes] = /`(require-trusted-types-for [^`]+)`/.exec(guide);

/** The policy for pages that speak to a host. */
export const policyFor = (host) => `${sources.replace(/connect-src \S+/, `connect-src ${host}`)}; ${trustedTypes}`;

/** `answer(request, emulator)`: instead of the emulator, where it answers. */
export async function serveService(options, answer = () => undefined) {
  const emulator = createEmulator({ control: "off", ...options });
  const handle = async (request) => (await answer(request, emulator)) ?? emulator.handle(request);
  const server = createServer(createNodeListener({ handle }));
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    emulator,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The page's own origin. */
export async function servePage(service) {
  for (const name of ["page.html", "page.mjs"]) {
    cpSync(join(import.meta.dirname, name), join(installed.folder, name));
  }
  const headers = { "content-security-policy": policyFor(service.url), "x-content-type-options": "nosniff" };
  const host = await serveFolder(installed.folder, "/", headers);
  const query = new URLSearchParams({ host: service.url });
  return { ...host, address: (language = "en-US") => `${host.url}page.html?${query}&language=${language}` };
}

/** Who is signed in, for a page's first script. */
export function sessionOf({ emulator }) {
  const [{ appId, accessToken }] = emulator.users;
  return `globalThis.session = ${JSON.stringify({ appId, accessToken })};`;
}
