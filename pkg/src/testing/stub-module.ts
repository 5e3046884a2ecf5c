// Takes the place of `wasm/update_phone.js` in unit tests: an instance of the module whose exports a test writes itself.
import { init } from "../loading.js";
import type { ClientOptions, MachineOptions } from "../wasm/module.js";
import type { Instance } from "../wasm/update_phone.js";

type Exports = Omit<Instance, "memory" | "discard">;

/** A WebAssembly module without contents, for `init`. */
export const EMPTY_MODULE: Uint8Array<ArrayBuffer> = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let stubs: Partial<Exports> = {};
let reportTrap: ((error: unknown) => void) | undefined;

/** Loads an instance with these exports; using any other one throws. A file of tests has one instance; a second call replaces its exports. */
export async function loadStub(exports: Partial<Exports>): Promise<void> {
  stubs = exports;
  await init({ wasm: EMPTY_MODULE });
}

/** A trap in a task of the module: the instance is discarded, and the next use makes another. */
export function trap(error: unknown = new WebAssembly.RuntimeError("unreachable")): void {
  reportTrap?.(error);
}

/** As the real one, see `wasm/update_phone.d.ts`. */
export function createInstance(_: WebAssembly.Module, onTrap: (error: unknown) => void): Instance {
  reportTrap = onTrap;
  return {
    Client: function (options: ClientOptions) {
      return new (stub("Client"))(options);
    } as unknown as Exports["Client"],
    Flow: function (options: MachineOptions) {
      return new (stub("Flow"))(options);
    } as unknown as Exports["Flow"],
    readNumber: (...given) => stub("readNumber")(...given),
    isValidNumber: (...given) => stub("isValidNumber")(...given),
    recordAddress: () => stub("recordAddress")(),
    formatTyped: (...given) => stub("formatTyped")(...given),
    countries: () => stub("countries")(),
    memory: new WebAssembly.Memory({ initial: 1 }),
    discard() {},
  };
}

function stub<Name extends keyof Exports>(name: Name): Exports[Name] {
  const found = stubs[name];
  if (!found) throw new Error(`This test has no stub for the module's ${name}.`);
  return found as Exports[Name];
}
