// One random sequence: an emulated service, a machine with its clocks, tabs with clients and forms over one storage.
import { WorldClock } from "./clock.mjs";
import { ClientModel } from "./client-model.mjs";
import { FlowWatch } from "./flow-watch.mjs";
import { show, wrongWithError } from "../errors.mjs";
import { documentedCodes } from "../fuzz/surface.mjs";
import { WebLocks } from "../../support/web-locks.mjs";
import { Network } from "./network.mjs";
import { Rules } from "./rules.mjs";

const codes = new Set(documentedCodes());

/** How the access token can be had. */
export const SIGN_IN = ["good", "stale", "gone", "throws", "hangs"];

export class World {
  clock = new WorldClock();
  network = new Network(this);
  rules = new Rules();
  clients = [];
  violations = [];
  /** What happened, where somebody wants to read it. */
  lines = [];
  step = 0;
  counts = {};
  signIn = "good";
  /** What calls may have ended with because no access token was to be had. */
  troubles = [];
  #countdowns = [];
  #jumpedAt = Number.NEGATIVE_INFINITY;
  #store = new Map();
  #package;
  #ids = 0;

  constructor(packages, random, { variant, isLogged, codeLength = random.pick([4, 6]) }) {
    this.#package = packages;
    this.random = random;
    this.isLogged = isLogged;
    this.codeLength = codeLength;
    this.language = random.oneIn(8) ? "en-US" : "zh-CN";
    this.storage = random.weighted([
      [6, "map"],
      [2, "promises"],
      [1, "throws"],
      [1, "none"],
    ]);
    this.hasLocks = !random.oneIn(4);
    this.canRefresh = !random.oneIn(4);
    const options = {
      variant,
      verifyOldPhone: !random.oneIn(3),
      wrongTries: random.pick([1, 1, 3]),
      smsIntervalSeconds: random.pick([60, 60, 60, 0]),
      dailyCap: random.pick([10, 10, 10, 3]),
    };
    this.log(() => JSON.stringify({ ...options, codeLength, ...this.#own() }));
    this.emulator = packages.createEmulator({
      ...options,
      clock: { now: this.clock.serviceTime },
      createCode: () => this.random.digits(codeLength),
    });
    [this.user] = this.emulator.users;
    if (this.hasLocks) this.locks = new WebLocks();
    // Whose reading of the profile it was is predicted, see client-model.mjs.
    this.tell({ kind: "run", phone: this.phoneOfUser(), hasLocks: this.hasLocks, canTellReaders: false });
  }

  #own() {
    const { language, storage, hasLocks, canRefresh } = this;
    return { language, storage, hasLocks, canRefresh };
  }

  log(line) {
    if (this.isLogged) this.lines.push(line());
  }

  violate(text) {
    this.log(() => `  !! ${text}`);
    this.violations.push(text);
  }

  /** Tells the rules of an event: see rules.mjs. */
  tell(event) {
    const before = this.rules.violations.length;
    this.rules.see(event);
    for (const text of this.rules.violations.slice(before)) this.violate(text);
  }

  newId() {
    return (this.#ids += 1);
  }

  expect(isTrue, text) {
    if (!isTrue) this.violate(typeof text === "function" ? text() : text);
  }

  count(kind, name) {
    const counts = (this.counts[kind] ??= {});
    counts[name] = (counts[name] ?? 0) + 1;
  }

  settle = async () => {
    await this.network.settle();
    this.look();
  };

  // ── The service ──────────────────────────────────────────────────────────────────────────────────────────────────────

  phoneOfUser() {
    const [{ phoneCountryCode, phone }] = this.emulator.users;
    return `${phoneCountryCode}${phone}`;
  }

  /** The last code that a number got, of the channel that is for the new or the old number; or an earlier one. */
  codeOf(e164, purpose, earlier = 0) {
    const channel = purpose === "new" ? "CHANNEL_BIND_PHONE" : "CHANNEL_UNBIND_PHONE";
    return this.emulator
      .inbox()
      .filter((message) => message.to === e164 && message.channel === channel)
      .at(-1 - earlier)?.code;
  }

  // ── Clients ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  openClient() {
    const { clock, random, language } = this;
    const phoneCheck = random.pick([undefined, undefined, undefined, "mobile", "valid", "possible"]);
    const no = this.clients.length + 1;
    const client = { no, name: `client ${no}`, calls: [], flows: [], isDisposed: false };
    client.phoneCheck = phoneCheck ?? "mobile";
    const isStorageShared = this.storage === "map" || this.storage === "promises";
    this.tell({ kind: "client", client: no, store: isStorageShared ? "shared" : no, canRefresh: this.canRefresh });
    client.model = new ClientModel(this, this.rules.factsOf(no));
    client.api = this.#package.createClient({
      host: "https://example.authing.cn",
      appId: this.user.appId,
      accessToken: this.canRefresh ? this.#provideToken : this.user.accessToken,
      language,
      clock,
      fetch: this.network.fetchOf(client),
      ...this.#storageOption(),
      ...(phoneCheck && { phoneCheck }),
    });
    this.clients.push(client);
    return client;
  }

  #storageOption() {
    const store = this.#store;
    const sync = {
      getItem: (key) => store.get(key) ?? null,
      setItem: (key, value) => void store.set(key, value),
      removeItem: (key) => void store.delete(key),
    };
    const wrap = (each) =>
      Object.fromEntries(Object.entries(sync).map(([name, run]) => [name, (...args) => each(run, args)]));
    const fail = () => {
      throw new Error("the store is full");
    };
    const kinds = {
      map: sync,
      promises: wrap(async (run, args) => run(...args)),
      throws: wrap(fail),
    };
    return this.storage === "none" ? {} : { storage: kinds[this.storage] };
  }

  #provideToken = ({ refresh }) => {
    const { accessToken } = this.user;
    switch (this.signIn) {
      case "stale":
        if (!refresh) return "stale";
        this.signIn = "good";
        return accessToken;
      case "gone":
        return Promise.resolve("gone");
      case "throws":
        throw new Error("nobody is signed in");
      case "hangs":
        return new Promise(() => {});
      default:
        return accessToken;
    }
  };

  setSignIn(mode) {
    this.signIn = mode;
    // Also a call that joins an earlier one, which still waits for its access token, ends as that one does.
    const isSlow = mode === "throws" || mode === "hangs";
    if (isSlow) this.troubles = ["ERR_NOT_SIGNED_IN", "ERR_TIMEOUT"];
    this.tell({ kind: "access", isSlow });
  }

  closeClient(client) {
    client.isDisposed = true;
    this.tell({ kind: "dispose", client: client.no });
    client.api.dispose();
    this.log(() => `${client.name} is disposed`);
  }

  openFlow(client, options) {
    const flow = new FlowWatch(this, client, options);
    client.flows.push(flow);
    return flow;
  }

  /** Remembers a promise that has to end; `judge` is given what it ended with. */
  track(client, name, promise, judge) {
    const call = { name, isOver: false };
    client.calls.push(call);
    this.log(() => `  ${client.name} ${name} begins`);
    const over = (outcome) => {
      call.isOver = true;
      this.log(
        () => `  ${client.name} ${name}: ${outcome.value?.outcome ?? outcome.error?.code ?? outcome.error ?? "done"}`,
      );
      try {
        judge(outcome);
      } catch (error) {
        // What the model cannot even make sense of.
        this.violate(`thrown: ${error.stack}`);
      }
    };
    promise.then(
      (value) => over({ value }),
      (error) => over({ error }),
    );
    return call;
  }

  /** What the rules are told of an error. */
  describe(error) {
    const problem = wrongWithError(error, { ...this.#package, codes }, new Set());
    return problem === undefined ? { code: error.code } : { code: error?.code, problem: `${problem} ${show(error)}` };
  }

  // ── Countdowns ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Watches that what is left never grows. `since`, `endsAt`: from when a client counts, and when the service ends it, in true time. */
  watch(countdown, what, { since, endsAt } = {}) {
    this.#countdowns.push({ countdown, what, endsAt, since, left: countdown.remainingMs });
  }

  /** When the service ends a token, and since when the client counts. */
  tokenTimes(client, token) {
    const { since, lifetimeMs } = client.model.tokenOf(token);
    return { since, endsAt: since.at + lifetimeMs };
  }

  #lookAtCountdowns() {
    for (const watched of this.#countdowns) {
      const { countdown, what, since, endsAt, left } = watched;
      const { remainingMs, remainingSeconds, isExpired } = countdown;
      this.expect(remainingMs <= left, `what is left of ${what} grows from ${left} to ${remainingMs}`);
      this.expect(isExpired === (remainingMs === 0), `${what} is over at ${remainingMs} ms`);
      this.expect(remainingSeconds === Math.ceil(remainingMs / 1000), `${what} shows ${remainingSeconds} seconds`);
      watched.left = remainingMs;
      if (endsAt !== undefined) this.#checkPromise(what, remainingMs, since, endsAt);
    }
  }

  /** Nothing is promised that the service does not give, unless neither clock can have seen the time: a sleep, and a wall clock set back. */
  #checkPromise(what, leftMs, since, endsAt) {
    const { clock } = this;
    if (clock.seenSince(since) < clock.elapsed - since.at) return;
    this.expect(leftMs <= Math.max(0, endsAt - clock.elapsed) + 0.01, `${what} promises ${leftMs} ms too much`);
  }

  checkTokenSeconds(client, token, seconds) {
    const { since, endsAt } = this.tokenTimes(client, token);
    this.#checkPromise("a form's token", Math.max(0, seconds - 1) * 1000, since, endsAt);
  }

  /** Only the wall clock goes on, or it is set. Timers are told of neither. */
  async jump(move) {
    await this.settle();
    move(this.clock);
    this.#jumpedAt = this.clock.elapsed;
  }

  get hasJustJumped() {
    return this.clock.elapsed - this.#jumpedAt <= 1_000;
  }

  // ── Looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  look() {
    this.#lookAtCountdowns();
    for (const { flows } of this.clients) for (const flow of flows) flow.look(true);
  }

  async pass(ms) {
    await this.settle();
    await this.clock.pass(ms, this.settle);
    await this.settle();
  }

  /** The end: everything that was begun ends, and nothing is left. */
  async finish() {
    this.emulator.faults.clear();
    this.network.isMoody = false;
    this.setSignIn("good");
    this.log(() => "— the end: five minutes pass");
    for (const { flows } of this.clients) for (const flow of flows) flow.rest();
    await this.settle();
    await this.pass(300_000);
    const pending = [];
    for (const client of this.clients) {
      const open = client.calls.filter(({ isOver }) => !isOver);
      pending.push(...open.map(({ name }) => `${client.name}: ${name}`));
      for (const flow of client.flows) {
        flow.reset();
        await this.settle();
        flow.dispose();
      }
    }
    await this.settle();
    for (const client of this.clients) if (!client.isDisposed) this.closeClient(client);
    await this.settle();
    this.tell({ kind: "over", pending, connections: 0, timers: this.clock.timers });
    this.rules.finish();
    for (const [key, value] of this.#store) {
      this.expect(/^[a-z0-9:.]+$/.test(key) && value.startsWith("v1."), `the store holds ${key}: ${value}`);
    }
    for (const { url } of this.network.exchanges) {
      this.expect(/^https:\/\/example\.authing\.cn\/api\/v3\/[a-z-]+$/.test(url), `sent to ${url}`);
    }
  }
}
