import type { KeyValueStore } from "update-phone";

/** A part of a Web Storage that can be emptied without touching what is not the page's. */
export class PageStorage implements KeyValueStore {
  readonly #storage: Storage;
  readonly #prefix: string;

  constructor(storage: Storage, prefix: string) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  getItem(key: string): string | null {
    return this.#storage.getItem(this.#prefix + key);
  }

  setItem(key: string, value: string): void {
    this.#storage.setItem(this.#prefix + key, value);
  }

  removeItem(key: string): void {
    this.#storage.removeItem(this.#prefix + key);
  }

  clear(): void {
    for (const key of Object.keys(this.#storage)) {
      if (key.startsWith(this.#prefix)) this.#storage.removeItem(key);
    }
  }
}
