// Compiled, never run: a program for Node.js with its types and without the DOM library.
import {
  type Client,
  type ClientOptions,
  createClient,
  init,
  isUpdatePhoneError,
  parsePhone,
  updatePhone,
  updatePhoneRequest,
  type UpdatePhoneRequest,
  type WasmSource,
} from "update-phone";
import { createEmulator } from "update-phone/emulator";
import { type EmulatorServer, serveEmulator } from "update-phone/emulator/node";

const sources: WasmSource[] = [
  new Uint8Array(8),
  new ArrayBuffer(8),
  new URL("file:///update-phone.wasm"),
  fetch("https://a.example"),
];

export async function change(options: ClientOptions, request: UpdatePhoneRequest): Promise<string> {
  const [wasm] = sources;
  await init(wasm === undefined ? {} : { wasm });
  const client: Client = createClient({ ...options, fetch: createEmulator().fetch });
  try {
    const granted = await updatePhoneRequest(client, request, { signal: AbortSignal.timeout(5_000) });
    for await (const seconds of granted.countdown) if (seconds < 10) break;
    const { outcome } = await updatePhone(client, granted, { signal: granted.countdown.signal });
    return `${outcome} ${parsePhone("+8613912345678").e164}`;
  } catch (error) {
    if (isUpdatePhoneError(error)) return error.code;
    throw error;
  } finally {
    client.dispose();
  }
}

export async function serve(): Promise<string> {
  const server: EmulatorServer = await serveEmulator({ port: 0 });
  await server.close();
  return server.url;
}
