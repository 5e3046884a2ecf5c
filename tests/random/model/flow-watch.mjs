// What is predicted of a form: which steps follow which, what a person may do at each, and what it shows.
import { digitsOf } from "./numbers.mjs";
import { SEND, sendKey, UPDATE, updateKey, VERIFY, verifyKey } from "./requests.mjs";

/** The steps that may follow each, apart from a reset. */
const NEXT = {
  editing: ["sending-code", "verifying"],
  "sending-code": ["editing", "verifying"],
  verifying: ["editing", "verifying", "confirming", "updating"],
  confirming: ["updating", "expired", "editing"],
  updating: ["done", "in-doubt", "confirming", "expired", "editing", "verifying"],
  "in-doubt": ["updating", "editing"],
  expired: ["editing", "sending-code", "verifying"],
  done: [],
};

/** What a button, or a code that submits itself, may post. */
const OPERATIONS_OF = { sendNewCode: [SEND], sendOldCode: [SEND], submit: [VERIFY, UPDATE], confirm: [UPDATE] };

const CHANNELS = { new: "CHANNEL_BIND_PHONE", old: "CHANNEL_UNBIND_PHONE" };

export class FlowWatch {
  isDisposed = false;
  #world;
  #client;
  #options;
  #flow;
  #stops = [];
  #seen;
  #isUnusualUsed = false;
  #isOldRequired;
  /** The step that began last, with what its end may be. */
  #attempt;
  #token;
  /** Whether a number was typed since the last step began. */
  #isOutdated = false;
  #typed = { new: false, old: false };
  #isReset = false;
  #isTyping = false;
  #mayGoOn = false;
  /** A step that has ended. It is judged when the whole snapshot can be seen. */
  #ended;
  /** Tokens of changes that were under way at a reset: their calls go on. */
  #tokensLeftBehind = [];
  #shownSince = { new: 0, old: 0 };
  #isLookedFor = { new: false, old: false };

  constructor(world, client, options) {
    this.#world = world;
    this.#client = client;
    this.#options = { verifyOldPhone: "auto", confirm: false, autoSubmitLength: 0, ...options };
    this.#flow = client.api.createFlow(options);
    this.#isOldRequired = options.verifyOldPhone === true;
    this.name = `${client.name} form ${client.flows.length + 1}`;
    world.log(() => `${this.name} ${JSON.stringify(options)}`);
    this.#seen = this.#flow.getSnapshot();
  }

  get snapshot() {
    return this.#flow.getSnapshot();
  }

  get client() {
    return this.#client;
  }

  get isWatched() {
    return this.#stops.length > 0;
  }

  // ── What a person does ───────────────────────────────────────────────────────────────────────────────────────────────

  subscribe() {
    this.look();
    const onChange = () => {
      try {
        this.look();
      } catch (error) {
        this.#world.violate(error.stack);
      }
    };
    this.#stops.push(this.#flow.subscribe(onChange));
    this.look();
  }

  unsubscribe() {
    this.#stops.pop()?.();
  }

  rest() {
    while (this.isWatched) this.unsubscribe();
  }

  typeNumber(side, input, e164) {
    const before = this.snapshot;
    // Listeners are called before the method returns.
    this.#isTyping = true;
    this.#flow[side === "new" ? "setNewPhone" : "setOldPhone"](input);
    this.#isTyping = false;
    const after = this.snapshot;
    if (before.state === "done") return this.#expect(after === before, "typing changes a form that is done");
    const phone = after[`${side}Phone`];
    this.#expect(e164 === undefined || phone?.e164 === e164, `${side} number ${JSON.stringify(input)}: ${phone?.e164}`);
    const isOther = (before[`${side}Phone`]?.e164 ?? "") !== (phone?.e164 ?? "");
    if (isOther) {
      this.#isOutdated = true;
      this.#typed[side] = true;
      if (side === "new") this.#isUnusualUsed = false;
      this.#expect(after[`${side}Code`] === "", `another ${side} number keeps the code`);
      const isDropped = ["confirming", "in-doubt", "expired"].includes(before.state);
      const state = isDropped ? "editing" : before.state;
      this.#expect(after.state === state, `another number: ${before.state} → ${after.state}`);
    }
    this.#checkMay(after);
    this.look();
  }

  typeCode(side, code) {
    const before = this.snapshot;
    this.#typed[side] = true;
    // Codes that came in meanwhile submit themselves when the answer is there: in one step, in which the answer is not to be seen.
    const isInFlight = before.state === "verifying" || before.state === "updating" || before.state === "in-doubt";
    if (this.#options.autoSubmitLength && isInFlight) this.#mayGoOn = true;
    if (this.#options.autoSubmitLength) this.#ask("submit");
    this.#flow[side === "new" ? "setNewCode" : "setOldCode"](code);
    const after = this.snapshot;
    if (before.state === "done") return this.#expect(after === before, "typing changes a form that is done");
    if (before.state === after.state) this.#expect(after[`${side}Code`] === code, "a typed code is not shown");
    this.#expect(after.error === undefined, "typing leaves the error");
    this.look();
  }

  useUnusualNumber() {
    if (this.snapshot.can.useUnusualNumber) this.#isUnusualUsed = true;
    this.#flow.useUnusualNumber();
    this.look();
  }

  send(side) {
    const { can } = this.snapshot;
    return this.#act(
      side === "new" ? "sendNewCode" : "sendOldCode",
      can[side === "new" ? "sendNewCode" : "sendOldCode"],
      "sending-code",
    );
  }

  submit() {
    return this.#act("submit", this.snapshot.can.submit, "verifying");
  }

  confirm() {
    return this.#act("confirm", this.snapshot.can.confirm, "updating");
  }

  /** What may be done leads at once to its step; what may not is ignored. */
  #act(method, isPossible, state) {
    const before = this.snapshot;
    this.#ask(method);
    const done = this.#flow[method]();
    const after = this.snapshot;
    // A form notices within a second that a clock has jumped. The form of a disposed client notices nothing.
    const isStale = this.#world.hasJustJumped || this.#client.isDisposed;
    const isUnclear = method.startsWith("send") && !isPossible && isStale;
    const isRight = after.state === (isPossible ? state : before.state);
    this.#expect(isRight || isUnclear, `${method}: ${before.state} → ${after.state}`);
    this.look();
    return this.#world.track(this.#client, `${this.name} ${method}`, done, ({ error }) => {
      this.#expect(error === undefined, `${method} rejects: ${error?.stack}`);
    });
  }

  #ask(button) {
    for (const operation of OPERATIONS_OF[button]) this.#tell({ kind: "ask", operation });
  }

  #tell(event) {
    this.#world.tell({ client: this.#client.no, ...event });
  }

  reset() {
    if (this.isDisposed) return;
    this.#isReset = true;
    if (this.snapshot.state === "updating") this.#tokensLeftBehind.push(this.#token);
    this.#attempt = this.#ended = this.#token = undefined;
    this.#mayGoOn = false;
    this.#isUnusualUsed = false;
    this.#isOldRequired = this.#options.verifyOldPhone === true;
    this.#flow.reset();
    const { state, newPhoneInput, oldPhoneInput, newCode, oldCode, error, outcome, tokenSeconds } = this.snapshot;
    const isEmpty = [newPhoneInput, oldPhoneInput, newCode, oldCode].every((text) => text === "");
    const isClean = isEmpty && error === undefined && outcome === undefined && tokenSeconds === 0;
    this.#expect(state === "editing" && isClean, `a reset leads to ${state}`);
    this.#isReset = false;
    this.#seen = this.snapshot;
    this.look();
  }

  dispose() {
    this.rest();
    const given = [...this.#tokensLeftBehind, ...(this.snapshot.state === "updating" ? [this.#token] : [])];
    this.isDisposed = true;
    this.#flow.dispose();
    for (const token of given) this.#client.model.gaveUp(token);
  }

  /** Whether one of its calls waits for what becomes of a token: `surely`, `perhaps`, or not. */
  waitsFor(token) {
    if (this.isDisposed) return undefined;
    const isUpdating = this.snapshot.state === "updating";
    if (isUpdating && this.isWatched && this.#token === token) return "surely";
    const possible = [...this.#tokensLeftBehind, ...(isUpdating ? [this.#token] : [])];
    return possible.some((each) => each === undefined || each === token) ? "perhaps" : undefined;
  }

  // ── What is shown ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** `isSettled`: nothing more happens at once. */
  look(isSettled = false) {
    if (this.isDisposed || this.#isReset) return;
    const snapshot = this.#flow.getSnapshot();
    this.#expect(snapshot === this.#flow.getSnapshot(), "a snapshot changes by being looked at");
    const previous = this.#seen;
    if (snapshot !== previous) {
      this.#expect(Object.isFrozen(snapshot) && Object.isFrozen(snapshot.can), "a snapshot is not frozen");
      this.#seen = snapshot;
      const isOther = Object.keys(snapshot).some((name) => snapshot[name] !== previous[name]);
      this.#expect(isOther, "a snapshot is another one, but the same");
      if (snapshot.error && snapshot.error !== previous.error)
        this.#tell({ kind: "error", ...this.#world.describe(snapshot.error) });
      if (snapshot.state !== previous.state) this.#moved(previous, snapshot);
      if (!this.#isTyping) this.#checkMay(snapshot);
      this.#checkSeconds(previous, snapshot);
    }
    if (!isSettled) return;
    this.#judgeEnded(snapshot);
    this.#isLookedFor = { new: false, old: false };
  }

  #moved(previous, snapshot) {
    const { state } = snapshot;
    this.#world.count("states", state);
    this.#world.log(() => `  ${this.name}: ${previous.state} → ${state}`);
    this.#judgeEnded(previous);
    if (this.isWatched) {
      this.#expect(NEXT[previous.state].includes(state), `${previous.state} → ${state}`);
      this.#ended = { from: this.#attempt, was: previous.state, state };
      if (previous.state === "verifying" && state !== "editing") this.#judgeEnded(snapshot);
    } else {
      this.#judgeUnseenSteps(previous, snapshot);
    }
    if (state === "sending-code" || state === "verifying" || state === "updating") this.#begin(snapshot);
    this.#expect((snapshot.outcome !== undefined) === (state === "done"), `${state} with outcome ${snapshot.outcome}`);
  }

  /** Without a listener several steps may have been made unseen. The outcome must be true all the same. */
  #judgeUnseenSteps(previous, { state, outcome, isOldPhoneRequired }) {
    const { model } = this.#client;
    this.#endUpdate(previous.state);
    const { start } = this.#attempt ?? {};
    this.#token ??= start && model.operations.get(start.key)?.token;
    // There may have been another verification since.
    if (this.#mayGoOn) this.#token = undefined;
    if (state === "editing") this.#mayGoOn = false;
    if (state === "done" && this.#token) this.#tellChange(state, { outcome });
    this.#attempt = undefined;
    this.#isOldRequired = isOldPhoneRequired;
  }

  #judgeEnded(snapshot) {
    const ended = this.#ended;
    this.#ended = undefined;
    if (!ended) return;
    const { was, state } = ended;
    // A step that was overtaken by the next one is not judged.
    const isOvertaken = this.#mayGoOn && (was === "verifying" || state === "verifying");
    const from = isOvertaken ? undefined : ended.from;
    if (isOvertaken) this.#isOldRequired = snapshot.isOldPhoneRequired;
    const seen = { ...snapshot, state };
    const mayHaveUpdated = was === "verifying" && state !== "updating" && state !== "confirming";
    if (was === "updating" || mayHaveUpdated) this.#endUpdate(was);
    if (was === "sending-code") this.#judgeSending(from, seen);
    if (was === "verifying") this.#judgeVerification(from, seen);
    if (was === "updating") this.#judgeUpdate(from, seen);
    if (state === "editing") this.#mayGoOn = false;
    this.#expect(state !== "done" || snapshot.error === undefined, "done, with an error");
    this.#expect(
      snapshot.isOldPhoneRequired === this.#isOldRequired,
      "the old number is asked for, or not, without reason",
    );
  }

  /** The step that was left may have been an update, or an update may have begun and ended unseen. */
  #endUpdate(state) {
    const { model } = this.#client;
    if (state === "updating") model.ended(this.#token);
    else model.mayHaveEnded(this.#token);
  }

  #begin(snapshot) {
    const { model } = this.#client;
    const { state, newPhone, oldPhone, newCode, oldCode, isOldPhoneRequired } = snapshot;
    const codes = [[newPhone?.e164, digitsOf(newCode)]];
    if (isOldPhoneRequired) codes.push([oldPhone?.e164, digitsOf(oldCode)]);
    if (state !== "updating") {
      this.#isOutdated = false;
      this.#typed = { new: false, old: false };
      this.#token = undefined;
    }
    if (state === "sending-code") {
      const keys = ["new", "old"].map((side) => sendKey(CHANNELS[side], snapshot[`${side}Phone`]?.e164));
      this.#attempt = { starts: keys.map((key) => model.begin(key)) };
    } else if (state === "verifying") {
      this.#attempt = { start: model.begin(verifyKey(codes)), refuses: model.refusesCodes(codes) };
      // An old code that is there in full submits itself as soon as it is asked for.
      const { autoSubmitLength } = this.#options;
      if (!isOldPhoneRequired && autoSubmitLength && digitsOf(oldCode).length === autoSubmitLength)
        this.#mayGoOn = true;
    } else if (this.#token) {
      const start = model.begin(updateKey(this.#token));
      start.wasInDoubt = model.tokenOf(this.#token).isInDoubt;
      const refuses = model.refusesToken(this.#token);
      model.begins(this.#token, refuses);
      this.#attempt = { start, refuses };
    } else {
      this.#attempt = undefined;
    }
    // Without a listener its requests may be on their way already, or answered.
    if (this.isWatched || !this.#attempt) return;
    const { starts = [], start, refuses } = this.#attempt;
    for (const each of [...starts, start ?? {}]) each.joined = each.isUnclear = true;
    if (state === "verifying") refuses.may = true;
  }

  #judgeSending(from, snapshot) {
    if (!from?.starts || !snapshot.error) return;
    const ends = from.starts.flatMap((start) => [...this.#client.model.sendEnds(start)]);
    this.#judge("sending", ends, snapshot.error.code);
  }

  #judgeVerification(from, { state, error, newCode, oldCode }) {
    const { ends, token } = from ? this.#client.model.verifyEnds(from.start, from.refuses) : {};
    if (!error) {
      if (from) this.#judge("verification", ends, "success");
      this.#expect(state !== "editing" || this.#isOutdated || !from, "a verified change is dropped");
      this.#expect(this.#typed.new || newCode === "", "a used code stays");
      this.#expect(this.#typed.old || oldCode === "", "a used code stays");
      this.#token = state === "editing" ? undefined : token;
      const expected = this.#options.confirm ? "confirming" : "updating";
      this.#expect(state === "editing" || state === expected, `verified: ${state}`);
      return;
    }
    if (from) this.#judge("verification", ends, error.code);
    const isOldWanted = error.code === "ERR_OLD_PHONE_REQUIRED" || error.code === "ERR_REJECTED";
    if (isOldWanted && this.#options.verifyOldPhone === "auto") this.#isOldRequired = true;
    if (/^ERR_PASS_CODE/.test(error.code)) {
      const isOld = error.field?.startsWith("old");
      const isNew = error.field?.startsWith("new");
      this.#expect(isOld || this.#typed.new || newCode === "", "a judged code stays");
      this.#expect(isNew || this.#typed.old || oldCode === "", "a judged code stays");
    }
  }

  #judgeUpdate(from, { state, error, outcome }) {
    if (!from) return;
    const { model } = this.#client;
    const end = outcome ?? error?.code;
    this.#judge("update", model.updateEnds(from.start, from.refuses), end);
    this.#tellChange(state, outcome === undefined ? this.#world.describe(error) : { outcome });
    if (end === "ERR_UPDATE_TOKEN_EXPIRED") this.#expect(state === "expired", `expired: ${state}`);
    if (end === "ERR_NETWORK" || end === "ERR_OUTCOME_UNKNOWN") {
      this.#expect(state === "in-doubt" || this.#isOutdated, `${end}: ${state}`);
    }
  }

  #judge(what, ends, end) {
    this.#world.count(`form: ${what}`, end);
    if (end === "ERR_DISPOSED" && this.#client.isDisposed) return;
    this.#expect([...ends].includes(end), `${what} ends with ${end} instead of ${[...ends].join(" or ")}`);
  }

  #tellChange(state, said) {
    this.#tell({ kind: "form", was: "updating", state, token: this.#token, ...said });
  }

  /** What may be done follows from what is shown. */
  #checkMay(snapshot) {
    const { state, newPhone, oldPhone, newCode, oldCode, can, isOldPhoneRequired } = snapshot;
    if (!snapshot.isReady) return;
    const check = this.#options.phoneCheck ?? this.#client.phoneCheck;
    const isUsual =
      newPhone?.isPossible &&
      (check === "possible" || (newPhone.isValid && (check === "valid" || newPhone.type !== "fixed-line")));
    const isUsable = this.#isUnusualUsed ? newPhone?.isPossible : isUsual;
    const isEditable = state === "editing" || state === "expired";
    const isOldUsable = isOldPhoneRequired && oldPhone?.isPossible;
    const isOldComplete =
      !isOldPhoneRequired || (isOldUsable && oldPhone.e164 !== newPhone?.e164 && digitsOf(oldCode) !== "");
    const expected = {
      sendNewCode: isEditable && isUsable && snapshot.newCooldownSeconds === 0,
      sendOldCode: isEditable && isOldUsable && snapshot.oldCooldownSeconds === 0,
      submit: state === "editing" && isUsable && digitsOf(newCode) !== "" && isOldComplete,
      confirm: state === "confirming" || state === "in-doubt",
      useUnusualNumber: isEditable && !isUsable && newPhone?.isPossible,
    };
    for (const [name, value] of Object.entries(expected)) {
      this.#expect(can[name] === Boolean(value), `can.${name} is ${can[name]} while ${state}`);
    }
  }

  #checkSeconds(previous, snapshot) {
    const { tokenSeconds, newCooldownSeconds, oldCooldownSeconds } = snapshot;
    for (const seconds of [tokenSeconds, newCooldownSeconds, oldCooldownSeconds]) {
      this.#expect(Number.isInteger(seconds) && seconds >= 0, `${seconds} seconds`);
    }
    // Without a listener, a code that was typed meanwhile may have submitted itself: then the token is another one.
    const isSame = this.isWatched || !this.#mayGoOn;
    if (previous.tokenSeconds > 0 && isSame)
      this.#expect(tokenSeconds <= previous.tokenSeconds, "a token's seconds grow");
    if (tokenSeconds > 0 && this.#token && this.#attempt)
      this.#world.checkTokenSeconds(this.#client, this.#token, tokenSeconds);
    for (const side of ["new", "old"]) this.#checkCooldown(side, previous, snapshot);
  }

  /** The seconds may grow for another number, which is read from the store, and after an answer that came since they were shown first. */
  #checkCooldown(side, previous, snapshot) {
    const name = `${side}CooldownSeconds`;
    const e164 = snapshot[`${side}Phone`]?.e164;
    const { clock, rules } = this.#world;
    if (previous[`${side}Phone`]?.e164 !== e164) this.#isLookedFor[side] = true;
    if (snapshot[name] <= previous[name]) return;
    const newest = rules.cooldowns.newest(sendKey(CHANNELS[side], e164));
    // Another tab that reads a beginning in the future begins anew, for all.
    const wasSetBack = clock.peaks.length > 0;
    const isNew = this.#isLookedFor[side] || previous[name] === 0;
    const isExplained = isNew || newest >= this.#shownSince[side] || wasSetBack;
    this.#expect(isExplained, `the seconds of a cool-down grow from ${previous[name]} to ${snapshot[name]}`);
    this.#shownSince[side] = clock.elapsed;
  }

  #expect(isTrue, text) {
    this.#world.expect(isTrue, () => `${this.name}: ${typeof text === "function" ? text() : text}`);
  }
}
