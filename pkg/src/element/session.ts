// The state of one form. It passes the user's actions to the flow, and the flow's snapshots to views, focus, announcements and events.
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
import { receiveSmsCode } from "./web-otp.js";

const SIDES = ["new", "old"] as const;

/** The snapshot before a client is set. */
const INITIAL_SNAPSHOT: FlowSnapshot = Object.freeze({
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

/** Members that the input fields show themselves, so that typing a digit renders nothing. */
const SHOWN_BY_FIELDS: ReadonlySet<string> = new Set<keyof FlowSnapshot>([
  "newPhoneInput",
  "newPhone",
  "oldPhoneInput",
  "oldPhone",
]);

export class Session implements FormView {
  readonly fields: Record<Side, PhoneField>;
  readonly codes: Record<Side, CodeField>;
  steps = new Steps();
  snapshot = INITIAL_SNAPSHOT;
  action: Action | undefined;
  /** The number that gets a code as soon as the module is loaded. */
  pendingSide: Side | undefined;
  /** The state whose view is shown: while `updating`, the state before it. */
  displayedState: FlowSnapshot["state"] = "editing";
  /** The token's seconds at its beginning. */
  tokenLifetime = 0;
  options: FlowOptions = {};

  readonly #host: Host;
  #flow: Flow | undefined;
  #unsubscribe: (() => void) | undefined;
  #isConnected = false;
  #currentPhone: PhoneInput | undefined;
  /** The account's number when the change was verified. The page may set another one while the change is made. */
  #numberBeforeChange: PhoneNumber | undefined;
  /** A problem that the form found itself, before anything was sent. */
  #localProblem: Problem | undefined;
  /** Whether the last error has made the step of the old number appear. */
  #hasRevealedOldStep = false;
  #otpRequest: AbortController | undefined;

  constructor(host: Host) {
    this.#host = host;
    const [newSide, oldSide] = SIDES.map((side) => ({
      field: new PhoneField(
        host,
        side,
        (input) => this.#onPhoneInput(side, input),
        () => this.#onPhoneLeft(side),
      ),
      code: new CodeField(
        host,
        side,
        () => (side === "new" ? this.snapshot.newCode : this.snapshot.oldCode),
        (code) => this.#onCodeInput(side, code),
      ),
    })) as [{ field: PhoneField; code: CodeField }, { field: PhoneField; code: CodeField }];
    this.fields = { new: newSide.field, old: oldSide.field };
    this.codes = { new: newSide.code, old: oldSide.code };
  }

  get texts(): Texts {
    return this.#host.texts;
  }

  /** The account's current number, if it is known. */
  get currentNumber(): PhoneNumber | undefined {
    const { isOldPhoneRequired, oldPhone, state } = this.snapshot;
    if (isOldPhoneRequired) return oldPhone;
    if (state === "done") return this.#numberBeforeChange;
    return this.#currentPhone && loadedCore() ? parsePhone(this.#currentPhone) : undefined;
  }

  get problem(): Problem | undefined {
    return this.#localProblem ?? problemOf(this.snapshot, this.action, this.#hasRevealedOldStep, this.texts);
  }

  get isBusy(): boolean {
    return ["sending-code", "verifying", "updating"].includes(this.snapshot.state);
  }

  // ── Life cycle ──────────────────────────────────────────────────────────────────────────────────────────────────────

  connect(): void {
    this.#isConnected = true;
    this.#subscribe();
  }

  /** Unsubscribes from the flow, which pauses until the form is connected again. */
  disconnect(): void {
    this.#isConnected = false;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#otpRequest?.abort();
    for (const side of SIDES) this.fields[side].picker.close();
  }

  reset(): void {
    for (const side of SIDES) this.fields[side].reset();
    this.#clearProgress();
    this.#flow?.reset();
    this.setCurrentPhone(this.#currentPhone);
  }

  /** Starts over with another client or other options. */
  setClient(client: Client | undefined, options: FlowOptions): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#flow?.dispose();
    this.#flow = undefined;
    this.options = options;
    if (client) this.#flow = checkClient(client, "createFlow").createFlow(options);
    this.snapshot = INITIAL_SNAPSHOT;
    this.#clearProgress();
    this.setCurrentPhone(this.#currentPhone);
    // The number may have been typed before the client was set.
    this.#flow?.setNewPhone(this.fields.new.input);
    if (this.#isConnected) this.#subscribe();
  }

  setCurrentPhone(phone: PhoneInput | undefined): void {
    this.#currentPhone = undefined;
    if (!phone) return;
    this.#currentPhone = copyPhoneInput(phone);
    this.fields.old.fill(this.#currentPhone);
    this.#normaliseCurrentPhone();
  }

  #normaliseCurrentPhone(): void {
    if (!this.#currentPhone || !loadedCore()) return;
    this.fields.old.normalise();
    this.fields.new.setAccountRegion(this.fields.old.region);
  }

  #clearProgress(): void {
    this.steps = new Steps();
    this.action = undefined;
    this.#localProblem = undefined;
    this.#numberBeforeChange = undefined;
    this.pendingSide = undefined;
    this.displayedState = "editing";
    this.#otpRequest?.abort();
    this.#host.requestUpdate();
  }

  // ── The flow ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #subscribe(): void {
    const flow = this.#flow;
    if (!flow || this.#unsubscribe) return;
    this.#unsubscribe = flow.subscribe(() => this.#onSnapshot(flow));
    this.#onSnapshot(flow);
  }

  #onSnapshot(flow: Flow): void {
    const before = this.snapshot;
    const now = flow.getSnapshot();
    if (flow !== this.#flow || now === before) return;
    this.snapshot = now;
    if (now.state !== "updating") this.displayedState = now.state;
    this.tokenLifetime = now.tokenSeconds === 0 ? 0 : Math.max(this.tokenLifetime, now.tokenSeconds);
    if (now.isReady && !before.isReady) this.#onModuleLoaded();
    if (now.error) this.pendingSide = undefined;
    if (now.error && now.error !== before.error) {
      this.#hasRevealedOldStep = now.isOldPhoneRequired && !before.isOldPhoneRequired;
      this.#onError();
    }
    if (now.state === "verifying" && before.state !== "verifying") this.#numberBeforeChange = this.currentNumber;
    if (now.state !== before.state) this.#onStateEntered(now.state);
    const message =
      now.error && now.error !== before.error ? this.problem?.text : announcementOf(now, before, this.texts);
    if (message) this.#host.announce(message);
    const names = Object.keys(now) as (keyof FlowSnapshot)[];
    if (names.some((name) => now[name] !== before[name] && this.#needsRendering(name, now))) this.#host.requestUpdate();
    this.#dispatchEvents(now, before);
  }

  /** Returns whether a changed member needs a rendering. `can` matters only while a number is edited or the old one has a code. */
  #needsRendering(name: keyof FlowSnapshot, now: FlowSnapshot): boolean {
    return name === "can"
      ? !this.steps.isOpen("new", now) || this.steps.hasRequestedCode("old")
      : !SHOWN_BY_FIELDS.has(name);
  }

  /** Formats the numbers that were typed before the module was loaded, and sends the code that was requested meanwhile. */
  #onModuleLoaded(): void {
    const side = this.pendingSide;
    this.pendingSide = undefined;
    queueMicrotask(() => {
      this.#normaliseCurrentPhone();
      this.fields.new.normalise();
      if (side) void this.send(side);
    });
  }

  /** Opens the step that the error belongs to, and focuses it. */
  #onError(): void {
    this.#localProblem = undefined;
    const problem = this.problem as Problem;
    const { place, isFault } = problem;
    for (const side of SIDES) {
      if (place !== `${side}-phone`) continue;
      if (isFault) this.steps.open(side);
      else if (!this.steps.isOpen(side, this.snapshot)) return this.#host.focusLater(`${side}-code`);
    }
    const isFilledIn = this.#hasRevealedOldStep && this.fields.old.text !== "";
    this.#host.focusLater(
      isFilledIn ? "old-send" : place === "codes" ? "new-code" : place === "button" ? "banner" : place,
    );
  }

  #onStateEntered(state: FlowSnapshot["state"]): void {
    if (state === "confirming" || state === "in-doubt" || state === "done") this.#host.focusLater("heading");
    if (state === "expired") this.#host.focusLater("banner");
    if (state === "done" || state === "expired") this.#otpRequest?.abort();
  }

  /** Dispatches the element's events. They carry no codes. */
  #dispatchEvents(now: FlowSnapshot, before: FlowSnapshot): void {
    const { newCode, oldCode, ...detail } = now;
    const names = Object.keys(detail) as (keyof FormSnapshot)[];
    if (names.every((name) => now[name] === before[name])) return;
    this.#host.dispatch("update-phone-state", detail);
    if (now.error && now.error !== before.error) this.#host.dispatch("update-phone-error", detail);
    if (now.state === "done" && before.state !== "done") this.#host.dispatch("update-phone-done", detail);
  }

  // ── The user's actions ──────────────────────────────────────────────────────────────────────────────────────────────

  #onPhoneInput(side: Side, input: PhoneInput): void {
    if (this.#localProblem) this.#host.requestUpdate();
    this.#localProblem = undefined;
    // Typing a number that already has a code must not close the step.
    if (this.steps.isOpen(side, this.snapshot)) this.steps.open(side);
    if (side === "new") this.#flow?.setNewPhone(input);
    else this.#flow?.setOldPhone(input);
  }

  #onCodeInput(side: Side, code: string): void {
    this.#localProblem = undefined;
    if (side === "new") this.#flow?.setNewCode(code);
    else this.#flow?.setOldCode(code);
    this.#host.requestUpdate();
  }

  /** Shows a number's problem when its field is left, not while it is typed. */
  #onPhoneLeft(side: Side): void {
    if (!this.snapshot.isReady || this.fields[side].text === "" || this.isBusy) return;
    const problem = this.#phoneProblem(side);
    // "Use it anyway?" is asked only when the number is used.
    if (problem && !problem.canInsist) this.#localProblem = problem;
    this.#host.requestUpdate();
  }

  #phoneProblem(side: Side): Problem | undefined {
    const { newPhone } = this.snapshot;
    return phoneProblem(side, this.snapshot, side === "new" ? this.currentNumber : newPhone, this.texts);
  }

  /** Sends a code to a number. While the number is cooling down, the step moves on to the code that was sent before. */
  async send(side: Side): Promise<void> {
    const flow = this.#flow;
    const { steps } = this;
    if (this.isBusy) return;
    if (!this.snapshot.isReady) {
      this.pendingSide = side;
      this.retryLoading();
      return;
    }
    this.#localProblem = this.#phoneProblem(side);
    this.#host.requestUpdate();
    if (this.#localProblem) {
      this.#host.focusLater(this.#localProblem.canInsist ? "insist" : `${side}-phone`);
      this.#host.announce(this.#localProblem.text);
      return;
    }
    const { newCooldownSeconds, oldCooldownSeconds, newPhone, oldPhone } = this.snapshot;
    const phone = side === "new" ? newPhone : oldPhone;
    const isCoolingDown = (side === "new" ? newCooldownSeconds : oldCooldownSeconds) > 0;
    this.action = { name: "send", side };
    if (!isCoolingDown) await (side === "new" ? flow?.sendNewCode() : flow?.sendOldCode());
    // The form was reset, or has another client, meanwhile.
    if (flow !== this.#flow || steps !== this.steps || !phone) return;
    const { error } = this.snapshot;
    // A code that was sent a moment ago, perhaps by another tab, can be used.
    if (error && error.code !== "ERR_CODE_SENT_TOO_OFTEN") return;
    steps.fold(side, phone.e164);
    this.#host.focusLater(`${side}-code`);
    if (!isCoolingDown && !error) this.#host.announce(this.texts.saySent(phone.internationalFormat));
    this.#waitForSms(side);
    this.#host.requestUpdate();
  }

  /** Sends new codes to all numbers after the token has expired. */
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

  /** Moves to the first incomplete step, or submits if there is none. */
  submit(): void {
    if (this.isBusy) return;
    const { snapshot, texts } = this;
    const isOldNeeded = snapshot.isOldPhoneRequired;
    if (this.steps.isOpen("new", snapshot)) return void this.send("new");
    this.#localProblem = codeProblem("new", snapshot, texts);
    if (!this.#localProblem && isOldNeeded) {
      if (this.steps.isOpen("old", snapshot)) return this.#host.focusLater("old-phone");
      this.#localProblem = codeProblem("old", snapshot, texts);
    }
    this.#host.requestUpdate();
    if (this.#localProblem) {
      this.#host.focusLater(this.#localProblem.place);
      this.#host.announce(this.#localProblem.text);
      return;
    }
    this.action = { name: "submit", side: "new" };
    void this.#flow?.submit();
  }

  confirm(): void {
    this.action = { name: "confirm", side: "new" };
    void this.#flow?.confirm();
  }

  /** Opens a number for editing. While confirming or in doubt, the verification is given up at once; otherwise when the number changes. */
  edit(side: Side): void {
    this.steps.open(side);
    this.#localProblem = undefined;
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
    this.#otpRequest?.abort();
    const request = (this.#otpRequest = new AbortController());
    void receiveSmsCode(request.signal).then((code) => {
      if (code && !request.signal.aborted) this.codes[side].fill(code);
    });
  }
}
