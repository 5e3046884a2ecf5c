// Judges what a flow's clients said by what the emulator did and knew. What happened is gone through in its order: the client's side as
// witness.mjs and flow.mjs told it, the service's as its journal has it; both by one clock.
//
// Events of a flow, each with `at`:
//   begin {phone} · client {client, store} · calm · over {pending, connections, timers} · broken, stuck {text}
//   call {id, client, name, token?, request?, to?} · abort {id} · end {id, outcome | code | isGivenUp} · ask {client, operation}
//   form {client, state, was, newPhone, outcome?, code?} · dispose {client} · final {client, phone} · clock {how, clock}
//   post {client, n, operation, body, clock} · answer {client, n, operation, status, text, retryAfterSeconds?} · lost {client, n, operation}
//   trouble {client, operation, toxic?, fault?}
// Lines of the journal: start {phone} · in, out {client, operation, token?, before, after, sms}
import { codesOf, sendKey } from "../model/client-model.mjs";
import { meaningOf } from "../model/meaning.mjs";

const CODE_COOLDOWN_MS = 60_000;
const CODE_LIFE_MS = 300_000;
/** A busy machine needs that long, at most, from where a client looks at its clock to where it posts. */
const HASTE_MS = 3_000;

const UPDATE = "update-phone";
const VERIFY = "verify-update-phone-request";
const SEND = "send-sms";
const READ = "get-profile";

/** What calls may post. */
const ASKS = {
  sendCode: [SEND],
  updatePhoneRequest: [VERIFY],
  updatePhone: [UPDATE],
  changePhone: [VERIFY, UPDATE],
};
/** What a right use of the package never ends with. */
const NEVER = new Set(["none", "ERR_INTERNAL", "ERR_NOT_READY", "ERR_INVALID_ARGUMENT", "ERR_INVALID_OPTIONS"]);
const SAYS_NOT_CHANGED = new Set(["ERR_NETWORK", "ERR_UPDATE_TOKEN_REJECTED", "ERR_UPDATE_TOKEN_EXPIRED"]);

/**
 * @param events Of one flow, and the lines of the journal that concern it, in their order.
 * @param isKilled Whether its process was: then nothing has ended by itself.
 * @returns `{violations, counts}`
 */
export function judge(events, { isKilled = false } = {}) {
  const oracle = new Oracle();
  for (const event of events) oracle.see(event);
  if (!isKilled) oracle.finish();
  return { violations: oracle.violations, counts: oracle.counts };
}

/** What is known of one client: what it posted, what it was told, what it asked for. */
class ClientRecord {
  tokens = new Map();
  codes = new Map();
  /** Tokens by the codes that were traded for them. */
  grants = new Map();
  posts = new Map();
  readings = [];
  mayPost = {};
  posted = {};
  served = {};
  openReadings = 0;
  isDisposed = false;
  formBusySince = 0;

  constructor(client, store) {
    this.client = client;
    this.store = store;
  }
}

class Oracle {
  violations = [];
  counts = {};
  #phone;
  #numbers = new Set();
  /** Tokens that made a change. */
  #applied = new Set();
  /** Of a service that was killed: what it may have done. */
  #unfinished = [];
  #clients = new Map();
  #calls = new Map();
  #cooldowns = new Map();
  #peaks = [];
  #isOver = false;

  see(event) {
    const run = this[`_${event.kind}`];
    if (!run) return this.#violate(event, `an event of the kind ${event.kind}: ${event.message ?? ""}`);
    return run.call(this, event, this.#clients.get(this.#numberOf(event)));
  }

  /** The journal names clients with their flow. */
  #numberOf({ client }) {
    return typeof client === "string" ? Number(client.slice(client.indexOf("/") + 1)) : client;
  }

  finish() {
    if (!this.#isOver) this.#violate({ kind: "end" }, "the flow never ended");
  }

  #violate({ at, kind }, text) {
    this.violations.push({ at, text: `${kind}: ${text}` });
  }

  #count(kind, name) {
    const counts = (this.counts[kind] ??= {});
    counts[name] = (counts[name] ?? 0) + 1;
  }

  // ── The flow ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  _begin({ phone, isForm }) {
    this.#phone ??= phone;
    this.#numbers.add(this.#phone);
    this.#count("flows", isForm ? "forms" : "programs");
  }

  _client({ client, store }) {
    this.#clients.set(client, new ClientRecord(client, store));
  }

  _calm() {}

  _dispose(_, record) {
    record.isDisposed = true;
    this.#count("calls", "dispose");
  }

  _abort() {
    this.#count("calls", "given up by the caller");
  }

  _clock({ how, clock }) {
    if (how === "before set") this.#peaks.push(clock.wall);
    else this.#count("clock", how);
  }

  _trouble({ toxic, fault }) {
    if (toxic) this.#count("faults of the network", toxic.kind);
    else this.#count("faults of the service", fault.kind);
  }

  _broken(event) {
    this.#violate(event, event.text);
  }

  _stuck(event) {
    this.#violate(event, event.text);
  }

  _over(event) {
    this.#isOver = true;
    const { pending, connections, timers } = event;
    if (pending.length > 0) this.#violate(event, `never ended: ${pending.join(", ")}`);
    if (connections > 0) this.#violate(event, `${connections} connections are left`);
    if (timers > 0) this.#violate(event, `${timers} timers are left`);
  }

  _final(event) {
    if (event.phone !== this.#phone) this.#violate(event, `the profile has ${event.phone}, the service ${this.#phone}`);
    this.#count("at the end", this.#numbers.size > 1 ? "changed" : "not changed");
  }

  // ── The service ──────────────────────────────────────────────────────────────────────────────────────────────────────

  _start(event) {
    const { phone } = event;
    this.#phone ??= phone;
    if (phone !== this.#phone) {
      // Killed after it had made a change, and before it could say so.
      const makers = this.#unfinished.filter(({ token }) => token);
      if (makers.length === 0) this.#violate(event, `restarted with ${phone} instead of ${this.#phone}`);
      for (const { token } of makers) this.#applied.add(token);
      this.#changed(phone);
    }
    this.#unfinished = [];
  }

  _in(event, record) {
    this.#unfinished.push(event);
    const { operation } = event;
    record.served[operation] = (record.served[operation] ?? 0) + 1;
    if (record.served[operation] > (record.posted[operation] ?? 0)) {
      this.#violate(event, `the service got a ${operation} that nobody posted`);
    }
  }

  _out(event, record) {
    const { operation, token, before, after, sms } = event;
    this.#unfinished = this.#unfinished.filter(
      (each) => each.client !== event.client || each.operation !== operation || each.token !== token,
    );
    this.#count("requests served", operation);
    for (const to of sms) {
      this.#count("SMS", to.slice(0, to.indexOf(" ")));
      if (operation !== SEND) this.#violate(event, `${operation} sends an SMS`);
    }
    if (sms.length > 1) this.#violate(event, `${sms.length} SMS at once`);
    if (before !== undefined && before !== this.#phone) {
      this.#violate(event, `the number was ${this.#phone} and has become ${before} by itself`);
    }
    if (operation === READ) (record.served.readings ??= []).push({ at: event.at, phone: after });
    if (operation !== UPDATE) return;
    // A second token for the number that is there already changes nothing that can be seen.
    if (after === record.tokens.get(token)?.newPhone) this.#applied.add(token);
    if (after !== before) this.#changed(after);
  }

  #changed(phone) {
    this.#phone = phone;
    this.#numbers.add(phone);
  }

  // ── What clients post, and what they are told ────────────────────────────────────────────────────────────────────────

  _post(event, record) {
    const { n, operation, body } = event;
    record.posts.set(n, event);
    record.posted[operation] = (record.posted[operation] ?? 0) + 1;
    if (operation !== READ && record.posted[operation] > (record.mayPost[operation] ?? 0)) {
      this.#violate(event, `${operation} is posted though nobody asked for it`);
    }
    if (operation === SEND) this.#checkCooldown(event, record);
    if (operation === VERIFY) this.#checkCodes(event, record);
    if (operation === UPDATE) this.#checkToken(event, record, body.updatePhoneToken);
  }

  #checkCooldown(event, record) {
    const known = this.#cooldowns.get(`${record.store} ${keyOfSending(event.body)}`);
    if (known && this.#seenAtMost(known.clock, event.clock, known.peaks) < CODE_COOLDOWN_MS) {
      this.#violate(event, "an SMS is asked for within a minute of the last one");
    }
  }

  #checkCodes(event, record) {
    for (const [e164, code] of codesOf(event.body)) {
      const known = record.codes.get(`${e164} ${code}`);
      if (known && this.#seenAtMost(known.clock, event.clock, known.peaks) < CODE_LIFE_MS) {
        this.#violate(event, `a code of ${e164} is posted that was judged`);
      }
    }
  }

  #checkToken(event, record, name) {
    const token = record.tokens.get(name);
    if (!token) return this.#violate(event, "a token is posted that the client never got");
    token.postedAt ??= event.at;
    if (token.isJudged) this.#violate(event, "a token is posted that was judged");
    const elapsed = Math.max(event.clock.wall - token.clock.wall, event.clock.monotonic - token.clock.monotonic);
    if (elapsed >= token.lifetimeMs + HASTE_MS) this.#violate(event, "a token is posted whose time is up");
    if (token.lostAt !== undefined) this.#count("a token in doubt", "is posted again");
    return undefined;
  }

  /** The most that the two clocks can have told of the time since something, with all that the wall clock has shown. */
  #seenAtMost(from, to, peaks) {
    const walls = [to.wall, ...this.#peaks.slice(peaks)];
    return Math.max(Math.max(...walls) - from.wall, to.monotonic - from.monotonic);
  }

  _lost(event, record) {
    const post = record.posts.get(event.n);
    this.#count("answers", `${event.operation} ${event.isAborted ? "given up" : "lost"}`);
    if (event.operation === UPDATE) record.tokens.get(post.body.updatePhoneToken).lostAt = event.at;
  }

  _answer(event, record) {
    const { operation } = event;
    const post = record.posts.get(event.n);
    const meaning = meaningOf(operation, event);
    this.#count("answers", `${operation} ${meaning.isLost ? "unreadable" : "read"}`);
    if (meaning.code === "ERR_NOT_SIGNED_IN") record.mayPost[operation] += 1;
    if (operation === SEND) this.#sent(record, post, meaning);
    if (operation === VERIFY) this.#verified(event, record, post, meaning);
    if (operation === UPDATE) this.#updated(event, record, post, meaning);
    if (operation === READ) this.#read(event, record, post, meaning);
  }

  #sent(record, post, meaning) {
    if (!meaning.data) return;
    const key = keyOfSending(post.body);
    const e164 = key.slice(key.lastIndexOf(" ") + 1);
    this.#cooldowns.set(`${record.store} ${key}`, { clock: post.clock, peaks: this.#peaks.length });
    for (const known of [...record.codes.keys()]) if (known.startsWith(`${e164} `)) record.codes.delete(known);
  }

  #verified(event, record, post, meaning) {
    const codes = codesOf(post.body);
    const isJudged = meaning.data || meaning.code === "ERR_PASS_CODE_WRONG" || meaning.code === "ERR_PASS_CODE_EXPIRED";
    if (!isJudged) return;
    const known = { clock: event.clock, peaks: this.#peaks.length };
    for (const [e164, code] of codes) record.codes.set(`${e164} ${code}`, known);
    const name = meaning.data?.updatePhoneToken;
    if (!name) return;
    const seconds = meaning.data.tokenExpiresIn;
    const [[newPhone]] = codes;
    record.tokens.set(name, { newPhone, clock: post.clock, lifetimeMs: seconds > 0 ? seconds * 1_000 : 60_000 });
    const key = String(codes);
    record.grants.set(key, [...(record.grants.get(key) ?? []), name]);
  }

  #updated(event, record, post, meaning) {
    const token = record.tokens.get(post.body.updatePhoneToken);
    if (meaning.isLost) token.lostAt = event.at;
    else token.answeredAt = event.at;
    if (meaning.data || meaning.code === "ERR_UPDATE_TOKEN_REJECTED") token.isJudged = true;
    if (meaning.data) token.isConfirmed = true;
  }

  /** A reading was true when the service made it: which one that was is known from when it was asked for and answered. */
  #read(event, record, post, meaning) {
    if (!meaning.data?.phone) return;
    const told = `${meaning.data.phoneCountryCode ?? "+86"}${meaning.data.phone}`;
    const served = (record.served.readings ?? []).filter(({ at }) => at > post.at && at < event.at);
    if (!served.some(({ phone }) => phone === told)) this.#violate(event, `a profile with ${told} was never served`);
    record.readings.push({ at: event.at, phone: told });
  }

  // ── What is said ─────────────────────────────────────────────────────────────────────────────────────────────────────

  _ask({ operation }, record) {
    record.mayPost[operation] = (record.mayPost[operation] ?? 0) + 1;
  }

  _call(event, record) {
    this.#calls.set(event.id, event);
    for (const operation of ASKS[event.name] ?? []) this._ask({ operation }, record);
    if (event.name === "getProfile") record.openReadings += 1;
  }

  _end(event) {
    const call = this.#calls.get(event.id);
    const record = this.#clients.get(call.client);
    const { name } = call;
    this.#count(name, event.isGivenUp ? "given up" : (event.outcome ?? event.code));
    if (name === "getProfile") record.openReadings -= 1;
    if (event.isGivenUp) return;
    if (event.code) this.#checkCode(event, record);
    if (name === "updatePhone") this.#judge(event, record, [call.token], call.at);
    if (name === "changePhone") {
      this.#judge(event, record, record.grants.get(String(codesOf(payloadOf(call.request)))) ?? [], call.at);
    }
  }

  _form(event, record) {
    const { state, was, code, outcome, newPhone } = event;
    if (state === "disposed") return;
    if (state === "updating" || state === "verifying") record.formBusySince = event.at;
    if (code) {
      this.#count("form", code);
      this.#checkCode(event, record);
    }
    if (outcome) this.#count("form", outcome);
    if ((state === "done") !== (outcome !== undefined)) this.#violate(event, `${state} with outcome ${outcome}`);
    const isOfUpdate = was === "updating" || state === "done" || state === "in-doubt" || /TOKEN/.test(code);
    if (!isOfUpdate || (!code && !outcome)) return;
    const tokens = [...record.tokens].filter(([, token]) => token.newPhone === newPhone && token.postedAt);
    this.#judge(event, record, tokens.map(([name]) => name).slice(-1), record.formBusySince);
  }

  #checkCode(event, record) {
    if (NEVER.has(event.code)) this.#violate(event, `ends with ${event.code} ${event.text ?? ""}`);
    if (event.code === "ERR_DISPOSED" && !record.isDisposed) this.#violate(event, "ends as if it were disposed of");
  }

  /** @param names The tokens that it may be about. */
  #judge(event, record, names, since) {
    const { outcome, code } = event;
    const tokens = names.map((name) => ({ name, ...record.tokens.get(name) }));
    const isInDoubt = tokens.some(({ lostAt }) => lostAt !== undefined && lostAt < since);
    if (isInDoubt) this.#count("a token in doubt", `tried again: ${outcome ?? code}`);
    if (outcome === "confirmed") this.#checkConfirmed(event, tokens);
    else if (outcome === "reconciled") this.#checkReconciled(event, record, tokens);
    else if (SAYS_NOT_CHANGED.has(code)) this.#checkNotChanged(event, record, tokens);
    else if (code === "ERR_UPDATE_TOKEN_SPENT") this.#checkSpent(event, tokens);
    else if (code === "ERR_OUTCOME_UNKNOWN") this.#checkUnknown(event, record, tokens, since);
    else if (outcome) this.#violate(event, `an outcome ${outcome}`);
  }

  #checkConfirmed(event, tokens) {
    const isTrue = tokens.some(({ name, isConfirmed }) => isConfirmed && this.#applied.has(name));
    if (!isTrue) this.#violate(event, "confirmed, but the service has not said so, or has changed nothing");
  }

  #checkReconciled(event, record, tokens) {
    const isTrue = tokens.some(
      ({ newPhone, postedAt }) =>
        postedAt !== undefined && record.readings.some(({ at, phone }) => at > postedAt && phone === newPhone),
    );
    if (!isTrue) this.#violate(event, "reconciled, but no profile had the number");
    if (!tokens.some(({ newPhone }) => this.#numbers.has(newPhone)))
      this.#violate(event, "reconciled, but not changed");
  }

  /** Of a token in doubt that can only be said by somebody who has looked since. */
  #checkNotChanged(event, record, tokens) {
    for (const { lostAt, newPhone } of tokens) {
      if (lostAt === undefined) continue;
      const readings = record.readings.filter(({ at }) => at > lostAt);
      if (readings.length === 0) this.#violate(event, `${event.code}, though no profile was read`);
      else if (readings.every(({ phone }) => phone === newPhone)) {
        this.#violate(event, `${event.code}, but the number had changed by that reading`);
      }
    }
  }

  #checkSpent(event, tokens) {
    const isTrue = tokens.some(({ name, newPhone }) => this.#applied.has(name) || this.#numbers.has(newPhone));
    if (!isTrue) this.#violate(event, "a token is called spent that has changed nothing");
  }

  /** Who has read the profile for it knows. Other readings of the same time may have been for something else. */
  #checkUnknown(event, record, tokens, since) {
    const [token] = tokens;
    if (!token || tokens.length > 1 || record.openReadings > 0) return;
    const from = Math.max(since, token.lostAt ?? 0, token.answeredAt ?? 0);
    const reading = record.readings.find(({ at }) => at > from);
    const isOwn =
      reading &&
      ![...this.#calls.values()].some(
        ({ name, client, at }) => name === "getProfile" && client === record.client && at > from,
      );
    if (isOwn) this.#violate(event, "nobody knows, it says, though it has read the profile");
  }
}

const keyOfSending = ({ channel, phoneCountryCode, phoneNumber }) =>
  sendKey(channel, `${phoneCountryCode}${phoneNumber}`);

/** As it is posted. The numbers and codes of a storm need no normalising. */
const payloadOf = (request) => ({ phonePassCodePayload: request });
