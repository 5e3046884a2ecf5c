import { vi } from "vitest";

type Work = (lock: { name: string }) => unknown;
interface LockRequestOptions {
  signal?: AbortSignal;
  mode?: "shared" | "exclusive";
}

/** The Web Locks of one browser. A shared lock is granted at once, since no name is requested in both modes here. */
export class WebLocks {
  /** The requested names, in order. */
  readonly requested: string[] = [];
  readonly #queues = new Map<string, Promise<void>>();
  readonly #held = new Set<string>();

  query: unknown = () => Promise.resolve({ held: this.held.map((name) => ({ name })), pending: [] });

  /** The names of the locks that are held. */
  get held(): string[] {
    return [...this.#held];
  }

  async request(name: string, { signal, mode = "exclusive" }: LockRequestOptions, work: Work): Promise<unknown> {
    this.requested.push(name);
    signal?.throwIfAborted();
    const turn = mode === "shared" ? Promise.resolve() : (this.#queues.get(name) ?? Promise.resolve());
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const next = turn.then(() => released);
    this.#queues.set(name, next);
    try {
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
        void turn.then(resolve);
      });
      this.#held.add(name);
      return await work({ name });
    } finally {
      this.#held.delete(name);
      release();
    }
  }
}

/** Makes them `navigator.locks` until the test is over. */
export function installLocks(locks: WebLocks): WebLocks;
export function installLocks(locks: unknown): unknown;
export function installLocks(locks: unknown): unknown {
  vi.stubGlobal("navigator", { locks });
  return locks;
}
