// The network between clients and the emulated service: everything that passes is recorded, and may be late, or never come.
import { abandoned, BROKEN_OFF, meaningOf, NO_CONNECTION } from "./meaning.mjs";

const NEVER = Number.POSITIVE_INFINITY;

/** Late ones of either way, in milliseconds; a try may take 10 s. */
const DELAYS = [20, 900, 4_000, 9_990, 10_500, 31_000];

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * One request and what came of it. `meaning` is there once the client has an answer or has none for good; `reading`, of a profile,
 * is the number that the service read.
 */
export class Network {
  exchanges = [];
  /** Whether it still makes trouble by itself. */
  isMoody = true;
  #queue = [];
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** `fetch` of one client, whose model is told. */
  fetchOf = (client) => (url, init) => {
    const { clock, random, rules } = this.#world;
    const n = this.exchanges.length;
    const operation = url.split("/").at(-1);
    const body = init.body === undefined ? undefined : JSON.parse(init.body);
    const exchange = { client, n, operation, body, init, url, sentAt: clock.moment(), isLost: random.oneIn(2) };
    this.exchanges.push(exchange);
    this.#world.log(() => `  ${client.name} → ${operation} ${init.body ?? ""}`);
    this.#world.tell({ kind: "post", client: client.no, n, operation, body, clock: exchange.sentAt });
    exchange.isReplay = rules.factsOf(client.no).posts.get(n).isReplay;
    client.model.posted(exchange);
    return new Promise((resolve, reject) => {
      exchange.resolve = resolve;
      exchange.reject = reject;
      const giveUp = () => this.#settle(exchange, abandoned(init.signal.reason), () => reject(init.signal.reason));
      if (init.signal?.aborted) giveUp();
      init.signal?.addEventListener("abort", giveUp, { once: true });
      exchange.forgetSignal = () => init.signal?.removeEventListener("abort", giveUp);
      const [there, back] = this.#delays(operation);
      exchange.back = back;
      if (there === 0) this.#queue.push(exchange);
      else if (there !== NEVER) clock.after(there, () => this.#queue.push(exchange));
    });
  };

  /** Lets everything happen that happens at once. */
  async settle() {
    for (;;) {
      await turn();
      const exchange = this.#queue.shift();
      if (!exchange) return;
      await this.#arrive(exchange);
    }
  }

  /** A reading is late more often than the rest: so are calls made, and given up, while others wait for it. */
  #delays(operation) {
    const { random } = this.#world;
    if (!this.isMoody || !random.oneIn(operation === "get-profile" ? 2 : 9)) return [0, 0];
    const late = () => (random.oneIn(8) ? NEVER : random.pick(DELAYS));
    return random.pick([
      [late(), 0],
      [0, late()],
      [late(), late()],
    ]);
  }

  /** At the service. Whose client has given up meanwhile may arrive all the same. */
  async #arrive(exchange) {
    const { clock, emulator } = this.#world;
    if (exchange.meaning && exchange.isLost) return;
    const { url, init, operation } = exchange;
    // What the emulator reads of a request: a real one would take most of the time.
    const request = {
      url,
      method: init.method,
      headers: new Headers(init.headers),
      signal: new AbortController().signal,
      arrayBuffer: async () => new TextEncoder().encode(init.body ?? "").buffer,
    };
    const event = { client: exchange.client.no, operation, token: exchange.body?.updatePhoneToken };
    this.#world.tell({ kind: "in", ...event });
    const [before, sent] = [this.#world.phoneOfUser(), emulator.inbox().length];
    const response = await emulator.handle(request);
    const after = this.#world.phoneOfUser();
    const sms = emulator
      .inbox()
      .slice(sent)
      .map(({ to, channel }) => `${channel} ${to}`);
    this.#world.tell({ kind: "out", ...event, before, after, sms });
    let [meaning, deliver] = [NO_CONNECTION, () => exchange.reject(new TypeError("fetch failed"))];
    if (response.type !== "error") {
      const retryAfter = response.headers.get("retry-after");
      const text = await response.text().catch(() => undefined);
      meaning =
        text === undefined
          ? BROKEN_OFF
          : meaningOf(operation, {
              status: response.status,
              text,
              ...(retryAfter !== null && { retryAfterSeconds: Number(retryAfter) }),
            });
      deliver = () =>
        exchange.resolve({
          status: response.status,
          headers: response.headers,
          text: () => (text === undefined ? Promise.reject(new TypeError("terminated")) : Promise.resolve(text)),
        });
    }
    const settle = () => this.#settle(exchange, meaning, deliver);
    if (exchange.back === 0) settle();
    else if (exchange.back !== NEVER) clock.after(exchange.back, settle);
  }

  #settle(exchange, meaning, deliver) {
    if (exchange.meaning) return;
    exchange.meaning = meaning;
    exchange.forgetSignal?.();
    this.#world.log(() => `  ${exchange.client.name} ← ${exchange.operation} ${meaning.code ?? "success"}`);
    const { client, n } = exchange;
    this.#world.tell({ kind: "settle", client: client.no, n, meaning, clock: this.#world.clock.moment() });
    client.model.settled(exchange);
    deliver();
  }
}
