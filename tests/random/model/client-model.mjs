// What the rules promise of one client: what it may send, what it must refuse by itself, and what a call may end with. It is told
// only what passes on the network and which calls are made.

/** A code that the service has judged is refused so long, unless the number got another one. */
const CODE_LIFE_MS = 300_000;
const HALF_A_TRY_MS = 5_000;

const e164Of = (countryCode, number) => `${countryCode}${number}`;

export const sendKey = (channel, e164) => `send ${channel} ${e164}`;
export const verifyKey = (codes) => `verify ${codes.flat().join(" ")}`;
export const updateKey = (token) => `update ${token}`;

/** `[E.164, code]` of each number in a request. */
export function codesOf({ phonePassCodePayload: payload }) {
  const codes = [[e164Of(payload.newPhoneCountryCode, payload.newPhoneNumber), payload.newPhonePassCode]];
  if (payload.oldPhoneNumber !== undefined) {
    codes.push([e164Of(payload.oldPhoneCountryCode, payload.oldPhoneNumber), payload.oldPhonePassCode]);
  }
  return codes;
}

function keyOf({ operation, body }) {
  if (operation === "send-sms") return sendKey(body.channel, e164Of(body.phoneCountryCode, body.phoneNumber));
  if (operation === "verify-update-phone-request") return verifyKey(codesOf(body));
  return updateKey(body.updatePhoneToken);
}

export class ClientModel {
  /** By E.164 and code: `spent` or `in doubt`, since when. */
  #codes = new Map();
  /** By token: what is known of it. `isVague`: readings of the profile for several calls at once cannot be told apart. */
  tokens = new Map();
  /** What became of each call, by what makes calls equal: the last one. */
  operations = new Map();
  /** All of them, in the order in which they were sent. */
  #sentOperations = [];
  /** Verified requests whose token `changePhone` may still spend. */
  grants = new Map();
  /** The calls of `changePhone` that have not ended, by what makes them equal: each with its token, once it goes on with one. */
  changing = new Map();
  /** The calls of programs that wait for what becomes of a token, by token. An equal one joins them. */
  #waiting = new Map();
  /** Readings of the profile that a caller asked for. */
  openProfileCalls = 0;
  #world;
  #canRefresh;

  constructor(world, canRefresh) {
    this.#world = world;
    this.#canRefresh = canRefresh;
  }

  // ── What passes ──────────────────────────────────────────────────────────────────────────────────────────────────────

  posted(exchange) {
    if (exchange.operation === "get-profile") return;
    const key = keyOf(exchange);
    const former = this.operations.get(key);
    const last = former?.exchanges.at(-1);
    if (last && !last.meaning) this.#violate(`an equal ${exchange.operation} is sent while one is on its way`);
    const isReplay = this.#canRefresh && former?.exchanges.length === 1 && this.#isReplayOf(last);
    exchange.isReplay = isReplay;
    if (isReplay) {
      former.exchanges.push(exchange);
      former.isReading = false;
      return;
    }
    // Of several readings at once nobody here knows which was for the token.
    const isVague = this.tokens.get(exchange.body.updatePhoneToken)?.isVague;
    if (former?.isReading && !former.mayHaveEnded && !isVague)
      this.#violate("an update token is sent while the profile is read for it");
    const operation = { key, exchanges: [exchange], isReading: false, wasInDoubt: false };
    this.operations.set(key, operation);
    this.#sentOperations.push(operation);
    if (exchange.operation === "verify-update-phone-request") this.#checkCodes(exchange);
    if (exchange.operation === "update-phone") this.#checkToken(exchange, operation);
    if (exchange.operation === "send-sms") this.#world.cooldowns.checkSending(exchange, key);
  }

  /** At once after a refused access token, with a fresh one; an SMS is asked for without one that does not come in half of a try. */
  #isReplayOf({ operation, meaning, settledAt, settledStep }) {
    if (meaning?.code !== "ERR_NOT_SIGNED_IN") return false;
    const { clock, step } = this.#world;
    if (settledAt.at === clock.elapsed && settledStep === step) return true;
    return operation === "send-sms" && clock.monotonic() - settledAt.monotonic === HALF_A_TRY_MS;
  }

  #checkCodes(exchange) {
    for (const [e164, code] of codesOf(exchange.body)) {
      const known = this.#codes.get(`${e164} ${code}`);
      if (known?.fate === "spent" && this.#world.clock.seenAtMostSince(known.since) < CODE_LIFE_MS) {
        this.#violate(`a code of ${e164} is sent that the service has judged`);
      }
    }
  }

  #checkToken({ body }, operation) {
    const token = this.introduce(body.updatePhoneToken);
    operation.wasInDoubt = token.isInDoubt;
    if (token.isVague) return;
    if (token.fate !== "good") this.#violate(`an update token is sent that is ${token.fate}`);
    if (this.#isExpired(token)) this.#violate("an update token is sent whose time is up");
  }

  settled(exchange) {
    const { operation, meaning } = exchange;
    exchange.settledStep = this.#world.step;
    if (operation === "get-profile") this.#profileRead(exchange);
    else if (operation === "send-sms") this.#sent(exchange);
    else if (operation === "update-phone") this.#updated(exchange, meaning);
    else this.#verified(exchange, meaning);
  }

  #sent(exchange) {
    const key = keyOf(exchange);
    const [, , e164] = key.split(" ");
    if (exchange.meaning.data) {
      for (const known of [...this.#codes.keys()]) if (known.startsWith(`${e164} `)) this.#codes.delete(known);
    }
    this.#world.cooldowns.answered(exchange, key);
  }

  #verified(exchange, meaning) {
    const { clock } = this.#world;
    const codes = codesOf(exchange.body);
    const token = meaning.data?.updatePhoneToken;
    if (token) {
      this.#note(codes, "spent", exchange.sentAt);
      const seconds = meaning.data.tokenExpiresIn;
      const lifetimeMs = seconds > 0 ? seconds * 1000 : 60_000;
      const [[newPhone]] = codes;
      this.tokens.set(token, { fate: "good", isInDoubt: false, since: exchange.sentAt, lifetimeMs, newPhone });
      const key = keyOf(exchange);
      this.operations.get(key).token = token;
      const changing = this.changing.get(key) ?? new Set();
      for (const call of changing) {
        if (call.token) continue;
        call.token = token;
        this.#waitingFor(token).add(call);
      }
      if (changing.size > 0) this.grants.set(key, token);
    } else if (meaning.code === "ERR_PASS_CODE_WRONG" || meaning.code === "ERR_PASS_CODE_EXPIRED") {
      this.#note(codes, "spent", clock.moment());
    } else if (meaning.isLost) {
      const undecided = codes.filter(([e164, code]) => this.#codes.get(`${e164} ${code}`)?.fate !== "spent");
      this.#note(undecided, "in doubt", clock.moment());
    }
  }

  #note(codes, fate, since) {
    for (const [e164, code] of codes) this.#codes.set(`${e164} ${code}`, { fate, since });
  }

  #updated(exchange, meaning) {
    const token = this.introduce(exchange.body.updatePhoneToken);
    if (meaning.data) token.fate = "spent";
    if (meaning.code === "ERR_UPDATE_TOKEN_REJECTED") token.fate = "rejected";
    if (meaning.isLost) token.isInDoubt = true;
    const operation = this.operations.get(keyOf(exchange));
    const isAsked = meaning.code && meaning.code !== "abandoned";
    operation.isReading = Boolean(isAsked && token.isInDoubt);
  }

  /** A reading decides about the one token for which it was made. */
  #profileRead({ meaning }) {
    // Nobody waits for it any more: whoever gave up says for which token it was.
    if (meaning.code === "abandoned") return;
    const readers = this.#readers();
    if (readers.length + this.openProfileCalls > 1) {
      for (const { token } of readers) this.tokens.get(token).isVague = true;
      return;
    }
    const [reader] = readers;
    if (!meaning.data || !reader) return;
    const token = this.tokens.get(reader.token);
    const read = e164Of(meaning.data.phoneCountryCode ?? "+86", meaning.data.phone);
    reader.operation.isReading = false;
    if (token.newPhone === undefined) return;
    if (read === token.newPhone) token.fate = "spent";
    token.isInDoubt = token.fate === "good" && !this.#isExpired(token);
  }

  #readers() {
    return [...this.operations.values()]
      .filter(({ isReading }) => isReading)
      .map((operation) => ({ operation, token: operation.key.slice("update ".length) }));
  }

  // ── What is asked ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A token that this client has not received itself lives as long as the service says. */
  introduce(token, newPhone) {
    if (!this.tokens.has(token)) {
      this.tokens.set(token, { fate: "good", isInDoubt: false, lifetimeMs: Number.POSITIVE_INFINITY, newPhone });
    }
    return this.tokens.get(token);
  }

  #isExpired({ since, lifetimeMs }) {
    return since !== undefined && this.#world.clock.seenSince(since) >= lifetimeMs;
  }

  #mayBeExpired({ since, lifetimeMs }) {
    return since !== undefined && this.#world.clock.seenAtMostSince(since) >= lifetimeMs;
  }

  /** Whether codes must, or may, be refused by the client itself. */
  refusesCodes(codes) {
    const { clock } = this.#world;
    const spent = codes
      .map(([e164, code]) => this.#codes.get(`${e164} ${code}`))
      .filter((known) => known?.fate === "spent")
      .map(({ since }) => since);
    return {
      must: spent.some((since) => clock.seenAtMostSince(since) < CODE_LIFE_MS),
      may: spent.some((since) => clock.seenSince(since) < CODE_LIFE_MS),
    };
  }

  /** With which codes a token must, or may, be refused by the client itself. */
  refusesToken(name) {
    const token = this.introduce(name);
    if (token.isVague) return { must: [], may: ["ERR_UPDATE_TOKEN_SPENT", "ERR_UPDATE_TOKEN_EXPIRED"] };
    if (token.fate === "spent") return { must: ["ERR_UPDATE_TOKEN_SPENT"], may: [] };
    if (token.fate === "rejected") return { must: ["ERR_UPDATE_TOKEN_REJECTED"], may: [] };
    if (this.#isExpired(token)) return { must: ["ERR_UPDATE_TOKEN_EXPIRED"], may: [] };
    return { must: [], may: this.#mayBeExpired(token) ? ["ERR_UPDATE_TOKEN_EXPIRED"] : [] };
  }

  /** Whether a call is joined to one that is on its way. */
  isUnderWay(key) {
    const operation = this.operations.get(key);
    return Boolean(operation && (!operation.exchanges.at(-1).meaning || operation.isReading));
  }

  isLive(token) {
    const known = this.tokens.get(token);
    return known?.fate === "good" && !known.isVague && !this.#mayBeExpired(known);
  }

  // ── What calls may end with ──────────────────────────────────────────────────────────────────────────────────────────

  /** What a caller must know to look later at what a call ended with. */
  begin(key) {
    const joined = this.isUnderWay(key);
    return {
      key,
      began: this.#world.clock.elapsed,
      first: this.#world.network.exchanges.length,
      joined,
      // By the time when one looks there may be another one.
      operation: joined ? this.operations.get(key) : undefined,
    };
  }

  /**
   * What was sent for a call: nothing, or one operation; two where it may have joined the one that was under way, or have come when
   * that one was given up. Others may have sent the same again before anybody looks.
   */
  #posted({ key, first, joined, operation: joinedOne }) {
    // Nobody knows when it began.
    if (joined && !joinedOne) return [this.operations.get(key)].filter(Boolean);
    const { exchanges } = this.#world.network;
    const own = this.#sentOperations.find((each) => each.key === key && exchanges.indexOf(each.exchanges[0]) >= first);
    return [...new Set([joinedOne, own])].filter(Boolean);
  }

  verifyEnds(start, refuses) {
    const operations = this.#posted(start);
    const ends = new Set(this.#world.troubles);
    for (const { exchanges } of operations) ends.add(exchanges.at(-1).meaning?.code ?? "success");
    if ((!start.joined || start.isUnclear) && (refuses.may || refuses.must)) ends.add("ERR_PASS_CODE_SPENT");
    return { ends, token: operations.findLast(({ token }) => token)?.token };
  }

  sendEnds(start) {
    const ends = new Set(this.#world.troubles);
    for (const { exchanges } of this.#posted(start)) ends.add(exchanges.at(-1).meaning?.code ?? "success");
    if (this.#world.cooldowns.mayRefuse(start)) ends.add("ERR_CODE_SENT_TOO_OFTEN");
    return ends;
  }

  updateEnds(start, refuses) {
    const name = start.key.slice("update ".length);
    const token = this.tokens.get(name);
    const ends = new Set(this.#world.troubles);
    const { exchanges } = this.#world.network;
    const operations = this.#posted(start);
    const [operation] = operations;
    const meanings = operations.map((each) => each.exchanges.at(-1).meaning ?? {});
    // Who joins later did not see the reading begin.
    const first = start.joined && operation ? exchanges.indexOf(operation.exchanges[0]) : start.first;
    const local = [...refuses.must, ...refuses.may].map((code) => ({ code }));
    for (const meaning of [...meanings, ...local]) {
      const isInDoubt =
        meaning.isLost || operations.some(({ wasInDoubt }) => wasInDoubt) || start.wasInDoubt || token?.isVague;
      if (meaning.data) ends.add("confirmed");
      else if (!isInDoubt) ends.add(meaning.code);
      else for (const end of this.#endsByProfile(first, meaning, token)) ends.add(end);
      if (token?.isVague && meaning.code && !meaning.isLost) ends.add(meaning.code);
    }
    return ends;
  }

  *#endsByProfile(first, meaning, token) {
    // Who is to wait, or to sign in, may try again then.
    const isForLater = meaning.code === "ERR_RATE_LIMITED" || meaning.code === "ERR_NOT_SIGNED_IN";
    const unknown = isForLater ? meaning.code : "ERR_OUTCOME_UNKNOWN";
    const readings = this.#world.network.exchanges
      .slice(first)
      .filter(({ client, operation }) => client.model === this && operation === "get-profile")
      .filter(({ meaning: reading }) => reading?.code !== "abandoned");
    const considered = token.isVague ? readings : readings.slice(-1);
    if (readings.length === 0 || token.isVague || this.#world.troubles.length > 0) yield unknown;
    for (const { meaning: reading } of considered) {
      if (!reading?.data || token.newPhone === undefined) yield unknown;
      else if (e164Of(reading.data.phoneCountryCode ?? "+86", reading.data.phone) === token.newPhone)
        yield "reconciled";
      else yield meaning.isLost ? "ERR_NETWORK" : meaning.code;
    }
  }

  #waitingFor(token) {
    if (!this.#waiting.has(token)) this.#waiting.set(token, new Set());
    return this.#waiting.get(token);
  }

  /**
   * A call begins with a token. One that is refused by the client itself is, in doubt, decided by the profile as well.
   * @param waiting What stands for the call of a program, with its signal; a form says itself for which token it waits.
   */
  begins(token, { must }, waiting) {
    const operation = this.operations.get(updateKey(token));
    if (operation && must.length > 0 && this.tokens.get(token).isInDoubt) operation.isReading = true;
    const others = [...this.#waitingFor(token)];
    // It comes when the last one is about to go: it may keep the reading alive, or be too late for that.
    if (others.length > 0 && others.every(({ signal }) => signal.aborted)) this.mayHaveEnded(token);
    if (waiting) this.#waitingFor(token).add(waiting);
  }

  /** A call with a token has ended, and so has every one that was joined to it: nothing is read for it any more. */
  ended(token) {
    if (!token) return this.mayHaveEnded();
    const operation = this.operations.get(updateKey(token));
    if (operation) operation.isReading = false;
    this.#waiting.delete(token);
  }

  /** One of those who wait for a token has gone: with the last one, the reading of the profile. */
  gaveUp(token, call) {
    if (!token) return this.mayHaveEnded();
    const waiting = this.#waitingFor(token);
    waiting.delete(call);
    const operation = this.operations.get(updateKey(token));
    if (operation?.isReading)
      this.#world.count("given up during a reading", waiting.size > 0 ? "others wait" : "nobody waits");
    if (!operation || waiting.size > 0) return;
    const { flows } = this.#world.clients.find(({ model }) => model === this);
    const holds = flows.map((flow) => flow.waitsFor(token));
    if (holds.includes("surely")) return;
    if (holds.includes("perhaps")) operation.mayHaveEnded = true;
    else operation.isReading = false;
  }

  /** A call may have ended that waited for a token; where nobody knows for which, for any. */
  mayHaveEnded(token) {
    for (const reader of this.#readers()) {
      if (!token || reader.token === token) reader.operation.mayHaveEnded = true;
    }
  }

  #violate(text) {
    this.#world.violate(text);
  }
}
