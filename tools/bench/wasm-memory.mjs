// The memory of the package's module, which the package does not show: its instance is caught where it comes from. Node.js has
// modules of its own.

/** To be called before the package is loaded. Brings back a function that tells the memory's buffer as it is then. */
export function catchMemory() {
  let memory;
  const look = ({ exports }) => {
    if ("updatePhone" in exports) memory = exports.memory;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...parameters) => {
      const result = await original.apply(WebAssembly, parameters);
      look(result.instance ?? result);
      return result;
    };
  }
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      look(this);
    }
  };
  return () => memory.buffer;
}
