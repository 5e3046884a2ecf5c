// The rules that every run of the package keeps, whatever happens in it: judged from a log of what clients were asked, posted, learnt and
// said, and of what the service did. The runs of the model and those of the storm are judged by them.
//
// Events, in their order; `client` is a number, `clock` the client's `{wall, monotonic}`:
//   run {phone, hasLocks, slackMs, canTellReaders} · client {client, store, canRefresh} · dispose {client}
//   access {isSlow}: from now on an access token may have to be waited for · clock {wall}: what the wall clock shows before it is set back
//   call {id, client, name, codes?, token?} · ask {client, operation}: a form may post it
//   end {id, outcome | code | isGivenUp, problem?} · error {client, code, problem?}: a form shows it · form {client, state, was, newPhone, token?, outcome?, code?, problem?}
//   post {client, n, operation, body, clock} · settle {client, n, meaning, clock}: see meaning.mjs
//   start {phone}, in {client, operation, token?}, out {client, operation, token?, before, after, sms}: what the service did
//   final {phone}: the profile at the end · over {pending, connections, timers} · broken {text}
import { Cooldowns } from "./cooldowns.mjs";
import { elapsed, mostElapsed } from "./elapsed.mjs";
import { codesOf, keyOf, phoneOfProfile, READ, SEND, UPDATE, VERIFY, verifyKey } from "./requests.mjs";

/** A code that the service has judged is refused so long, unless the number got another one. */
export const CODE_LIFE_MS = 300_000;
const TOKEN_LIFE_MS = 60_000;
/** An SMS is asked for without an access token that does not come within half of a try. */
const HALF_A_TRY_MS = 5_000;

/** What calls may post. */
const OPERATIONS_OF = {
  sendCode: [SEND],
  updatePhoneRequest: [VERIFY],
  updatePhone: [UPDATE],
  changePhone: [VERIFY, UPDATE],
};
/** A right use of the package never ends with these. */
const NEVER = new Set(["ERR_INTERNAL", "ERR_NOT_READY", "ERR_INVALID_ARGUMENT", "ERR_INVALID_OPTIONS"]);
const MEANS_NOT_CHANGED = new Set(["ERR_NETWORK", "ERR_UPDATE_TOKEN_REJECTED", "ERR_UPDATE_TOKEN_EXPIRED"]);

/**
 * @param events A whole log; of a process that was killed (`isKilled`) it ends anywhere.
 * @returns `{violations, counts}`
 */
export function judge(events, { isKilled = false } = {}) {
  const rules = new Rules();
  for (const event of events) rules.see(event);
  if (!isKilled) rules.finish();
  const { violations, counts } = rules;
  return { violations, counts };
}

/** What is known of one client: what it was asked, what it posted, what it learnt. */
class ClientFacts {
  /** By name: `{newPhone, since, lifetimeMs, status: "good" | "spent" | "rejected", isConfirmed, postedAt, lostAt, answeredAt}`. */
  tokens = new Map();
  /** By E.164 and code: when the service judged it. */
  judgedCodes = new Map();
  /** Tokens, by the key of the verification that brought them. */
  grants = new Map();
  /** By number, and the last one by key. */
  posts = new Map();
  lastPosts = new Map();
  readings = [];
  allowed = {};
  posted = {};
  served = {};
  servedProfiles = [];
  /** Calls of `getProfile`: those that have not ended, and where the last one began. */
  openReadings = 0;
  lastReadingAt = -1;
  isDisposed = false;
  formBusySince = 0;
  /** Where a call, or a form's button, last allowed it to post. */
  lastAllowedAt = -1;

  constructor({ client, store, canRefresh }) {
    Object.assign(this, { client, store, canRefresh });
  }

  /** A token that this client did not receive itself lives as long as the service says. */
  introduce(name) {
    if (!this.tokens.has(name)) this.tokens.set(name, { status: "good", lifetimeMs: Number.POSITIVE_INFINITY });
    return this.tokens.get(name);
  }

  allow(operation, at) {
    if (at !== undefined) this.lastAllowedAt = at;
    this.allowed[operation] = (this.allowed[operation] ?? 0) + 1;
  }
}

export class Rules {
  violations = [];
  counts = {};
  cooldowns;
  #settings = { hasLocks: false, slackMs: 0, canTellReaders: true, mayWaitForAccess: false };
  /** The place of the event in the log: of two events, the one that came first has the lower one. */
  #now = 0;
  #peaks = [];
  #phone;
  /** The numbers that a change has led to. */
  #reached = new Set();
  /** Tokens that made a change. */
  #applied = new Set();
  #newPhones = new Map();
  /** Requests that a service had got when it was killed: what it may have done. */
  #unfinished = [];
  #clients = new Map();
  #calls = new Map();
  #isOver = false;

  constructor() {
    this.cooldowns = new Cooldowns(this.#peaks, this.#settings);
  }

  see(event) {
    this.#now += 1;
    const rule = this[`_${event.kind}`];
    if (!rule) return this.#violate(event, `an event of an unknown kind: ${event.message ?? ""}`);
    return rule.call(this, event, this.#clients.get(event.client));
  }

  finish() {
    if (!this.#isOver) this.#violate({ kind: "end" }, "the run never ended");
  }

  factsOf(client) {
    return this.#clients.get(client);
  }

  #violate({ kind }, text) {
    this.violations.push(`${kind}: ${text}`);
  }

  #count(kind, name) {
    const counts = (this.counts[kind] ??= {});
    counts[name] = (counts[name] ?? 0) + 1;
  }

  #momentOf({ clock }) {
    return { ...clock, peaks: this.#peaks.length };
  }

  // ── The run ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  _run({ phone, ...settings }) {
    this.#phone ??= phone;
    for (const name of Object.keys(this.#settings)) this.#settings[name] = settings[name] ?? this.#settings[name];
  }

  _client(event) {
    this.#clients.set(event.client, new ClientFacts(event));
  }

  _dispose(_, facts) {
    facts.isDisposed = true;
  }

  _access({ isSlow }) {
    this.#settings.mayWaitForAccess ||= isSlow;
  }

  _clock({ wall }) {
    this.#peaks.push(wall);
  }

  _broken(event) {
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
    this.#count("at the end", this.#reached.size > 0 ? "changed" : "not changed");
  }

  // ── The service ──────────────────────────────────────────────────────────────────────────────────────────────────────

  _start(event) {
    const { phone } = event;
    this.#phone ??= phone;
    if (phone !== this.#phone) {
      // Killed after it had made a change, and before it could write that down.
      const tokens = this.#unfinished.map(({ token }) => token).filter(Boolean);
      if (tokens.length === 0) this.#violate(event, `restarted with ${phone} instead of ${this.#phone}`);
      for (const token of tokens) this.#applied.add(token);
      this.#changed(phone);
    }
    this.#unfinished = [];
  }

  _in(event, facts) {
    this.#unfinished.push(event);
    const { operation } = event;
    facts.served[operation] = (facts.served[operation] ?? 0) + 1;
    if (facts.served[operation] > (facts.posted[operation] ?? 0)) {
      this.#violate(event, `the service got a ${operation} that no client posted`);
    }
  }

  _out(event, facts) {
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
    if (operation === READ) facts.servedProfiles.push({ at: this.#now, phone: after });
    if (operation !== UPDATE) return;
    // A second token for the number that is there already makes no change that can be seen.
    if (after !== before || after === this.#newPhones.get(token)) {
      this.#applied.add(token);
      this.#changed(after);
    }
  }

  #changed(phone) {
    this.#phone = phone;
    this.#reached.add(phone);
  }

  // ── What clients post ────────────────────────────────────────────────────────────────────────────────────────────────

  _post(event, facts) {
    const { n, operation, body } = event;
    const key = keyOf(event);
    const post = { operation, body, key, at: this.#now, clock: this.#momentOf(event), isReplay: false };
    facts.posts.set(n, post);
    facts.posted[operation] = (facts.posted[operation] ?? 0) + 1;
    if (operation === READ) return;
    if (facts.posted[operation] > (facts.allowed[operation] ?? 0)) {
      this.#violate(event, `${operation} is posted though nobody asked for it`);
    }
    const last = facts.lastPosts.get(key);
    facts.lastPosts.set(key, post);
    if (last && !last.meaning) this.#violate(event, `an equal ${operation} is posted while one is on its way`);
    post.isReplay = Boolean(last && this.#isReplayOf(last, post.clock, facts));
    if (post.isReplay) return;
    if (operation === SEND) {
      for (const problem of this.cooldowns.problemsOf(post, facts)) this.#violate(event, problem);
    }
    if (operation === VERIFY) this.#checkCodes(event, facts, post);
    if (operation === UPDATE) this.#checkToken(event, facts, post);
  }

  /** A replay comes at once after a refused access token, with a fresh one, and only once. */
  #isReplayOf(last, clock, { canRefresh, lastAllowedAt }) {
    if (!canRefresh || last.isReplay || last.meaning?.code !== "ERR_NOT_SIGNED_IN") return false;
    const { slackMs } = this.#settings;
    const afterMs = clock.monotonic - last.settledClock.monotonic;
    if (lastAllowedAt < last.settledAt && afterMs <= slackMs) return true;
    return last.operation === SEND && Math.abs(afterMs - HALF_A_TRY_MS) <= slackMs;
  }

  #checkCodes(event, facts, { body, clock }) {
    for (const [e164, code] of codesOf(body)) {
      const since = facts.judgedCodes.get(`${e164} ${code}`);
      if (since && mostElapsed(since, clock, this.#peaks) < CODE_LIFE_MS - this.#settings.slackMs) {
        this.#violate(event, `a code of ${e164} is posted that was judged`);
      }
    }
  }

  #checkToken(event, facts, { body, clock }) {
    const name = body.updatePhoneToken;
    if (!facts.tokens.has(name)) this.#violate(event, "a token is posted that the client was never given");
    const token = facts.introduce(name);
    token.postedAt ??= this.#now;
    if (token.status !== "good") this.#violate(event, `a token is posted that was judged: ${token.status}`);
    const isExpired = token.since && elapsed(token.since, clock) >= token.lifetimeMs + this.#settings.slackMs;
    if (isExpired) this.#violate(event, "a token is posted whose time is up");
    if (token.lostAt !== undefined) this.#count("a token in doubt", "is posted again");
  }

  // ── What clients learn ───────────────────────────────────────────────────────────────────────────────────────────────

  _settle(event, facts) {
    const post = facts.posts.get(event.n);
    if (post.meaning) return;
    const { meaning } = event;
    const { operation } = post;
    const settledClock = this.#momentOf(event);
    Object.assign(post, { meaning, settledAt: this.#now, settledClock });
    this.#count("answers", `${operation} ${meaning.isLost ? (event.how ?? "unreadable") : "read"}`);
    if (meaning.code === "ERR_NOT_SIGNED_IN" && facts.canRefresh) facts.allow(operation);
    if (operation === SEND) this.#sent(facts, post);
    if (operation === VERIFY) this.#verified(facts, post);
    if (operation === UPDATE) this.#updated(facts, post);
    if (operation === READ) this.#read(event, facts, post);
  }

  #sent(facts, post) {
    const { meaning, key } = post;
    const e164 = key.slice(key.lastIndexOf(" ") + 1);
    this.cooldowns.answered(post, meaning, post.settledClock, facts);
    if (!meaning.data) return;
    // Another code makes those before it a matter of the service's again.
    for (const code of [...facts.judgedCodes.keys()]) if (code.startsWith(`${e164} `)) facts.judgedCodes.delete(code);
  }

  #verified(facts, { body, key, meaning, clock, settledClock }) {
    const isRefused = meaning.code === "ERR_PASS_CODE_WRONG" || meaning.code === "ERR_PASS_CODE_EXPIRED";
    if (!meaning.data && !isRefused) return;
    const codes = codesOf(body);
    for (const [e164, code] of codes) facts.judgedCodes.set(`${e164} ${code}`, meaning.data ? clock : settledClock);
    const name = meaning.data?.updatePhoneToken;
    if (!name) return;
    const seconds = meaning.data.tokenExpiresIn;
    const [[newPhone]] = codes;
    const lifetimeMs = seconds > 0 ? seconds * 1_000 : TOKEN_LIFE_MS;
    facts.tokens.set(name, { status: "good", newPhone, since: clock, lifetimeMs });
    facts.grants.set(key, [...(facts.grants.get(key) ?? []), name]);
    this.#newPhones.set(name, newPhone);
  }

  #updated(facts, { body, meaning }) {
    const token = facts.introduce(body.updatePhoneToken);
    if (meaning.isLost) token.lostAt = this.#now;
    else token.answeredAt = this.#now;
    if (meaning.code === "ERR_UPDATE_TOKEN_REJECTED") token.status = "rejected";
    if (!meaning.data) return;
    token.status = "spent";
    token.isConfirmed = true;
  }

  /** A reading was true when the service made it: which one that was is known from when it was posted and answered. */
  #read(event, facts, { meaning, at: postedAt }) {
    const phone = meaning.data && phoneOfProfile(meaning.data);
    if (!phone) return;
    const isServed = facts.servedProfiles.some(({ at, phone: served }) => at > postedAt && served === phone);
    if (!isServed) this.#violate(event, `a profile with ${phone} was never served`);
    facts.readings.push({ at: this.#now, phone });
  }

  // ── What is asked of clients, and what they say ──────────────────────────────────────────────────────────────────────

  _ask({ operation }, facts) {
    facts.allow(operation, this.#now);
  }

  _call(event, facts) {
    this.#calls.set(event.id, { ...event, at: this.#now });
    for (const operation of OPERATIONS_OF[event.name] ?? []) facts.allow(operation, this.#now);
    if (event.token !== undefined) facts.introduce(event.token);
    if (event.name !== "getProfile") return;
    facts.openReadings += 1;
    facts.lastReadingAt = this.#now;
  }

  _end(event) {
    const call = this.#calls.get(event.id);
    const facts = this.#clients.get(call.client);
    const { name, at } = call;
    this.#count(name, event.isGivenUp ? "given up" : (event.outcome ?? event.code));
    if (name === "getProfile") facts.openReadings -= 1;
    if (event.isGivenUp) return;
    this.#checkError(event, facts);
    if (name === "updatePhone") this.#judgeChange(event, facts, [call.token], at);
    if (name !== "changePhone") return;
    const key = verifyKey(call.codes);
    // The failure may be that of its verification.
    const verification = facts.lastPosts.get(key);
    const isRefused = event.code && verification && !verification.meaning?.data && !(verification.settledAt < at);
    if (!isRefused) this.#judgeChange(event, facts, facts.grants.get(key) ?? [], at);
  }

  _form(event, facts) {
    const { state, was, code, outcome, newPhone, token } = event;
    if (state === "updating" || state === "verifying") facts.formBusySince = this.#now;
    if (code || outcome) this.#count("form", code ?? outcome);
    this.#checkError(event, facts);
    if ((state === "done") !== (outcome !== undefined)) this.#violate(event, `${state} with outcome ${outcome}`);
    const isOfUpdate = was === "updating" || state === "done" || state === "in-doubt" || /TOKEN/.test(code);
    if (!isOfUpdate || (!code && !outcome)) return;
    const names = [...facts.tokens].filter(([, each]) => each.newPhone === newPhone && each.postedAt);
    const tokens = token === undefined ? names.map(([name]) => name).slice(-1) : [token];
    this.#judgeChange(event, facts, tokens, facts.formBusySince);
  }

  /** An error that a form shows. */
  _error(event, facts) {
    this.#checkError(event, facts);
  }

  #checkError(event, facts) {
    const { code, problem } = event;
    if (problem) this.#violate(event, `ends with a wrong error: ${problem}`);
    if (NEVER.has(code)) this.#violate(event, `ends with ${code}`);
    if (code === "ERR_DISPOSED" && !facts.isDisposed) this.#violate(event, "ends as if it were disposed of");
  }

  /**
   * @param names The tokens that it may be about.
   * @param since Where the call, or the form's step, began.
   */
  #judgeChange(event, facts, names, since) {
    const { outcome, code } = event;
    const tokens = names.map((name) => ({ name, ...facts.tokens.get(name) }));
    const isInDoubt = tokens.some(({ lostAt }) => lostAt !== undefined && lostAt < since);
    if (isInDoubt) this.#count("a token in doubt", `tried again: ${outcome ?? code}`);
    if (outcome === "confirmed") this.#checkConfirmed(event, tokens);
    else if (outcome === "reconciled") this.#checkReconciled(event, facts, tokens);
    else if (MEANS_NOT_CHANGED.has(code)) this.#checkNotChanged(event, facts, tokens);
    else if (code === "ERR_UPDATE_TOKEN_SPENT") this.#checkSpent(event, tokens);
    else if (code === "ERR_OUTCOME_UNKNOWN") this.#checkUnknown(event, facts, tokens, since);
    else if (outcome) this.#violate(event, `an outcome ${outcome}`);
  }

  #checkConfirmed(event, tokens) {
    const isTrue = tokens.some(({ name, isConfirmed }) => isConfirmed && this.#applied.has(name));
    if (!isTrue) this.#violate(event, "confirmed, but the service has not said so, or has changed nothing");
  }

  #checkReconciled(event, { readings }, tokens) {
    const isRead = ({ newPhone, postedAt }) => readings.some(({ at, phone }) => at > postedAt && phone === newPhone);
    if (!tokens.some(isRead)) this.#violate(event, "reconciled, but no profile had the number");
    if (!tokens.some(({ newPhone }) => this.#reached.has(newPhone)))
      this.#violate(event, "reconciled, but not changed");
  }

  /** Of a token in doubt it can only be said after a look at the profile. */
  #checkNotChanged(event, facts, tokens) {
    for (const { lostAt, newPhone } of tokens) {
      if (lostAt === undefined) continue;
      const readings = facts.readings.filter(({ at }) => at > lostAt);
      if (readings.length === 0) this.#violate(event, `${event.code}, though no profile was read`);
      else if (readings.every(({ phone }) => phone === newPhone)) {
        this.#violate(event, `${event.code}, but the number had changed by that reading`);
      }
    }
  }

  #checkSpent(event, tokens) {
    const isTrue = tokens.some(({ name, newPhone }) => this.#applied.has(name) || this.#reached.has(newPhone));
    if (!isTrue) this.#violate(event, "a token is called spent that has changed nothing");
  }

  /** A client that has read the profile knows. Where several read at once, whose reading it was cannot be told. */
  #checkUnknown(event, facts, tokens, since) {
    const [token] = tokens;
    if (!token || tokens.length > 1 || facts.openReadings > 0 || !this.#settings.canTellReaders) return;
    const from = Math.max(since, token.lostAt ?? 0, token.answeredAt ?? 0);
    const isOwn = facts.readings.some(({ at }) => at > from) && facts.lastReadingAt <= from;
    if (isOwn) this.#violate(event, "the outcome is called unknown, though the profile was read");
  }
}
