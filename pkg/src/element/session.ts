// The form between the flow, which decides, and the views, which show: what was typed and asked for, where it leads, what is told.
import { loadedCore } from "../loading.js";
import { checkClient } from "../options.js";
import { copyPhoneInput, parsePhone } from "../phone.js";
import type { Client, Flow, FlowOptions, FlowSnapshot, PhoneInput, PhoneNumber } from "../types.js";
import { announcementOf } from "./announcer.js";
import { CodeField } from "./code-field.js";
import type { Host, Side } from "./host.js";
import { PhoneField } from "./phone-field.js";
import { type Action, codeProblem, type Problem, phoneProblem, problemOf } from "./problems.js";
import { Steps } from "./steps.js";
import type { FormSnapshot, Texts } from "./types.js";
import type { FormView } from "./views.js";
import { nextCode } from "./web-otp.js";

const SIDES = ["new", "old"] as const;

/** Before there is a client. */
const NOTHING_YET: FlowSnapshot = Object.freeze({
  state: "editing",
  isReady: false,
  newPhoneInput: "",
  oldPhoneInput: "",
  newPhone: undefined,
  oldPhone: undefined,
  newCode: "",
  oldCode: "",
  isOldPhoneRequired: false,
  newCooldownSeconds: 0,
  oldCooldownSeconds: 0,
  tokenSeconds: 0,
  outcome: undefined,
  error: undefined,
  can: Object.freeze({
    sendNewCode: false,
    sendOldCode: false,
    submit: false,
    confirm: false,
    useUnusualNumber: false,
  }),
});

/** What the field shows itself while it is typed into: nothing has to be drawn anew with each digit. */
const TYPED: ReadonlySet<string> = new Set<keyof FlowSnapshot>([
  "newPhoneInput",
  "newPhone",
  "oldPhoneInput",
  "oldPhone",
]);

/** Where a form is at. */
export class Session implements FormView {
  readonly fields: Record<Side, PhoneField>;
  readonly codes: Record<Side, CodeField>;
  steps = new Steps();
  snapshot = NOTHING_YET;
  action: Action | undefined;
  /** The number for which a code is to be sent as soon as the module is there. */
  awaitedSide: Side | undefined;
  /** The state that led to `updating`, which goes on being shown meanwhile. */
  stateShown: FlowSnapshot["state"] = "editing";
  /** How many seconds the token had at first. */
  tokenLifetime = 0;
  options: FlowOptions = {};

  readonly #host: Host;
  #flow: Flow | undefined;
  #unsubscribe: (() => void) | undefined;
  #isConnected = false;
  #currentPhone: PhoneInput | undefined;
  /** What is wrong before anything was sent. */
  #ownProblem: Problem | undefined;
  /** The last error has made the step of the old number appear. */
  #isOldStepNew = false;
  #otp: AbortController | undefined;

  constructor(host: Host) {
    this.#host = host;
    const [newSide, oldSide] = SIDES.map((side) => ({
      field: new PhoneField(
        host,
        side,
        (input) => this.#typePhone(side, input),
        () => this.#leave(side),
      ),
      code: new CodeField(
        host,
        side,
        () => (side === "new" ? this.snapshot.newCode : this.snapshot.oldCode),
        (code) => this.#typeCode(side, code),
      ),
    })) as [{ field: PhoneField; code: CodeField }, { field: PhoneField; code: CodeField }];
    this.fields = { new: newSide.field, old: oldSide.field };
    this.codes = { new: newSide.code, old: oldSide.code };
  }

  get texts(): Texts {
    return this.#host.texts;
  }

  /** The number that the account has, where it is known. */
  get currentNumber(): PhoneNumber | undefined {
    const { isOldPhoneRequired, oldPhone } = this.snapshot;
    if (isOldPhoneRequired) return oldPhone;
    return this.#currentPhone && loadedCore() ? parsePhone(this.#currentPhone) : undefined;
  }

  get problem(): Problem | undefined {
    return this.#ownProblem ?? problemOf(this.snapshot, this.action, this.#isOldStepNew, this.texts);
  }

  get isBusy(): boolean {
    return ["sending-code", "verifying", "updating"].includes(this.snapshot.state);
  }

  // ── Life ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  connect(): void {
    this.#isConnected = true;
    this.#listen();
  }

  /** The flow rests without its listener, and goes on when the form is put elsewhere. */
  disconnect(): void {
    this.#isConnected = false;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#otp?.abort();
    for (const side of SIDES) this.fields[side].picker.close();
  }

  reset(): void {
    for (const side of SIDES) this.fields[side].reset();
    this.#beginAnew();
    this.#flow?.reset();
    this.setCurrentPhone(this.#currentPhone);
  }

  /** Begins anew over another client or with other options. */
  setClient(client: Client | undefined, options: FlowOptions): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#flow?.dispose();
    this.#flow = undefined;
    this.options = options;
    if (client) this.#flow = checkClient(client, "createFlow").createFlow(options);
    this.snapshot = NOTHING_YET;
    this.#beginAnew();
    this.setCurrentPhone(this.#currentPhone);
    // What was typed before there was a client.
    this.#flow?.setNewPhone(this.fields.new.input);
    if (this.#isConnected) this.#listen();
  }

  setCurrentPhone(phone: PhoneInput | undefined): void {
    this.#currentPhone = undefined;
    if (!phone) return;
    this.#currentPhone = copyPhoneInput(phone);
    this.fields.old.take(this.#currentPhone);
    this.#settleCurrentPhone();
  }

  #settleCurrentPhone(): void {
    if (!this.#currentPhone || !loadedCore()) return;
    this.fields.old.settle();
    this.fields.new.setLikely(this.fields.old.region);
  }

  #beginAnew(): void {
    this.steps = new Steps();
    this.action = undefined;
    this.#ownProblem = undefined;
    this.awaitedSide = undefined;
    this.stateShown = "editing";
    this.#otp?.abort();
    this.#host.requestUpdate();
  }

  // ── The flow ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #listen(): void {
    const flow = this.#flow;
    if (!flow || this.#unsubscribe) return;
    this.#unsubscribe = flow.subscribe(() => this.#look(flow));
    this.#look(flow);
  }

  #look(flow: Flow): void {
    const before = this.snapshot;
    const now = flow.getSnapshot();
    if (flow !== this.#flow || now === before) return;
    this.snapshot = now;
    if (now.state !== "updating") this.stateShown = now.state;
    this.tokenLifetime = now.tokenSeconds === 0 ? 0 : Math.max(this.tokenLifetime, now.tokenSeconds);
    if (now.isReady && !before.isReady) this.#moduleCame();
    if (now.error) this.awaitedSide = undefined;
    if (now.error && now.error !== before.error) {
      this.#isOldStepNew = now.isOldPhoneRequired && !before.isOldPhoneRequired;
      this.#failed();
    }
    if (now.state !== before.state) this.#arrived(now.state);
    const message =
      now.error && now.error !== before.error ? this.problem?.text : announcementOf(now, before, this.texts);
    if (message) this.#host.say(message);
    const names = Object.keys(now) as (keyof FlowSnapshot)[];
    if (names.some((name) => now[name] !== before[name] && this.#isDrawn(name, now))) this.#host.requestUpdate();
    this.#tell(now, before);
  }

  /** Whether a part of the snapshot is drawn from it: what the field shows itself is not, nor what is needed for numbers that have a code. */
  #isDrawn(name: keyof FlowSnapshot, now: FlowSnapshot): boolean {
    return name === "can" ? !this.steps.isOpen("new", now) || this.steps.wasAsked("old") : !TYPED.has(name);
  }

  /** What was typed can now be judged and written as it should be; what was asked for can be done. */
  #moduleCame(): void {
    const side = this.awaitedSide;
    this.awaitedSide = undefined;
    queueMicrotask(() => {
      this.#settleCurrentPhone();
      this.fields.new.settle();
      if (side) void this.send(side);
    });
  }

  /** Opens the step that has to be gone back to, and puts the focus there. */
  #failed(): void {
    this.#ownProblem = undefined;
    const problem = this.problem as Problem;
    const { place, isFault } = problem;
    for (const side of SIDES) {
      if (place !== `${side}-phone`) continue;
      if (isFault) this.steps.open(side);
      else if (!this.steps.isOpen(side, this.snapshot)) return this.#host.focusLater(`${side}-code`);
    }
    const isFilledIn = this.#isOldStepNew && this.fields.old.text !== "";
    this.#host.focusLater(
      isFilledIn ? "old-send" : place === "codes" ? "new-code" : place === "button" ? "banner" : place,
    );
  }

  #arrived(state: FlowSnapshot["state"]): void {
    if (state === "confirming" || state === "in-doubt" || state === "done") this.#host.focusLater("heading");
    if (state === "expired") this.#host.focusLater("banner");
    if (state === "done" || state === "expired") this.#otp?.abort();
  }

  /** Codes are no one else's business. */
  #tell(now: FlowSnapshot, before: FlowSnapshot): void {
    const { newCode, oldCode, ...detail } = now;
    const names = Object.keys(detail) as (keyof FormSnapshot)[];
    if (names.every((name) => now[name] === before[name])) return;
    this.#host.dispatch("update-phone-state", detail);
    if (now.error && now.error !== before.error) this.#host.dispatch("update-phone-error", detail);
    if (now.state === "done" && before.state !== "done") this.#host.dispatch("update-phone-done", detail);
  }

  // ── What a person does ─────────────────────────────────────────────────────────────────────────────────────────────

  #typePhone(side: Side, input: PhoneInput): void {
    if (this.#ownProblem) this.#host.requestUpdate();
    this.#ownProblem = undefined;
    // A number that has a code already is not folded away from under the fingers.
    if (this.steps.isOpen(side, this.snapshot)) this.steps.open(side);
    if (side === "new") this.#flow?.setNewPhone(input);
    else this.#flow?.setOldPhone(input);
  }

  #typeCode(side: Side, code: string): void {
    this.#ownProblem = undefined;
    if (side === "new") this.#flow?.setNewCode(code);
    else this.#flow?.setOldCode(code);
    this.#host.requestUpdate();
  }

  /** Says what is wrong with a number once it is left, and not while it is typed. */
  #leave(side: Side): void {
    if (!this.snapshot.isReady || this.fields[side].text === "" || this.isBusy) return;
    const problem = this.#phoneProblem(side);
    // The second question is asked when the number is to be used.
    if (problem && !problem.canInsist) this.#ownProblem = problem;
    this.#host.requestUpdate();
  }

  #phoneProblem(side: Side): Problem | undefined {
    const { newPhone } = this.snapshot;
    return phoneProblem(side, this.snapshot, side === "new" ? this.currentNumber : newPhone, this.texts);
  }

  /** Sends a code to a number, unless one is on its way that was sent a moment ago. */
  async send(side: Side): Promise<void> {
    const flow = this.#flow;
    const { steps } = this;
    if (this.isBusy) return;
    if (!this.snapshot.isReady) {
      this.awaitedSide = side;
      this.retryLoading();
      return;
    }
    this.#ownProblem = this.#phoneProblem(side);
    this.#host.requestUpdate();
    if (this.#ownProblem) {
      this.#host.focusLater(this.#ownProblem.canInsist ? "insist" : `${side}-phone`);
      this.#host.say(this.#ownProblem.text);
      return;
    }
    const { newCooldownSeconds, oldCooldownSeconds, newPhone, oldPhone } = this.snapshot;
    const phone = side === "new" ? newPhone : oldPhone;
    const isCooling = (side === "new" ? newCooldownSeconds : oldCooldownSeconds) > 0;
    this.action = { name: "send", side };
    if (!isCooling) await (side === "new" ? flow?.sendNewCode() : flow?.sendOldCode());
    // Another client, or everything from the beginning.
    if (flow !== this.#flow || steps !== this.steps || !phone) return;
    const { error } = this.snapshot;
    // A code that was sent a moment ago, perhaps by another tab, is as good as one that was sent now.
    if (error && error.code !== "ERR_CODE_SENT_TOO_OFTEN") return;
    steps.fold(side, phone.e164);
    this.#host.focusLater(`${side}-code`);
    if (!isCooling && !error) this.#host.say(this.texts.saySent(phone.internationalFormat));
    this.#waitForSms(side);
    this.#host.requestUpdate();
  }

  /** After the time is up: codes to all the numbers again that may have one. */
  async renew(): Promise<void> {
    await this.send("new");
    const { isOldPhoneRequired, can, error } = this.snapshot;
    if (isOldPhoneRequired && can.sendOldCode && !error) await this.send("old");
    if (!this.snapshot.error) this.#host.focusLater("new-code");
  }

  insist(): void {
    this.#flow?.useUnusualNumber();
    void this.send("new");
  }

  /** From a field: on to what is missing, and in the end to the change itself. */
  submit(): void {
    if (this.isBusy) return;
    const { snapshot, texts } = this;
    const isOldNeeded = snapshot.isOldPhoneRequired;
    if (this.steps.isOpen("new", snapshot)) return void this.send("new");
    this.#ownProblem = codeProblem("new", snapshot, texts);
    if (!this.#ownProblem && isOldNeeded) {
      if (this.steps.isOpen("old", snapshot)) return this.#host.focusLater("old-phone");
      this.#ownProblem = codeProblem("old", snapshot, texts);
    }
    this.#host.requestUpdate();
    if (this.#ownProblem) {
      this.#host.focusLater(this.#ownProblem.place);
      this.#host.say(this.#ownProblem.text);
      return;
    }
    this.action = { name: "submit", side: "new" };
    void this.#flow?.submit();
  }

  confirm(): void {
    this.action = { name: "confirm", side: "new" };
    void this.#flow?.confirm();
  }

  /** Back to a number. What was verified with it is given up once it is another one, or at once where only that leads back. */
  edit(side: Side): void {
    this.steps.open(side);
    this.#ownProblem = undefined;
    this.#host.requestUpdate();
    this.#host.focusLater(`${side}-phone`);
    const { state, newPhoneInput } = this.snapshot;
    if (state !== "confirming" && state !== "in-doubt") return;
    this.#flow?.setNewPhone("");
    this.#flow?.setNewPhone(newPhoneInput);
  }

  retryLoading(): void {
    this.#flow?.setNewPhone(this.fields.new.input);
    this.#host.requestUpdate();
  }

  #waitForSms(side: Side): void {
    this.#otp?.abort();
    const otp = (this.#otp = new AbortController());
    void nextCode(otp.signal).then((code) => {
      if (code && !otp.signal.aborted) this.codes[side].take(code);
    });
  }
}
