import type { KeyValueStore } from "../types.js";

/** A store like Web Storage. Records what is written to it. */
export class MemoryStore implements KeyValueStore {
  readonly items = new Map<string, unknown>();
  readonly written: { key: string; value: string; options: unknown }[] = [];
  getItem = (key: string): string | null => (this.items.get(key) ?? null) as string | null;
  setItem = (key: string, value: string, options?: unknown): void => {
    this.written.push({ key, value, options });
    this.items.set(key, value);
  };
  removeItem = (key: string): void => {
    this.items.delete(key);
  };
}
