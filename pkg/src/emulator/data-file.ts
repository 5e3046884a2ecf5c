import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StateStore } from "./state.js";

/**
 * Keeps a state in a file that only its owner can read, since it holds access tokens. It is written beside the old one and
 * then takes its place, so that there is a whole one at any moment. One emulator at a time may use it.
 */
export function createFileStore(file: string): StateStore & { readonly path: string } {
  const path = resolve(file);
  const unfinished = `${path}.tmp`;
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
        writeFileSync(unfinished, `${state}\n`, { mode: 0o600, flush: true });
        renameSync(unfinished, path);
      } catch (cause) {
        throw new Error(`Cannot write ${path}: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
