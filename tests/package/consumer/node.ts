// Compiled, never run: what is for Node only, beside Node's own types.
import { serveEmulator, type EmulatorServer } from "update-phone/emulator/node";

export async function serve(): Promise<string> {
  const server: EmulatorServer = await serveEmulator({ port: 0 });
  await server.close();
  return server.url;
}
