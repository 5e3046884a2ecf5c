// The service that the browsers talk to: the emulator over HTTP, on an origin of its own, that can be unreachable for a while.
import { once } from "node:events";
import { createServer } from "node:http";
import { emulatorPackage, entryUrl } from "../../support/packed.mjs";

const { createEmulator } = await import(entryUrl("update-phone/emulator"));

/** Resolves with a service without an emulator: `begin` gives it one, with users and a memory of its own. */
export async function startService() {
  let server;
  let listener;
  const listen = async (port) => {
    server = createServer((request, response) => listener(request, response));
    server.listen({ host: "127.0.0.1", port });
    await once(server, "listening");
    return server.address().port;
  };
  const port = await listen(0);
  const service = {
    url: `http://127.0.0.1:${port}`,
    emulator: undefined,
    begin(options) {
      service.emulator = createEmulator({ control: "off", ...options });
      listener = emulatorPackage.createNodeListener(service.emulator, console.error);
    },
    /** Connections are refused from now on, as where a network has gone. */
    async goAway() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
    async comeBack() {
      if (!server.listening) await listen(port);
    },
  };
  return service;
}
