import { isA, UpdatePhoneError } from "./errors.js";
import { InnerSignal } from "./time/signal.js";
import type { WasmSource } from "./types.js";
import { createInstance, type Instance } from "./wasm/update_phone.js";

/** An instance of the module. */
export interface Core extends Instance {
  /** Aborted, with what was thrown, when the instance has trapped: it is not called any more, and what waits for it waits in vain. */
  readonly trapped: InnerSignal;
}

/** What the module that an entry brings can be made from. Asked only when it is needed. */
type ShippedModule = () => WebAssembly.Module | BufferSource;

let shipped: ShippedModule | undefined;
let loading: Promise<unknown> | undefined;
let compiled: WebAssembly.Module | undefined;
let core: Core | undefined;

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
  if (isA(source, Promise)) void ignored(source);
  await loadCore(source);
}

/** Waits for what nobody else may wait for. */
async function ignored(source: Promise<unknown>): Promise<void> {
  try {
    await source;
  } catch {
    // Whoever loads from it hears of it.
  }
}

/** The module, loaded now if it was not before. Whoever comes first decides the source; a failed load is forgotten. */
export async function loadCore(source?: WasmSource): Promise<Core> {
  loading ??= instantiate(source).catch((cause: unknown) => {
    loading = undefined;
    throw UpdatePhoneError.of("ERR_WASM_LOAD", { cause });
  });
  await loading;
  return requireCore();
}

/** The module for synchronous use. */
export function requireCore(): Core {
  const loaded = loadedCore();
  if (!loaded) throw UpdatePhoneError.of("ERR_NOT_READY");
  return loaded;
}

/** The module, if it is there already. Another instance takes the place of one that has trapped. */
export function loadedCore(): Core | undefined {
  if (compiled) core ??= start(compiled);
  return core;
}

/** What the module says at once. Whatever it throws, it was not meant to. */
export function ask<T>(loaded: Core, question: (loaded: Core) => T): T {
  try {
    return question(loaded);
  } catch (cause) {
    discardCore(loaded, cause);
    throw UpdatePhoneError.of("ERR_INTERNAL", { cause });
  }
}

/** Whether something was thrown in the middle of the module: by a trap, or by the engine, whose stack or memory has come to its end. */
export function isTrap(error: unknown): boolean {
  return (
    isA(error, WebAssembly.RuntimeError) ||
    isA(error, RangeError) ||
    // Firefox's, of a stack that is too deep.
    (isA(error, Error) && error.name === "InternalError")
  );
}

/** Takes an instance out of use: nobody knows what it was in the middle of. */
export function discardCore(trapped: Core, cause: unknown): void {
  if (core !== trapped) return;
  core = undefined;
  // Later: the stack may be too deep for anything now.
  queueMicrotask(() => {
    trapped.discard();
    trapped.trapped.abort(cause);
  });
}

async function instantiate(source: WasmSource | undefined): Promise<void> {
  const module = await compile(source === undefined ? shipped?.() : await readable(source));
  core = start(module);
  compiled = module;
}

function start(module: WebAssembly.Module): Core {
  const instance: Core = {
    ...createInstance(module, (error) => discardCore(instance, error)),
    trapped: new InnerSignal(),
  };
  return instance;
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
