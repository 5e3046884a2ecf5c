// What the rules predict of one client, where everything that passes on the network is known to the step: with what a call may end, and
// what the client must refuse by itself. What holds of any run, predicted or not, is in `rules.mjs`; its facts are used here.
import { CODE_LIFE_MS } from "./rules.mjs";
import { codesOf, keyOf, phoneOfProfile, READ, UPDATE, updateKey, VERIFY } from "./requests.mjs";

export class ClientModel {
  /** See `ClientFacts` in rules.mjs. */
  facts;
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

  constructor(world, facts) {
    this.#world = world;
    this.facts = facts;
  }

  // ── What passes ──────────────────────────────────────────────────────────────────────────────────────────────────────

  posted(exchange) {
    if (exchange.operation === READ) return;
    const key = keyOf(exchange);
    const previous = this.operations.get(key);
    if (exchange.isReplay) {
      previous.exchanges.push(exchange);
      previous.isReading = false;
      return;
    }
    const token = exchange.operation === UPDATE ? this.tokenOf(exchange.body.updatePhoneToken) : undefined;
    // Of several readings at once it is not known which was for the token.
    const isKnown = token && !token.isVague;
    if (isKnown && previous?.isReading && !previous.mayHaveEnded)
      this.#world.violate("an update token is sent while the profile is read for it");
    if (isKnown && token.isSpentByProfile)
      this.#world.violate("an update token is sent that the profile has shown to be spent");
    const operation = { key, exchanges: [exchange], isReading: false, wasInDoubt: Boolean(token?.isInDoubt) };
    this.operations.set(key, operation);
    this.#sentOperations.push(operation);
  }

  settled(exchange) {
    const { operation, meaning } = exchange;
    if (operation === READ) this.#profileRead(exchange);
    if (operation === UPDATE) this.#updated(exchange, meaning);
    if (operation === VERIFY) this.#verified(exchange, meaning.data?.updatePhoneToken);
  }

  #verified(exchange, token) {
    if (!token) return;
    const key = keyOf(exchange);
    this.operations.get(key).token = token;
    const changing = this.changing.get(key) ?? new Set();
    for (const call of changing) {
      if (call.token) continue;
      call.token = token;
      this.#waitingFor(token).add(call);
    }
    if (changing.size > 0) this.grants.set(key, token);
  }

  #updated(exchange, meaning) {
    const token = this.tokenOf(exchange.body.updatePhoneToken);
    if (meaning.isLost) token.isInDoubt = true;
    const operation = this.operations.get(keyOf(exchange));
    const isAsked = meaning.code && meaning.code !== "abandoned";
    operation.isReading = Boolean(isAsked && token.isInDoubt);
  }

  /** A reading decides about the one token for which it was made. */
  #profileRead({ meaning }) {
    // The last call that waited for it was given up; `gaveUp` knows for which token it was.
    if (meaning.code === "abandoned") return;
    const readers = this.#readers();
    if (readers.length + this.openProfileCalls > 1) {
      for (const { token } of readers) this.tokenOf(token).isVague = true;
      return;
    }
    const [reader] = readers;
    if (!meaning.data || !reader) return;
    const token = this.tokenOf(reader.token);
    reader.operation.isReading = false;
    if (token.newPhone === undefined) return;
    if (phoneOfProfile(meaning.data) === token.newPhone) token.isSpentByProfile = true;
    token.isInDoubt = statusOf(token) === "good" && !this.#isExpired(token);
  }

  #readers() {
    return [...this.operations.values()]
      .filter(({ isReading }) => isReading)
      .map((operation) => ({ operation, token: operation.key.slice("update ".length) }));
  }

  // ── What is asked ────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * What is known of a token. To the facts are added `isInDoubt`; `isSpentByProfile`; and `isVague`: readings of the profile for several
   * calls at once cannot be told apart.
   */
  tokenOf(name) {
    return this.facts.introduce(name);
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
    const judged = codes.map(([e164, code]) => this.facts.judgedCodes.get(`${e164} ${code}`)).filter(Boolean);
    return {
      must: judged.some((since) => clock.seenAtMostSince(since) < CODE_LIFE_MS),
      may: judged.some((since) => clock.seenSince(since) < CODE_LIFE_MS),
    };
  }

  /** With which codes a token must, or may, be refused by the client itself. */
  refusesToken(name) {
    const token = this.tokenOf(name);
    if (token.isVague) return { must: [], may: ["ERR_UPDATE_TOKEN_SPENT", "ERR_UPDATE_TOKEN_EXPIRED"] };
    if (statusOf(token) === "spent") return { must: ["ERR_UPDATE_TOKEN_SPENT"], may: [] };
    if (statusOf(token) === "rejected") return { must: ["ERR_UPDATE_TOKEN_REJECTED"], may: [] };
    if (this.#isExpired(token)) return { must: ["ERR_UPDATE_TOKEN_EXPIRED"], may: [] };
    return { must: [], may: this.#mayBeExpired(token) ? ["ERR_UPDATE_TOKEN_EXPIRED"] : [] };
  }

  /** Whether a call is joined to one that is on its way. */
  isUnderWay(key) {
    const operation = this.operations.get(key);
    return Boolean(operation && (!operation.exchanges.at(-1).meaning || operation.isReading));
  }

  isLive(token) {
    const known = this.facts.tokens.get(token);
    return known !== undefined && statusOf(known) === "good" && !known.isVague && !this.#mayBeExpired(known);
  }

  // ── What calls may end with ──────────────────────────────────────────────────────────────────────────────────────────

  /** What has to be remembered when a call begins, to predict its ends when it has ended. */
  begin(key) {
    const joined = this.isUnderWay(key);
    const { exchanges } = this.#world.network;
    const isOpenReading = (each) => each.client.model === this && each.operation === READ && !each.meaning;
    const openReading = exchanges.findIndex(isOpenReading);
    return {
      key,
      began: this.#world.clock.elapsed,
      first: exchanges.length,
      firstReading: openReading === -1 ? exchanges.length : openReading,
      joined,
      // There may be another one when the call has ended.
      operation: joined ? this.operations.get(key) : undefined,
    };
  }

  /**
   * What was sent for a call: nothing, or one operation; two where it may have joined the one that was under way, or have come when
   * that one was given up. Other calls may have sent an equal request before this is read.
   */
  #posted({ key, first, joined, operation: joinedOne }) {
    // It is unknown when the operation began.
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
    const { rules, clock } = this.#world;
    if (rules.cooldowns.mayRefuse(start, clock.moment())) ends.add("ERR_CODE_SENT_TOO_OFTEN");
    return ends;
  }

  updateEnds(start, refuses) {
    const name = start.key.slice("update ".length);
    const token = this.facts.tokens.get(name);
    const ends = new Set(this.#world.troubles);
    const { exchanges } = this.#world.network;
    const operations = this.#posted(start);
    const [operation] = operations;
    const meanings = operations.map((each) => each.exchanges.at(-1).meaning ?? {});
    // A call that joins later did not see the reading begin.
    // A call that joins one with a vague token may wait for a reading that had begun.
    const own = token?.isVague ? start.firstReading : start.first;
    const first = start.joined && operation ? exchanges.indexOf(operation.exchanges[0]) : own;
    const local = [...refuses.must, ...refuses.may].map((code) => ({ code }));
    if (this.facts.canRefresh && token && this.#mayBeExpired(token)) {
      // Its time may be up when the access token was refused: then it is not sent once more.
      const isRefused = ({ exchanges: [sent, replay] }) => !replay && sent.meaning?.code === "ERR_NOT_SIGNED_IN";
      if (operations.some(isRefused)) local.push({ code: "ERR_UPDATE_TOKEN_EXPIRED" });
    }
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
    // After a wait, or a sign-in, the call may be tried again.
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
      else if (phoneOfProfile(reading.data) === token.newPhone) yield "reconciled";
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
    if (operation && must.length > 0 && this.tokenOf(token).isInDoubt) operation.isReading = true;
    const others = [...this.#waitingFor(token)];
    // The others are being given up: this call may keep the reading alive, or may come too late for that.
    if (others.length > 0 && others.every(({ signal }) => signal.aborted)) this.mayHaveEnded(token);
    if (waiting) this.#waitingFor(token).add(waiting);
  }

  /** A call with a token has ended, with all that were joined to it. No reading goes on for it. */
  ended(token) {
    if (!token) return this.mayHaveEnded();
    const operation = this.operations.get(updateKey(token));
    if (operation) operation.isReading = false;
    this.#waiting.delete(token);
  }

  /** A call that waited for a token was given up. With the last one the reading of the profile ends. */
  gaveUp(token, call) {
    if (!token) return this.mayHaveEnded();
    const waiting = this.#waitingFor(token);
    waiting.delete(call);
    const operation = this.operations.get(updateKey(token));
    if (operation?.isReading)
      this.#world.count("given up during a reading", waiting.size > 0 ? "others wait" : "no other waits");
    if (!operation || waiting.size > 0) return;
    const { flows } = this.#world.clients.find(({ model }) => model === this);
    const holds = flows.map((flow) => flow.waitsFor(token));
    if (holds.includes("surely")) return;
    if (holds.includes("perhaps")) operation.mayHaveEnded = true;
    else operation.isReading = false;
  }

  /** A call that waited for a token may have ended; without `token`, it may have been any token. */
  mayHaveEnded(token) {
    for (const reader of this.#readers()) {
      if (!token || reader.token === token) reader.operation.mayHaveEnded = true;
    }
  }
}

const statusOf = ({ status, isSpentByProfile }) => (status === "good" && isSpentByProfile ? "spent" : status);
