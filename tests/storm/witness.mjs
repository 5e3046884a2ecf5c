// What one client posts and what it gets to know, seen where it meets the network; and everything else that comes out of it.

export class Witness {
  #tell;
  #observe;
  #clock;
  #posts = 0;
  client;

  /** @param options `client`, its number; `tell(event)`: see oracle.mjs; `observe(what, value)`: see observer.mjs; `clock`. */
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
    const settle = (what) => this.#tell({ ...what, client, n, operation, clock: this.#clock.read() });
    const lose = (error) => {
      settle({ kind: "lost", isAborted: init.signal?.aborted === true });
      throw error;
    };
    const response = await fetch(url, init).catch(lose);
    const retryAfter = response.headers.get("retry-after");
    response.text = async () => {
      const text = await Response.prototype.text.call(response).catch(lose);
      // What comes after the client has given up is no answer.
      if (init.signal?.aborted) settle({ kind: "lost", isAborted: true });
      else {
        const { status } = response;
        settle({
          kind: "answer",
          status,
          text,
          ...(retryAfter !== null && { retryAfterSeconds: Number(retryAfter) }),
        });
      }
      return text;
    };
    return response;
  };
}
