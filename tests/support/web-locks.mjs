// The Web Locks of one browser, like `navigator.locks`, for runtimes without them. Shared locks are granted at once, since no test
// requests a name both shared and exclusive.

/** Replaces `navigator` by one with these locks until the test ends. */
export function installLocks(t, locks = new WebLocks()) {
  replaceGlobal(t, "navigator", { locks });
  return locks;
}

/** Replaces a global until the test ends. */
export function replaceGlobal(t, name, value) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else delete globalThis[name];
  });
}

export class WebLocks {
  /** The requested names, in their order. */
  requested = [];
  #queues = new Map();

  #held = new Set();

  query = async () => ({ held: [...this.#held].map((name) => ({ name })), pending: [] });

  async request(name, ...rest) {
    const work = rest.pop();
    const { signal, mode = "exclusive" } = rest[0] ?? {};
    this.requested.push(name);
    signal?.throwIfAborted();
    const turn = Promise.resolve(mode === "shared" ? undefined : this.#queues.get(name));
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    this.#queues.set(
      name,
      turn.then(() => held),
    );
    try {
      await new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        turn.then(resolve);
      });
      this.#held.add(name);
      return await work({ name, mode });
    } finally {
      this.#held.delete(name);
      release();
    }
  }
}
