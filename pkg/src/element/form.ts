// `<update-phone-form>`: brings together the flow, which decides, and the views, which show.
import { loadedCore } from "../loading.js";
import { parsePhone } from "../phone.js";
import type { Client, Flow, FlowOptions, FlowSnapshot, Language, PhoneInput, PhoneNumber } from "../types.js";
import { announcementOf } from "./announcer.js";
import { CodeField } from "./code-field.js";
import type { Host, Side } from "./host.js";
import { english, languageFor, loadTexts, tagOf } from "./language.js";
import { LitElement, type PropertyValues, type TemplateResult } from "./lit.js";
import { PhoneField } from "./phone-field.js";
import { type Action, codeProblem, type Problem, phoneProblem, problemOf } from "./problems.js";
import { Steps } from "./steps.js";
import { styles } from "./styles/index.js";
import type { FormSnapshot, Texts, UpdatePhoneFormElement, UpdatePhoneFormEventMap } from "./types.js";
import { type FormView, renderForm } from "./views.js";
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

/** Where a form is at, beside its flow. */
export class FormElement extends LitElement implements Host, FormView, UpdatePhoneFormElement {
  static override readonly properties = {
    client: { attribute: false },
    // Frameworks make the same options anew at each turn.
    options: { attribute: false, hasChanged: (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b) },
    currentPhone: { attribute: "current-phone" },
    texts: { attribute: false, noAccessor: true },
  };
  static override readonly styles = styles;
  // Lit's accessors are on the prototype: fields of the same names would hide them.
  declare client: Client | undefined;
  declare options: FlowOptions;
  declare currentPhone: PhoneInput | undefined;

  readonly fields = {
    new: new PhoneField(
      this,
      "new",
      (input) => this.#typePhone("new", input),
      () => this.#leave("new"),
    ),
    old: new PhoneField(
      this,
      "old",
      (input) => this.#typePhone("old", input),
      () => this.#leave("old"),
    ),
  };
  readonly codes = {
    new: new CodeField(this, "new", (code) => this.#typeCode("new", code)),
    old: new CodeField(this, "old", (code) => this.#typeCode("old", code)),
  };
  steps = new Steps();
  snapshot = NOTHING_YET;
  action: Action | undefined;
  /** What is wrong before anything was sent. */
  ownProblem: Problem | undefined;
  /** The number for which a code is to be sent as soon as the module is there. */
  awaitedSide: Side | undefined;
  /** The state that leads to `updating`, which goes on being shown meanwhile. */
  stateShown: FlowSnapshot["state"] = "editing";
  /** How many seconds the token had at first. */
  tokenLifetime = 0;
  /** The last error has made the step of the old number appear. */
  isOldStepNew = false;
  tag = "";

  #flow: Flow | undefined;
  #unsubscribe: (() => void) | undefined;
  #givenTexts: Texts | undefined;
  #loadedTexts: Texts = english;
  #language: Language | undefined;
  #loadingTexts: Promise<void> | undefined;
  #said = "";
  #focusId: string | undefined;
  #otp: AbortController | undefined;
  /** Of this element and of all that it may have its language from. */
  #languages: MutationObserver | undefined;

  constructor() {
    super();
    this.options = {};
  }

  get texts(): Texts {
    return this.#givenTexts ?? this.#loadedTexts;
  }

  set texts(texts: Texts | undefined) {
    this.#givenTexts = texts ?? undefined;
    this.requestUpdate();
  }

  get root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }

  /** The number that the account has, where it is known. */
  get currentNumber(): PhoneNumber | undefined {
    const { isOldPhoneRequired, oldPhone } = this.snapshot;
    if (isOldPhoneRequired) return oldPhone;
    return this.currentPhone && loadedCore() ? parsePhone(this.currentPhone) : undefined;
  }

  get problem(): Problem | undefined {
    return this.ownProblem ?? problemOf(this.snapshot, this.action, this.isOldStepNew, this.texts);
  }

  reset(): void {
    for (const side of SIDES) this.fields[side].reset();
    this.#beginAnew();
    this.#flow?.reset();
    this.#takeCurrentPhone();
  }

  // ── Life ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    this.#chooseTexts();
    this.#languages ??= new MutationObserver(() => this.#chooseTexts());
    for (const tree of new Set([document, this.getRootNode()])) {
      this.#languages.observe(tree, { subtree: true, attributeFilter: ["lang"] });
    }
    this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#languages?.disconnect();
    this.#otp?.abort();
    for (const side of SIDES) this.fields[side].picker.close();
  }

  /** Nothing is shown in one language to be replaced by another at once. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated && !this.#givenTexts) await this.#loadingTexts;
    super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("client") || changed.has("options")) this.#makeFlow();
    else if (changed.has("currentPhone")) this.#takeCurrentPhone();
  }

  protected override render(): TemplateResult {
    return renderForm(this, this.#said);
  }

  protected override updated(): void {
    for (const side of SIDES) this.fields[side].picker.shown();
    const id = this.#focusId;
    this.#focusId = undefined;
    const target = id && this.root.getElementById(id);
    if (!target) return;
    target.focus();
    // What is wrong is typed over.
    if (target instanceof HTMLInputElement && target.ariaInvalid === "true") target.select();
  }

  #chooseTexts(): void {
    this.tag = tagOf(this);
    const language = languageFor(this.tag);
    this.tag ||= language;
    if (language === this.#language) return;
    this.#language = language;
    this.#loadingTexts = loadTexts(language).then((texts) => {
      if (language !== this.#language) return;
      this.#loadedTexts = texts;
      this.requestUpdate();
    });
  }

  #makeFlow(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#flow?.dispose();
    this.#flow = this.client?.createFlow(this.options);
    this.snapshot = NOTHING_YET;
    this.#beginAnew();
    this.#takeCurrentPhone();
    // What was typed before there was a client.
    this.#flow?.setNewPhone(this.fields.new.input);
    if (this.isConnected) this.#listen();
  }

  #beginAnew(): void {
    this.steps = new Steps();
    this.action = undefined;
    this.ownProblem = undefined;
    this.awaitedSide = undefined;
    this.stateShown = "editing";
    this.#otp?.abort();
    this.requestUpdate();
  }

  #takeCurrentPhone(): void {
    if (!this.currentPhone) return;
    this.fields.old.take(this.currentPhone);
    this.#settleCurrentPhone();
  }

  #settleCurrentPhone(): void {
    if (!this.currentPhone || !loadedCore()) return;
    this.fields.old.settle();
    this.fields.new.setLikely(this.fields.old.region);
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
      this.isOldStepNew = now.isOldPhoneRequired && !before.isOldPhoneRequired;
      this.#failed();
    }
    if (now.state !== before.state) this.#arrived(now.state);
    const message =
      now.error && now.error !== before.error ? this.problem?.text : announcementOf(now, before, this.texts);
    if (message) this.say(message);
    this.requestUpdate();
    this.#tell(now, before);
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
    const problem = this.problem as Problem;
    const { place, isFault } = problem;
    if (place === "new-phone" && isFault) this.steps.open("new");
    if (place === "old-phone" && isFault) this.steps.open("old");
    const isFilledIn = this.isOldStepNew && this.fields.old.text !== "";
    this.focusLater(isFilledIn ? "old-send" : place === "codes" ? "new-code" : place === "button" ? "banner" : place);
  }

  #arrived(state: FlowSnapshot["state"]): void {
    if (state === "confirming" || state === "in-doubt" || state === "done") this.focusLater("heading");
    if (state === "expired") this.focusLater("banner");
    if (state === "done" || state === "expired") this.#otp?.abort();
  }

  /** Codes are no one else's business. */
  #tell(now: FlowSnapshot, before: FlowSnapshot): void {
    const { newCode, oldCode, ...detail } = now;
    const { newCode: formerNew, oldCode: formerOld, ...former } = before;
    const names = Object.keys(detail) as (keyof FormSnapshot)[];
    if (names.every((name) => detail[name] === former[name])) return;
    this.#dispatch("update-phone-state", detail);
    if (now.error && now.error !== before.error) this.#dispatch("update-phone-error", detail);
    if (now.state === "done" && before.state !== "done") this.#dispatch("update-phone-done", detail);
  }

  #dispatch(name: keyof UpdatePhoneFormEventMap, detail: FormSnapshot): void {
    this.dispatchEvent(new CustomEvent(name, { detail: Object.freeze(detail), bubbles: true, composed: true }));
  }

  // ── What a person does ─────────────────────────────────────────────────────────────────────────────────────────────

  #typePhone(side: Side, input: PhoneInput): void {
    this.ownProblem = undefined;
    if (side === "new") this.#flow?.setNewPhone(input);
    else this.#flow?.setOldPhone(input);
  }

  #typeCode(side: Side, code: string): void {
    this.ownProblem = undefined;
    if (side === "new") this.#flow?.setNewCode(code);
    else this.#flow?.setOldCode(code);
    this.requestUpdate();
  }

  /** Says what is wrong with a number once it is left, and not while it is typed. */
  #leave(side: Side): void {
    if (!this.snapshot.isReady || this.fields[side].text === "" || this.isBusy) return;
    const problem = this.#phoneProblem(side);
    // The second question is asked when the number is to be used.
    if (problem && !problem.canInsist) this.ownProblem = problem;
    this.requestUpdate();
  }

  get isBusy(): boolean {
    return ["sending-code", "verifying", "updating"].includes(this.snapshot.state);
  }

  #phoneProblem(side: Side): Problem | undefined {
    const { newPhone } = this.snapshot;
    return phoneProblem(side, this.snapshot, side === "new" ? this.currentNumber : newPhone, this.texts);
  }

  /** Sends a code to a number, unless one is on its way that was sent a moment ago. */
  async send(side: Side): Promise<void> {
    const flow = this.#flow;
    if (this.isBusy) return;
    if (!this.snapshot.isReady) {
      this.awaitedSide = side;
      this.retryLoading();
      return;
    }
    this.ownProblem = this.#phoneProblem(side);
    this.requestUpdate();
    if (this.ownProblem) {
      this.focusLater(this.ownProblem.canInsist ? "insist" : `${side}-phone`);
      this.say(this.ownProblem.text);
      return;
    }
    const { newCooldownSeconds, oldCooldownSeconds, newPhone, oldPhone } = this.snapshot;
    const phone = side === "new" ? newPhone : oldPhone;
    const isCooling = (side === "new" ? newCooldownSeconds : oldCooldownSeconds) > 0;
    this.action = { name: "send", side };
    if (!isCooling) await (side === "new" ? flow?.sendNewCode() : flow?.sendOldCode());
    if (flow !== this.#flow || !phone) return;
    const { error } = this.snapshot;
    // A code that was sent a moment ago, perhaps by another tab, is as good as one that was sent now.
    if (error && error.code !== "ERR_CODE_SENT_TOO_OFTEN") return;
    this.steps.fold(side, phone.e164);
    this.focusLater(`${side}-code`);
    if (!isCooling && !error) this.say(this.texts.saySent(phone.internationalFormat));
    this.#waitForSms(side);
    this.requestUpdate();
  }

  /** After the time is up: codes to all the numbers again that may have one. */
  async renew(): Promise<void> {
    await this.send("new");
    const { isOldPhoneRequired, can, error } = this.snapshot;
    if (isOldPhoneRequired && can.sendOldCode && !error) await this.send("old");
    if (!this.snapshot.error) this.focusLater("new-code");
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
    this.ownProblem = codeProblem("new", snapshot, texts);
    if (!this.ownProblem && isOldNeeded) {
      if (this.steps.isOpen("old", snapshot)) return this.focusLater("old-phone");
      this.ownProblem = codeProblem("old", snapshot, texts);
    }
    this.requestUpdate();
    if (this.ownProblem) {
      this.focusLater(this.ownProblem.place);
      this.say(this.ownProblem.text);
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
    this.ownProblem = undefined;
    this.requestUpdate();
    this.focusLater(`${side}-phone`);
    const { state, newPhoneInput } = this.snapshot;
    if (state !== "confirming" && state !== "in-doubt") return;
    this.#flow?.setNewPhone("");
    this.#flow?.setNewPhone(newPhoneInput);
  }

  retryLoading(): void {
    this.#flow?.setNewPhone(this.fields.new.input);
    this.requestUpdate();
  }

  #waitForSms(side: Side): void {
    this.#otp?.abort();
    const otp = (this.#otp = new AbortController());
    void nextCode(otp.signal).then((code) => {
      if (code && !otp.signal.aborted) this.codes[side].take(code);
    });
  }

  // ── Focus and speech ───────────────────────────────────────────────────────────────────────────────────────────────

  say(message: string): void {
    // The same words once more are a change only with something else in them.
    this.#said = message === this.#said ? `${message}\u00a0` : message;
    this.requestUpdate();
  }

  /** Unless the person has gone elsewhere on the page meanwhile. */
  focusLater(id: string): void {
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const isElsewhere = activeElement && activeElement !== document.body && !this.contains(activeElement);
    if (isElsewhere) return;
    this.#focusId = id;
    this.requestUpdate();
  }
}
