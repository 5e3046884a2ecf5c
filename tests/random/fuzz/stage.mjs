// What a call of the fuzzer stands on: a client of its own, whose callbacks are good until they are to be hostile, and time that stands
// still until it is to pass.
import { HeldClock } from "../../support/held-clock.mjs";
import { goodFetch } from "./service.mjs";

/** What nobody has asked for yet ends within this: time limits, their pauses, and cool-downs. */
const LONG_MS = 700_000;

export const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "18812345678", newPhonePassCode: "123456" };
export const BOTH = {
  ...REQUEST,
  oldPhoneCountryCode: "+86",
  oldPhoneNumber: "13900000000",
  oldPhonePassCode: "654321",
};

export class Stage {
  clock = new HeldClock();
  /** Ends calls with a reason of the caller's. */
  controller = new AbortController();
  /** Calls that were made by callbacks, inside other calls. */
  others = [];
  isDisposed = false;
  #packages;
  #good;
  #now;

  constructor(packages, random, hostile) {
    Object.assign(this, { random, hostile });
    this.#packages = packages;
    const stored = new Map();
    this.#good = {
      fetch: goodFetch(),
      accessToken: () => "access-token",
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
      clock: this.clock,
      onRequest: () => undefined,
      onResponse: () => undefined,
    };
    this.#now = this.#good;
    this.client = this.newClient();
  }

  /** A client whose callbacks are those of the moment. */
  newClient(more) {
    const now =
      (name) =>
      (...parameters) =>
        this.#now[name](...parameters);
    const member =
      (name, method) =>
      (...parameters) =>
        this.#now[name][method](...parameters);
    const members = (name, methods) => Object.fromEntries(methods.map((method) => [method, member(name, method)]));
    return this.#packages.core.createClient({
      host: "https://example.authing.cn",
      appId: "app-1",
      language: "en-US",
      accessToken: now("accessToken"),
      fetch: now("fetch"),
      storage: members("storage", ["getItem", "setItem", "removeItem"]),
      clock: members("clock", ["now", "monotonic", "setTimeout", "clearTimeout"]),
      onRequest: now("onRequest"),
      onResponse: now("onResponse"),
      ...more,
    });
  }

  /** From now on, callbacks do these; `{}` for good ones. */
  callBack(hostile) {
    this.#now = { ...this.#good, ...hostile };
  }

  get isHostile() {
    return this.#now.fetch !== this.#good.fetch;
  }

  /** What callbacks may do to the client that calls them. */
  get actions() {
    const { client, controller, hostile } = this;
    const other = (call) => () => this.beside(call());
    return [
      other(() => client.getProfile()),
      other(() => client.sendCode({ purpose: "new", phone: "+86 188 1234 5678" })),
      other(() => client.changePhone(BOTH)),
      () => controller.abort(hostile.value()),
      () => this.#packages.core.parsePhone("+86 188 1234 5678"),
      () => this.dispose(),
    ];
  }

  /** Remembers a call that goes on beside the one that is tried out. */
  beside(call) {
    call.catch(() => undefined);
    this.others.push(call);
  }

  dispose() {
    this.isDisposed = true;
    this.client.dispose();
  }

  /** What comes of a promise, however long it takes; `pending` when even that is in vain. */
  async settled(promise) {
    let outcome;
    promise.then(
      (value) => (outcome = { value }),
      (error) => (outcome = { error }),
    );
    for (let round = 0; !outcome && round < 6; round += 1) {
      await turn();
      if (!outcome && round > 0) await this.clock.pass(LONG_MS);
    }
    // Locks of a browser, and streams, take real time; on a busy machine each of these rounds takes longer, too.
    for (let wait = 0; !outcome && wait < 300; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await this.clock.pass(LONG_MS);
    }
    return outcome ?? { isPending: true };
  }
}

/** Lets everything that was resolved take its turn. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));
