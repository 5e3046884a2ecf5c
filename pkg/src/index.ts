// The default entry: the WebAssembly module is inside, so that no bundler and no server needs configuration.
import * as client from "./client.js";
import { embeddedModule } from "./embedded-module.js";
import * as loading from "./loading.js";
import type { Client, ClientOptions, WasmSource } from "./types.js";

export * from "./common.js";

/**
 * Makes a client for one signed-in user. Sends nothing, starts no timer, and works before the WebAssembly module is loaded and on
 * servers. Free it with `dispose()` (or `using`, where the runtime has it) when the user signs out.
 *
 * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
 */
export function createClient(options: ClientOptions): Client {
  loading.shipModule(embeddedModule);
  return client.createClient(options);
}

/**
 * Compiles the WebAssembly module. Asynchronous calls do this themselves; only the synchronous phone functions need it first.
 * Loads once: the first call decides the source. After a failure the next call loads again.
 *
 * @param options `wasm`: where the module comes from; left out, the one inside this package.
 * @throws {UpdatePhoneError} `ERR_WASM_LOAD`, with the engine's or the network's error as `cause`.
 */
export async function init(options: { wasm?: WasmSource } = {}): Promise<void> {
  loading.shipModule(embeddedModule);
  await loading.init(options);
}
