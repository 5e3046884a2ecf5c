import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StateStore } from "./state.js";

/**
 * Creates a store in a file. Only its owner can read it, since it holds access tokens. A save writes a temporary file and
 * renames it, so that the file is complete at any moment. Only one emulator at a time may use it.
 */
export function createFileStore(file: string): StateStore & { readonly path: string } {
  const path = resolve(file);
  const temporaryPath = `${path}.tmp`;
  return {
    path,
    load() {
      try {
        return readFileSync(path, "utf8");
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw new Error(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
      }
    },
    save(state) {
      try {
        writeFileSync(temporaryPath, `${state}\n`, { mode: 0o600, flush: true });
        renameSync(temporaryPath, path);
      } catch (cause) {
        throw new Error(`Cannot write ${path}: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
