import { UpdatePhoneError } from "./errors.js";
import type { WasmSource } from "./types.js";
import {
  Client,
  countries,
  Flow,
  formatAsYouType,
  getProfile,
  initSync,
  prepareSendCode,
  prepareUpdatePhone,
  prepareUpdatePhoneRequest,
  readPhone,
  reconcile,
  recordAddress,
  run,
} from "./wasm/update_phone.js";

/** What is used of the module, of use only once it is instantiated. A bundler leaves out what is not named here. */
const core = {
  Client,
  countries,
  Flow,
  formatAsYouType,
  getProfile,
  prepareSendCode,
  prepareUpdatePhone,
  prepareUpdatePhoneRequest,
  readPhone,
  reconcile,
  recordAddress,
  run,
};
export type Core = typeof core;

/** What the module that an entry brings can be made from. Asked only when it is needed. */
type ShippedModule = () => WebAssembly.Module | BufferSource;

let shipped: ShippedModule | undefined;
let loading: Promise<Core> | undefined;
let isLoaded = false;
let memory: WebAssembly.Memory | undefined;

/**
 * Tells which module is loaded when nobody names another. Entries say it when they are called, not when they are imported, so
 * that a bundler can leave the module out for those who only import a helper.
 */
export function shipModule(module: ShippedModule): void {
  shipped = module;
}

/** `init` of the entries. */
export async function init(options: { wasm?: WasmSource }): Promise<void> {
  let source: WasmSource | undefined;
  try {
    source = options.wasm;
  } catch (cause) {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "options: must be an object", cause });
  }
  // Nobody else hears of its failure when the module is there already.
  if (source instanceof Promise) source.catch(() => undefined);
  await loadCore(source);
}

/** The module, loaded now if it was not before. Whoever comes first decides the source; a failed load is forgotten. */
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

/** The module, if it is there already. */
export function loadedCore(): Core | undefined {
  return isLoaded ? core : undefined;
}

/** The module's memory as it is now: it is another one after it has grown. For those who have asked `requireCore`. */
export function coreMemory(): ArrayBuffer {
  return (memory as WebAssembly.Memory).buffer;
}

async function instantiate(source: WasmSource | undefined): Promise<Core> {
  const exports = initSync({ module: await compile(source === undefined ? shipped?.() : await readable(source)) });
  // The glue keeps what it has instantiated, even if that was some other module.
  if (!("updatePhone" in exports)) throw new TypeError("This is not the module of update-phone.");
  memory = exports.memory as WebAssembly.Memory;
  isLoaded = true;
  return core;
}

async function compile(source: unknown): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  // First of all, since asking whether they are a `Response` loads Node's whole fetch, which takes five times as long as everything else.
  if (isBytes(source)) return WebAssembly.compile(source);
  const response = typeof source === "string" || source instanceof URL ? await fetch(source) : source;
  // The engine says what is wrong with it.
  if (!(response instanceof Response)) return WebAssembly.compile(response as BufferSource);
  if (!response.ok) throw new Error(`${response.url} was answered with ${response.status}`);
  // Nothing else is streamed, and some servers do not know the type.
  const isStreamed = response.headers.get("content-type")?.toLowerCase() === "application/wasm";
  return isStreamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function isBytes(source: unknown): source is BufferSource {
  return ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
}

/** What `compile` can read everywhere: Node's `fetch` refuses the addresses of files, and V8 a `DataView`. */
async function readable(source: WasmSource): Promise<unknown> {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if ((typeof source === "string" || source instanceof URL) && /^file:/i.test(String(source))) {
    const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
    if (fs) return fs.readFile(new URL(source));
  }
  return source;
}
