// One storm flow: a person with a user of the service, one or two clients, and a network that treats them badly; from its seed.
import { createRandom } from "../../phone/random.mjs";
import { wrongWithError } from "../errors.mjs";
import { documentedCodes } from "../fuzz/surface.mjs";
import { moment, StormClock } from "./clock.mjs";
import { runForm, settleForm } from "./form.mjs";
import { TAKEN } from "./pools.mjs";
import { runProgram, settleProgram } from "./program.mjs";
import { planOf } from "./toxics.mjs";
import { Witness } from "./witness.mjs";

/** What has not ended after this never ends: much longer than all time limits together. */
const PATIENCE_MS = 45_000;
const POLL_MS = 10;
/** A wait is made of so many timers: a machine that stands still for a while uses up one of them. */
const PARTS_OF_A_WAIT = 20;
const HOST = "http://127.0.0.1";
const codes = new Set(documentedCodes());

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for a promise, but no longer than that, and leaves no timer behind. @returns Whether it was settled. */
export function within(promise, ms) {
  return new Promise((resolve) => {
    let timer;
    let left = PARTS_OF_A_WAIT;
    const wait = () => {
      left -= 1;
      if (left < 0) resolve(false);
      else timer = setTimeout(wait, ms / PARTS_OF_A_WAIT);
    };
    wait();
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}

/** Waits until something is true, and says whether it became so. Looks are counted, not time: a busy machine gets longer. */
export async function until(isTrue, ms = PATIENCE_MS) {
  for (let looks = 0; !isTrue(); looks += 1) {
    if (looks > ms / POLL_MS) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/**
 * @param setting `api` (of the package), `lanes` (`take()` and `give(lane)`), `tell(event)`, `observe(what, value)` (see observer.mjs); `user`, `pool`
 * (`port`, `appId`, `options`), `targets`; `paceMs`: how long a person thinks, on average; `timeoutsMs`, one of
 * which a client has; `weather`: see toxics.mjs; `patienceMs`;
 * `isCareless`: a program that repeats itself more than others.
 */
export async function runFlow(seed, setting) {
  const storm = new Storm(seed, setting);
  try {
    await storm.openClient();
    await (storm.isForm ? runForm(storm) : runProgram(storm));
    await storm.settle();
  } catch (error) {
    storm.tell({ kind: "broken", text: `${error.stack}` });
  }
  await storm.end();
}

class Storm {
  clock = new StormClock();
  clients = [];
  /** Calls that have not ended. */
  pending = new Set();
  /** What somebody did not wait for. */
  background = [];
  isCalm = false;
  /** Codes that are of no more use, as far as the person can know. */
  burnt = new Set();
  #ids = 0;
  #clients = 0;
  #items = new Map();

  constructor(seed, setting) {
    this.seed = seed;
    this.setting = setting;
    this.random = createRandom(seed);
    const { random } = this;
    this.patienceMs = setting.patienceMs ?? PATIENCE_MS;
    this.isForm = random.oneIn(3) && !setting.isCareless;
    this.areTabs = random.oneIn(2);
    this.timeoutMs = random.pick(setting.timeoutsMs ?? [400, 800, 1_500]);
    /** The number that the person believes to have. */
    this.phone = { countryCode: "+86", number: setting.phone };
    this.targets = setting.targets.map((number) => ({ countryCode: "+86", number }));
    if (random.oneIn(15)) this.targets.unshift(TAKEN);
    this.tell({ kind: "begin", phone: e164Of(this.phone), isForm: this.isForm });
  }

  tell(event) {
    this.setting.tell({ flow: this.seed, at: moment(), ...event });
  }

  observe(what, value) {
    const text = this.setting.observe(what, value);
    if (text) this.tell({ kind: "broken", text });
  }

  get target() {
    return this.targets[0];
  }

  /** Another tab, or the same one after a reload: it shares what is stored, or not. */
  async openClient() {
    const { random, setting, clock, seed } = this;
    const no = this.#clients++;
    const lane = await setting.lanes.take();
    const name = `${seed}/${no}`;
    lane.assign(setting.pool.port, {
      plan: (operation, nth) => (this.isCalm ? {} : planOf(seed, no, operation, nth, setting.weather)),
      stamp: () => ({ client: name, aheadMs: Math.round(clock.ahead) }),
      tell: ({ operation, toxic, fault }) => {
        if (toxic || fault) this.tell({ kind: "trouble", client: no, operation, toxic, fault });
      },
    });
    const witness = new Witness({
      client: no,
      clock,
      tell: (event) => this.tell(event),
      observe: (what, value) => this.observe(what, value),
    });
    const { accessToken } = setting.user;
    const items = this.areTabs ? this.#items : new Map();
    const canRefresh = !random.oneIn(2);
    this.tell({ kind: "client", client: no, store: this.areTabs ? "shared" : no, canRefresh });
    const client = {
      no,
      lane,
      isDisposed: false,
      /** Of updates whose end the person does not know. */
      open: [],
      tokens: [],
      api: setting.api.createClient({
        host: lane.url,
        appId: setting.pool.appId,
        accessToken: canRefresh ? async () => accessToken : accessToken,
        language: "zh-CN",
        timeoutMs: this.timeoutMs,
        ...witness.options(items),
      }),
    };
    this.clients.push(client);
    return client;
  }

  dispose(client) {
    client.isDisposed = true;
    this.tell({ kind: "dispose", client: client.no });
    client.api.dispose();
  }

  /**
   * Makes a call, which is given up at some time or not, and tells what it ended with.
   *
   * @returns Its `outcome` is a promise, never rejected, of `{value}`, `{error}` or `{isGivenUp}`.
   */
  call(client, name, about, start) {
    const { random } = this;
    const id = (this.#ids += 1);
    const controller = new AbortController();
    const reason = new Error("given up");
    const abort = () => {
      this.tell({ kind: "abort", id });
      controller.abort(reason);
    };
    const isGivenUp = !this.isCalm && random.oneIn(7);
    const givesUp = isGivenUp ? setTimeout(abort, random.below(this.timeoutMs)) : undefined;
    this.tell({ kind: "call", id, client: client.no, name, ...about });
    const call = { id, name, controller, abort };
    this.pending.add(call);
    const end = (outcome, told) => {
      clearTimeout(givesUp);
      this.pending.delete(call);
      this.tell({ kind: "end", id, ...told });
      return outcome;
    };
    const options = { signal: controller.signal, ...(this.isCalm && { timeoutMs: 20_000 }) };
    const settled = start(options).then(
      (value) => {
        this.observe("answer", value);
        return end({ value }, { outcome: value.outcome ?? "success" });
      },
      (error) => {
        if (error === reason) return end({ isGivenUp: true }, { isGivenUp: true });
        this.observe("error", error);
        return end({ error }, this.describe(error));
      },
    );
    // Who waits for a call that never ends goes on at some time, and it is found in `pending`.
    call.outcome = within(settled, this.patienceMs).then((isSettled) => (isSettled ? settled : {}));
    return call;
  }

  /** What the rules are told of an error. */
  describe(error) {
    const problem = wrongWithError(error, { ...this.setting.api, codes }, new Set());
    return problem === undefined ? { code: error.code } : { code: error?.code, problem };
  }

  /** The last code that a number got, where it is of use still. */
  async readCode({ countryCode, number }, purpose) {
    const channel = purpose === "new" ? "CHANNEL_BIND_PHONE" : "CHANNEL_UNBIND_PHONE";
    const query = new URLSearchParams({ to: `${countryCode}${number}`, channel });
    const codes = await fetch(`${HOST}:${this.setting.pool.port}/storm/messages?${query}`).then(
      (response) => response.json(),
      () => [],
    );
    const code = codes.at(-1);
    return code === undefined || this.burnt.has(`${channel} ${number} ${code}`) ? undefined : code;
  }

  burn({ number }, purpose, code) {
    const channel = purpose === "new" ? "CHANNEL_BIND_PHONE" : "CHANNEL_UNBIND_PHONE";
    this.burnt.add(`${channel} ${number} ${code}`);
  }

  think() {
    return sleep(this.random.below(2 * this.setting.paceMs));
  }

  /** Time passes in some way, or the clock is set. */
  stepClock() {
    const { random, clock } = this;
    const tell = (how, ms) => this.tell({ kind: "clock", how, ms, clock: clock.read() });
    random.weighted([
      [5, () => (clock.pass(61_000), tell("pass", 61_000))],
      [3, () => (clock.pass(20_000), tell("pass", 20_000))],
      [1, () => (clock.pass(310_000), tell("pass", 310_000))],
      [2, () => (clock.sleep(45_000), tell("sleep", 45_000))],
      [
        2,
        () => {
          const by = random.pick([-3_600_000, -60_000, -5_000, 5_000, 60_000, 3_600_000]);
          if (by < 0) tell("before set", by);
          clock.setWall(by);
          tell("set", by);
        },
      ],
    ])();
  }

  /** The network is good again: what was begun ends, and everybody gets to know what is true. */
  async settle() {
    this.isCalm = true;
    this.tell({ kind: "calm" });
    await within(Promise.all(this.background), this.patienceMs);
    await until(() => this.pending.size === 0, this.patienceMs);
    // What was given up may arrive still.
    await until(() => this.clients.every(({ lane }) => lane.underWay.size === 0), 10_000);
    for (const client of this.clients) {
      if (!client.isDisposed) await (this.isForm ? settleForm(this, client) : settleProgram(this, client));
    }
    const client = this.clients.findLast(({ isDisposed }) => !isDisposed);
    for (let tries = 0; client && tries < 5; tries += 1) {
      const { value } = await this.call(client, "getProfile", {}, (options) => client.api.getProfile(options)).outcome;
      if (!value) continue;
      this.tell({ kind: "final", client: client.no, phone: `${value.phoneCountryCode ?? "+86"}${value.phone}` });
      break;
    }
  }

  /** Nothing is left: no call, no timer, no connection. */
  async end() {
    for (const client of this.clients) if (!client.isDisposed) this.dispose(client);
    const lastMs = Math.min(5_000, this.patienceMs);
    await until(() => this.pending.size === 0, lastMs);
    await until(() => this.clients.every(({ lane }) => lane.inUse === 0), lastMs);
    const connections = this.clients.reduce((sum, { lane }) => sum + lane.inUse, 0);
    const pending = [...this.pending].map(({ name }) => name);
    this.tell({ kind: "over", pending, connections, timers: this.clock.timers });
    this.clock.stop();
    for (const { lane } of this.clients) this.setting.lanes.give(lane);
  }
}

export const e164Of = ({ countryCode, number }) => `${countryCode}${number}`;
