import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const stubModule = fileURLToPath(new URL("src/testing/stub-module.ts", import.meta.url));

/** Unit tests of the TypeScript layer, beside its files. The WebAssembly module is a stub, so nothing has to be built. */
export default defineConfig({
  plugins: [
    {
      name: "stub-module",
      enforce: "pre",
      resolveId: (source) => (source.endsWith("/wasm/update_phone.js") ? stubModule : undefined),
    },
  ],
  test: {
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    // A thread for each file starts faster than a process.
    pool: "threads",
    unstubGlobals: true,
  },
});
