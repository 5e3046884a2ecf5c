import { isInstanceOf, UpdatePhoneError } from "./errors.js";
import { InnerSignal } from "./time/signal.js";
import type { WasmSource } from "./types.js";
import { createInstance, type Instance } from "./wasm/update_phone.js";

/** An instance of the module. */
export interface Core extends Instance {
  /** Aborted, with the exception as reason, when the instance has trapped. It is not called again, and its promises never settle. */
  readonly trapped: InnerSignal;
}

/** Returns the module of an entry of the package. Called only when the module is needed. */
type ShippedModule = () => WebAssembly.Module | BufferSource;

let shipped: ShippedModule | undefined;
let loading: Promise<unknown> | undefined;
let compiled: WebAssembly.Module | undefined;
let core: Core | undefined;

/**
 * Sets the module that is loaded when `init` is given no other. Entries call this when they are called, not when they are imported,
 * so that a bundler can drop the module from programs that only import a helper.
 */
export function shipModule(module: ShippedModule): void {
  shipped = module;
}

/** `init` of the entries. Fails with `ERR_INVALID_ARGUMENT` if `options` cannot be read, with `ERR_WASM_LOAD` if loading fails. */
export async function init(options: { wasm?: WasmSource }): Promise<void> {
  let source: WasmSource | undefined;
  try {
    source = options.wasm;
  } catch (cause) {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "options: must be an object", cause });
  }
  // A loaded module makes `loadCore` ignore the source, whose rejection would then be unhandled.
  if (isInstanceOf(source, Promise)) void ignoreRejection(source);
  await loadCore(source);
}

async function ignoreRejection(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch {
    // Loading from it reports the failure.
  }
}

/**
 * Returns the module, loaded now if it was not before. The first call decides the source. After a failure, `ERR_WASM_LOAD`, the next
 * call loads again.
 */
export async function loadCore(source?: WasmSource): Promise<Core> {
  loading ??= load(source).catch((cause: unknown) => {
    loading = undefined;
    throw UpdatePhoneError.of("ERR_WASM_LOAD", { cause });
  });
  await loading;
  return requireCore();
}

/** Returns the module for synchronous use. Throws `ERR_NOT_READY` before it is loaded. */
export function requireCore(): Core {
  const loaded = loadedCore();
  if (!loaded) throw UpdatePhoneError.of("ERR_NOT_READY");
  return loaded;
}

/** Returns the module if it is loaded. An instance that has trapped is replaced by a new one. */
export function loadedCore(): Core | undefined {
  if (compiled) core ??= instantiate(compiled);
  return core;
}

/**
 * Makes a synchronous call of the module. An exception is a bug in the module or a trap, so the instance is discarded and
 * `ERR_INTERNAL` thrown.
 */
export function callCore<T>(loaded: Core, call: (loaded: Core) => T): T {
  try {
    return call(loaded);
  } catch (cause) {
    discardCore(loaded, cause);
    throw UpdatePhoneError.of("ERR_INTERNAL", { cause });
  }
}

/** Whether an exception interrupted the module: a trap, or an exhausted stack or memory of the engine. */
export function isTrap(error: unknown): boolean {
  return (
    isInstanceOf(error, WebAssembly.RuntimeError) ||
    isInstanceOf(error, RangeError) ||
    // Firefox throws it for a stack that is too deep.
    (isInstanceOf(error, Error) && error.name === "InternalError")
  );
}

/** Takes an instance out of use, since an interrupted call leaves its memory in an unknown state. */
export function discardCore(trapped: Core, cause: unknown): void {
  if (core !== trapped) return;
  core = undefined;
  // Later, since the stack may be exhausted now.
  queueMicrotask(() => {
    trapped.discard();
    trapped.trapped.abort(cause);
  });
}

async function load(source: WasmSource | undefined): Promise<void> {
  const module = await compile(source === undefined ? shipped?.() : await toCompilable(source));
  core = instantiate(module);
  compiled = module;
}

function instantiate(module: WebAssembly.Module): Core {
  const instance: Core = {
    ...createInstance(module, (error) => discardCore(instance, error)),
    trapped: new InnerSignal(),
  };
  return instance;
}

async function compile(source: unknown): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  // Before `Response` is named: in Node.js that loads all of fetch, which takes five times as long as everything else.
  if (isBytes(source)) return WebAssembly.compile(source);
  const response = typeof source === "string" || source instanceof URL ? await fetch(source) : source;
  // Of anything else the engine says what is wrong with it.
  if (!(response instanceof Response)) return WebAssembly.compile(response as BufferSource);
  if (!response.ok) throw new Error(`${response.url} was answered with ${response.status}`);
  // Engines stream no other type, and some servers do not send this one.
  const isStreamed = response.headers.get("content-type")?.toLowerCase() === "application/wasm";
  return isStreamed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function isBytes(source: unknown): source is BufferSource {
  return ArrayBuffer.isView(source) || source instanceof ArrayBuffer;
}

/** Returns a source that `compile` takes in every runtime: Node's `fetch` refuses `file:` URLs, and V8 a `DataView`. */
async function toCompilable(source: WasmSource): Promise<unknown> {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if ((typeof source === "string" || source instanceof URL) && /^file:/i.test(String(source))) {
    const fs = globalThis.process?.getBuiltinModule?.("node:fs/promises");
    if (fs) return fs.readFile(new URL(source));
  }
  return source;
}
