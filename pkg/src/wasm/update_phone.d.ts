/**
 * The glue of the WebAssembly module, as a function that makes an instance: see `tools/build/instance.mjs`. Inside the package only.
 */

import type * as module from "./module.js";

/** An instance of the module. It can be discarded: then it is not called any more, whatever still has something of it. */
export interface Instance extends Pick<
  typeof module,
  "Client" | "Flow" | "readNumber" | "isValidNumber" | "recordAddress" | "formatTyped" | "countries"
> {
  readonly memory: WebAssembly.Memory;
  discard(): void;
}

/**
 * @param onTrap Hears of what is thrown in the middle of a task, of which nobody else does.
 * @throws What the engine says of a module that is not this package's.
 */
export function createInstance(module: WebAssembly.Module, onTrap: (error: unknown) => void): Instance;
