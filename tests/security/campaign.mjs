// The random sequences of tests/random/model with canaries in the place of everything that is secret, and with ears wherever something
// comes out.
import { NUMBERS } from "../random/model/numbers.mjs";
import { loadPackages } from "../random/model/packages.mjs";
import { runSequence } from "../random/model/sequence.mjs";
import { createRandom } from "../phone/random.mjs";
import { Canaries } from "./canaries.mjs";
import { textsOf } from "./texts-of.mjs";

/** Fewer digits could be a part of something else. */
const CODE_LENGTH = 8;

/** What a service knows of other calls and people, and may say. */
const KNOWN = Object.values(NUMBERS)
  .flatMap(({ e164, nationalNumber }) => [e164, nationalNumber])
  .join(", ");

/** What may be in a place, and why. Everything else is a hit. */
export const ALLOWED = {
  "bodies of send-sms": { "a number": "the service is asked to send a code there" },
  "bodies of verify-update-phone-request": {
    "a number": "they are what is proved",
    "a pass code": "they are the proof",
    "a typed code": "as above, by somebody who mistyped it",
  },
  "bodies of update-phone": { "an update token": "it is what is spent" },
  "header authorization": { "an access token": "it says who asks" },
  "answers of sendCode": { "a number": "`phone` is the number as it was read, for showing" },
  "answers of updatePhoneRequest": { "an update token": "it is what was asked for" },
  "answers of getProfile": { "a number": "it is the profile" },
};

/** `plant`: makes a package that leaks on purpose. */
export class Campaign {
  /** By place, how many texts were searched and what was found. */
  places = new Map();
  counts = {};
  violations = [];
  #packages;
  #canaries;
  #isEchoing = false;
  #locks;
  /** Texts that wait for the end of a sequence, when all canaries are known. */
  #texts;

  static async load(urlOf, plant = (packages) => packages) {
    const campaign = new Campaign();
    campaign.#packages = campaign.#withEars(plant(await loadPackages(urlOf)));
    return campaign;
  }

  async run(seed) {
    this.#canaries = new Canaries();
    for (const { nationalNumber } of Object.values(NUMBERS)) this.#canaries.addNumber("a number", nationalNumber);
    this.#texts = new Map();
    // Every other service repeats in its messages what it was sent.
    this.#isEchoing = seed % 2 === 1;
    const restorers = [this.#listenToProcess(), repeatIds(seed)];
    const { violations, variant } = await runSequence(this.#packages, seed, { codeLength: CODE_LENGTH });
    for (const restore of restorers) restore();
    this.hear("names of locks", ...this.#locks.requested);
    this.violations.push(...violations.map((violation) => `${seed}, variant ${variant}: ${violation}`));
    for (const [name, count] of Object.entries(this.#canaries.counts)) {
      this.counts[name] = (this.counts[name] ?? 0) + count;
    }
    for (const [place, texts] of this.#texts) this.#judge(place, texts, seed);
    return this.#canaries;
  }

  /** Something that came out somewhere. */
  hear = (place, ...values) => {
    const texts = this.#texts.get(place) ?? [];
    texts.push(...values.map(textsOf));
    this.#texts.set(place, texts);
  };

  get hits() {
    return [...this.places.values()].flatMap(({ hits }) => hits);
  }

  #judge(place, texts, seed) {
    const known = this.places.get(place) ?? { searched: 0, characters: 0, hits: [], allowed: {} };
    this.places.set(place, known);
    known.searched += texts.length;
    const whole = texts.join("\n");
    known.characters += whole.length;
    for (const found of this.#canaries.search(whole)) {
      if (ALLOWED[place]?.[found.name]) known.allowed[found.name] = (known.allowed[found.name] ?? 0) + 1;
      else known.hits.push({ seed, place, ...found });
    }
  }

  /** What is written, and what goes wrong unseen, while a sequence runs. */
  #listenToProcess() {
    const restorers = [];
    const spyOn = (owner, name, place) => {
      const original = owner[name];
      restorers.push(() => (owner[name] = original));
      const { hear } = this;
      owner[name] = function (...parameters) {
        hear(place, parameters);
        return original?.apply(this, parameters);
      };
    };
    for (const name of ["debug", "dir", "error", "info", "log", "table", "trace", "warn"])
      spyOn(console, name, "console");
    spyOn(process.stdout, "write", "standard output and error");
    spyOn(process.stderr, "write", "standard output and error");
    spyOn(globalThis, "postMessage", "postMessage");
    spyOn(BroadcastChannel.prototype, "postMessage", "postMessage");
    spyOn(MessagePort.prototype, "postMessage", "postMessage");
    const onWarning = (warning) => this.hear("warnings of the process", warning);
    process.on("warning", onWarning);
    return () => {
      for (const restore of restorers) restore();
      process.off("warning", onWarning);
    };
  }

  // ── Ears ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  #withEars(packages) {
    return {
      ...packages,
      setLocks: (locks) => {
        this.#locks = locks ?? { requested: [] };
        packages.setLocks(locks);
      },
      createEmulator: (options) => this.#emulator(packages.createEmulator, options),
      createClient: (options) => this.#client(packages.createClient, options),
    };
  }

  #emulator(createEmulator, options) {
    const canaries = this.#canaries;
    const createCode = () => {
      const code = options.createCode();
      canaries.add("a pass code", code);
      return code;
    };
    const emulator = createEmulator({ ...options, createCode });
    for (const { accessToken } of emulator.users) canaries.add("an access token", ownHalf(accessToken));
    return emulator;
  }

  #client(createClient, options) {
    const { fetch, storage } = options;
    const hear = (place) => (event) => this.hear(place, event);
    forgetLastMatch();
    const client = createClient({
      ...options,
      fetch: (url, init) => this.#fetch(fetch, url, init),
      ...(storage && { storage: this.#storage(storage) }),
      onRequest: hear("events: onRequest"),
      onResponse: hear("events: onResponse"),
    });
    this.hear("what the engine keeps of the last match", ...lastMatch());
    const { createFlow, dispose } = client;
    for (const name of ["sendCode", "updatePhoneRequest", "updatePhone", "changePhone", "getProfile"]) {
      const method = client[name];
      client[name] = (...parameters) => {
        const call = method.apply(client, parameters);
        call.then(hear(`answers of ${name}`), hear("errors of calls"));
        return call;
      };
    }
    client.createFlow = (flowOptions) => {
      const flow = createFlow.call(client, flowOptions);
      const { dispose: end } = flow;
      let heard;
      const getSnapshot = () => {
        const snapshot = flow.getSnapshot();
        if (snapshot.error !== heard) this.hear("errors of forms", (heard = snapshot.error));
        return snapshot;
      };
      const disposeOf = () => {
        end();
        this.hear("a form that was disposed of", flow, flow.getSnapshot());
      };
      return Object.assign(Object.create(flow), { getSnapshot, dispose: disposeOf });
    };
    client.dispose = () => {
      dispose.call(client);
      this.hear("a client that was disposed of", Object.getPrototypeOf(client), { ...client });
    };
    return client;
  }

  async #fetch(fetch, url, init) {
    const operation = url.split("/").at(-1);
    const { authorization, ...headers } = init.headers;
    this.hear("addresses", url);
    this.hear("headers but authorization", headers);
    this.hear("header authorization", authorization ?? "");
    if (init.body !== undefined) this.hear(`bodies of ${operation}`, init.body);
    for (const code of init.body?.match(/(?<="(?:new|old)PhonePassCode":")\d{8}/g) ?? []) {
      this.#canaries.add("a typed code", code);
    }
    const response = await fetch(url, init);
    const answer = { status: response.status, headers: response.headers };
    return { ...answer, text: async () => this.#read(await response.text(), `${init.body} ${authorization} ${KNOWN}`) };
  }

  #read(text, echo) {
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      return text;
    }
    if (body.data?.updatePhoneToken) this.#canaries.add("an update token", ownHalf(body.data.updatePhoneToken));
    if (!this.#isEchoing || (body.statusCode ?? body.code) === 200) return text;
    return JSON.stringify({ ...body, message: `${body.message} (${echo})` });
  }

  #storage(storage) {
    const wrap =
      (name) =>
      (...parameters) => {
        this.hear("storage", name, parameters);
        return storage[name](...parameters);
      };
    return Object.fromEntries(["getItem", "setItem", "removeItem"].map((name) => [name, wrap(name)]));
  }
}

/** Ids are the same each time: among enough digits at random there would be a part of a number now and then. */
function repeatIds(seed) {
  const random = createRandom(seed);
  const own = Object.getOwnPropertyDescriptor(crypto, "getRandomValues");
  const getRandomValues = (bytes) => bytes.set(bytes.map(() => random.below(256))) ?? bytes;
  Object.defineProperty(crypto, "getRandomValues", { value: getRandomValues, configurable: true });
  return () => {
    if (own) Object.defineProperty(crypto, "getRandomValues", own);
    else delete crypto.getRandomValues;
  };
}

/** The tokens of the emulator begin alike. */
const ownHalf = (token) => token.slice(token.length / 2);

/** Any script of a page can ask for it. */
const forgetLastMatch = () => /^nothing$/.test("nothing");
const lastMatch = () => [RegExp.input, RegExp.lastMatch, RegExp.leftContext, RegExp.rightContext, RegExp.$1];
