// What one client posts and what it gets to know, seen where it meets the network; and everything else that comes out of it.

export class Witness {
  #tell;
  #observe;
  #clock;
  #posts = 0;
  client;

  /** @param options `client`, its number; `tell(event)`: see flow-log.mjs; `observe(what, value)`: see observer.mjs; `clock`. */
  constructor({ client, tell, observe, clock }) {
    this.client = client;
    this.#tell = tell;
    this.#observe = observe;
    this.#clock = clock;
  }

  /** The options of a client that let it be seen. */
  options(items) {
    return {
      clock: this.#clock,
      fetch: this.#fetch,
      storage: {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => {
          this.#observe("storage", `${key}=${value}`);
          items.set(key, value);
        },
        removeItem: (key) => void items.delete(key),
      },
      onRequest: (event) => this.#observe("request", event),
      onResponse: (event) => this.#observe("response", event),
    };
  }

  #fetch = async (url, init) => {
    const { client } = this;
    const n = (this.#posts += 1);
    const operation = url.slice(url.lastIndexOf("/") + 1);
    const body = init.body === undefined ? undefined : JSON.parse(init.body);
    this.#tell({ kind: "post", client, n, operation, body, clock: this.#clock.read() });
    let isSettled = false;
    const settle = (what) => {
      if (!isSettled) this.#tell({ ...what, client, n, operation, clock: this.#clock.read() });
      isSettled = true;
    };
    // From then on the client waits for no answer, and may post again before its fetch has failed.
    init.signal?.addEventListener("abort", () => settle({ kind: "lost", isAborted: true }), { once: true });
    const lose = (error) => {
      settle({ kind: "lost", isAborted: false });
      throw error;
    };
    const response = await fetch(url, init).catch(lose);
    const retryAfter = response.headers.get("retry-after");
    const answered = (text) => {
      const { status } = response;
      return settle({
        kind: "answer",
        status,
        text,
        ...(retryAfter !== null && { retryAfterSeconds: Number(retryAfter) }),
      });
    };
    const stream = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    const reader = {
      read: async () => {
        const chunk = await stream.read().catch(lose);
        text += decoder.decode(chunk.value, { stream: !chunk.done });
        if (chunk.done) answered(text);
        return chunk;
      },
      cancel: (reason) => {
        settle({ kind: "lost", isAborted: false });
        return stream.cancel(reason);
      },
    };
    Object.defineProperty(response, "body", { value: { getReader: () => reader } });
    return response;
  };
}
