// Measures memory in use. The programs that import this need the option --expose-gc only for `usedHeap`.

/** The bytes in use on the JavaScript heap after garbage collections. */
export async function usedHeap() {
  // Finalisers release further objects.
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/**
 * Finds the memory of the package's module, which the package does not expose, by intercepting the creation of its instance. Call it
 * before the package is loaded. Returns a function that returns the current buffer.
 */
export function catchMemory() {
  let memory;
  const inspect = ({ exports }) => {
    if ("updatePhone" in exports) memory = exports.memory;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...parameters) => {
      const result = await original.apply(WebAssembly, parameters);
      inspect(result.instance ?? result);
      return result;
    };
  }
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      inspect(this);
    }
  };
  return () => memory.buffer;
}
