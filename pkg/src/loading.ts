import { UpdatePhoneError } from "./errors.js";
import type { WasmSource } from "./types.js";
import { embedded } from "./wasm/embedded.js";
import * as core from "./wasm/update_phone.js";

/** The module's exports, of use only once it is instantiated. */
export type Core = typeof core;

let loading: Promise<Core> | undefined;
let isLoaded = false;

/**
 * Compiles the WebAssembly module. Asynchronous calls do this themselves; only the synchronous phone functions need it first.
 * Memoised: whoever comes first decides the source; a failed load is forgotten, so a later call tries again.
 *
 * @param options `wasm`: where the module comes from; left out, the one inside this package.
 * @throws {UpdatePhoneError} `ERR_WASM_LOAD`, with the engine's or the network's error as `cause`.
 */
export async function init(options: { wasm?: WasmSource } = {}): Promise<void> {
  await loadCore(options.wasm);
}

/** The module, loaded now if it was not before. */
export function loadCore(source?: WasmSource): Promise<Core> {
  loading ??= instantiate(source).catch((cause: unknown) => {
    loading = undefined;
    throw UpdatePhoneError.of("ERR_WASM_LOAD", { cause });
  });
  return loading;
}

/** The module for synchronous use. */
export function requireCore(): Core {
  if (!isLoaded) throw UpdatePhoneError.of("ERR_NOT_READY");
  return core;
}

async function instantiate(source: WasmSource | undefined): Promise<Core> {
  await core.default({ module_or_path: source === undefined ? await inflate(embedded) : await source });
  isLoaded = true;
  return core;
}

/** Node's zlib where there is one: its first `DecompressionStream` costs 40 ms. Asked for at run time, so that bundlers need not know it. */
async function inflate(base64: string): Promise<BufferSource> {
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (zlib) return new Uint8Array(zlib.inflateRawSync(Buffer.from(base64, "base64")));
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(inflated).arrayBuffer();
}
