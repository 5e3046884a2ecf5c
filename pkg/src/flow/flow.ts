import { UpdatePhoneError } from "../errors.js";
import { type Core, discardCore, loadedCore } from "../loading.js";
import { readOnce } from "../phone.js";
import { checkListener, noCountdown } from "../time/countdown.js";
import type {
  Clock,
  CodeSent,
  Countdown,
  Flow,
  FlowOptions,
  FlowSnapshot,
  FlowState,
  PhoneCheck,
  PhoneInput,
  PhoneNumber,
  UpdatePhoneRequest,
  UpdatePhoneRequestResponse,
  UpdatePhoneResponse,
} from "../types.js";
import type {
  CoolingDown,
  Flow as Machine,
  FlowAnswer,
  FlowEffect,
  FlowEvent,
  FlowView,
  Side,
} from "../wasm/module.js";

/** What a form needs of its client. */
export interface FlowClient {
  readonly clock: Clock;
  readonly phoneCheck: PhoneCheck;
  load(signal: AbortSignal): Promise<Core>;
  sendCode(purpose: "new" | "old", phone: PhoneInput, check: PhoneCheck, signal: AbortSignal): Promise<CodeSent>;
  verify(request: UpdatePhoneRequest, check: PhoneCheck, signal: AbortSignal): Promise<UpdatePhoneRequestResponse>;
  update(granted: UpdatePhoneRequestResponse, signal: AbortSignal): Promise<UpdatePhoneResponse>;
  cooldown(purpose: "new" | "old", phone: PhoneInput): Promise<Countdown>;
  /** Tells that a cool-down may have started, here or in another tab, until the returned function is called. */
  watchCooldowns(listener: () => void): () => void;
}

/** One of the two numbers as it was entered, and what is known of it. */
interface PhoneEntry {
  input: PhoneInput;
  phone: PhoneNumber | undefined;
  code: string;
  cooldown: Countdown;
}

const DONE = Promise.resolve();
const SIDES = ["new", "old"] as const;
const NOTHING: FlowSnapshot["can"] = Object.freeze({
  sendNewCode: false,
  sendOldCode: false,
  submit: false,
  confirm: false,
  useUnusualNumber: false,
});

/** Drives the machine: hands it what happens, carries out what that sets off, and shows what it says. */
export class ChangePhoneFlow implements Flow {
  readonly #client: FlowClient;
  readonly #options: FlowOptions;
  readonly #listeners = new Set<() => void>();
  readonly #disposal = new AbortController();
  #entries: Record<Side, PhoneEntry>;
  #machine: Machine | undefined;
  /** What `#machine` is in. */
  #core: Core | undefined;
  /** What the machine has shown last, and which numbers were cooling down then. */
  #shown: { view: FlowView; coolingDown: CoolingDown } | undefined;
  #starting: Promise<void> | undefined;
  #token: UpdatePhoneRequestResponse | undefined;
  #error: UpdatePhoneError | undefined;
  #outcome: FlowSnapshot["outcome"];
  #snapshot: FlowSnapshot;
  /** What is on its way, and what it sets off. */
  #activity: Promise<void> = DONE;
  /** Grows with every reset: what was set off before concerns nobody any more. */
  #generation = 0;
  /** What ends the listening to time and to other tabs, which goes on while somebody listens here. */
  #unsubscribers: (() => void)[] = [];

  constructor(client: FlowClient, options: FlowOptions) {
    this.#client = client;
    this.#options = options;
    this.#entries = this.#emptyEntries();
    this.#snapshot = this.#look();
  }

  readonly getSnapshot = (): FlowSnapshot => {
    // While it rests nothing tells that time has passed.
    if (this.#listeners.size === 0) this.#refresh();
    return this.#snapshot;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    checkListener(listener);
    // Each subscription counts for itself, also of one listener twice.
    const subscription = (): void => listener();
    this.#listeners.add(subscription);
    if (this.#listeners.size === 1) this.#revive();
    return () => {
      this.#listeners.delete(subscription);
      if (this.#listeners.size === 0) this.#rest();
    };
  };

  readonly setNewPhone = (input: PhoneInput): void => this.#setPhone("new", input);
  readonly setOldPhone = (input: PhoneInput): void => this.#setPhone("old", input);
  readonly setNewCode = (code: string): void => this.#setCode("new", code);
  readonly setOldCode = (code: string): void => this.#setCode("old", code);
  readonly useUnusualNumber = (): void => {
    void this.#handle({ type: "use-unusual-number" });
    void this.#findCooldown("new");
  };
  readonly sendNewCode = (): Promise<void> => this.#act({ type: "send", side: "new" });
  readonly sendOldCode = (): Promise<void> => this.#act({ type: "send", side: "old" });
  readonly submit = (): Promise<void> => this.#act({ type: "submit" });
  readonly confirm = (): Promise<void> => this.#act({ type: "confirm" });

  readonly reset = (): void => {
    if (this.#isDisposed) return;
    this.#generation += 1;
    this.#entries = this.#emptyEntries();
    this.#error = undefined;
    this.#outcome = undefined;
    void this.#handle({ type: "reset" });
    this.#listen();
    this.#changed();
  };

  readonly dispose = (): void => {
    this.#generation += 1;
    this.#disposal.abort();
    this.#rest();
    this.#listeners.clear();
    this.#token = undefined;
    this.#machine?.free();
    this.#machine = undefined;
    // What was typed is kept by nobody who keeps the form.
    this.#entries = this.#emptyEntries();
    this.#refresh();
  };

  get #isDisposed(): boolean {
    return this.#disposal.signal.aborted;
  }

  /** Then only a reset leads on. */
  get #isDone(): boolean {
    return this.#snapshot.state === "done";
  }

  #emptyEntries(): Record<Side, PhoneEntry> {
    const empty = (): PhoneEntry => ({ input: "", phone: undefined, code: "", cooldown: this.#noCooldown() });
    return { new: empty(), old: empty() };
  }

  // ── What a person does ─────────────────────────────────────────────────────────────────────────────────────────────

  #setPhone(side: Side, input: PhoneInput): void {
    // Refuses what is no number at all, before as after the module is there.
    const read = readOnce(input);
    if (this.#isDisposed || this.#isDone) return;
    const entry = this.#entries[side];
    entry.input = read;
    this.#error = undefined;
    if (this.#machine) {
      this.#judge(side);
      return;
    }
    void this.#start();
    this.#changed();
  }

  #setCode(side: Side, code: string): void {
    if (typeof code !== "string")
      throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "code: must be a string" });
    if (this.#isDisposed || this.#isDone) return;
    this.#entries[side].code = code;
    this.#error = undefined;
    if (this.#machine) {
      void this.#handle({ type: "code", side, code });
      return;
    }
    void this.#start();
    this.#changed();
  }

  async #act(event: FlowEvent): Promise<void> {
    if (this.#isDisposed) return;
    if (!this.#machine) await this.#start();
    await this.#handle(event);
  }

  /** Has a number judged, and looks for a cool-down that it is in. */
  #judge(side: Side): void {
    const entry = this.#entries[side];
    const former = entry.phone?.e164;
    const event = { type: "phone", side, input: entry.input } as const;
    const answer = this.#put(event);
    if (answer === undefined) return;
    entry.phone = answer.phone && Object.freeze(answer.phone);
    const isOther = entry.phone?.e164 !== former;
    // Until its own is found: a store may take its time.
    if (isOther && !entry.cooldown.isExpired) {
      entry.cooldown = this.#noCooldown();
      this.#listen();
    }
    void this.#carryOut(event, answer);
    if (isOther && this.#isSendable(entry.phone)) void this.#findCooldown(side);
  }

  /** Loads the module, and tells the machine what was typed meanwhile. A failed load is tried again with the next thing done. */
  #start(): Promise<void> {
    const core = loadedCore();
    if (core) {
      this.#begin(core);
      return Promise.resolve();
    }
    this.#starting ??= this.#client
      .load(this.#disposal.signal)
      .then(
        (loaded) => this.#begin(loaded),
        (error: UpdatePhoneError) => {
          this.#error = error;
        },
      )
      .finally(() => {
        this.#starting = undefined;
        this.#changed();
      });
    return this.#starting;
  }

  #begin(core: Core): void {
    if (this.#isDisposed || this.#machine) return;
    const { verifyOldPhone = "auto", confirm = false, autoSubmitLength = 0, phoneCheck } = this.#options;
    const check = phoneCheck ?? this.#client.phoneCheck;
    this.#machine = new core.Flow({ verifyOldPhone, confirm, autoSubmitLength, phoneCheck: check });
    this.#core = core;
    this.#shown = undefined;
    // The machine clears the code of a number that it has not seen before.
    const codes = { new: this.#entries.new.code, old: this.#entries.old.code };
    for (const side of SIDES) this.#judge(side);
    for (const side of SIDES) {
      this.#entries[side].code = codes[side];
      void this.#handle({ type: "code", side, code: codes[side] });
    }
  }

  // ── What that sets off ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Hands an event to the machine, and carries out what it sets off. */
  #handle(event: FlowEvent): Promise<void> {
    const answer = this.#put(event);
    return answer === undefined ? DONE : this.#carryOut(event, answer);
  }

  /** What the machine answers to an event, if it is there. */
  #put(event: FlowEvent): FlowAnswer | undefined {
    return this.#ask((machine, coolingDown) => {
      const answer = machine.handle(event, coolingDown);
      const view = answer.view ?? this.#shown?.view;
      this.#shown = view && { view, coolingDown };
      return answer;
    });
  }

  /** Asks the machine, if it is there; one that meets a trap is made anew. */
  #ask<T>(question: (machine: Machine, coolingDown: CoolingDown) => T): T | undefined {
    const coolingDown = this.#coolingDown;
    const machine = this.#liveMachine;
    if (!machine) return undefined;
    try {
      return question(machine, coolingDown);
    } catch (cause) {
      discardCore(this.#core as Core, cause);
      this.#trapped(cause);
      return undefined;
    }
  }

  /** Does what an answer of the machine says. */
  #carryOut(event: FlowEvent, { effects }: FlowAnswer): Promise<void> {
    if (effects.includes("illegal")) {
      warn(event, this.#snapshot.state);
      this.#changed();
      return this.#activity;
    }
    let activity = DONE;
    for (const effect of effects) activity = this.#perform(effect) ?? activity;
    if (activity !== DONE) this.#activity = activity;
    this.#changed();
    return activity;
  }

  /** Does one thing; what takes time is promised. */
  #perform(effect: FlowEffect): Promise<void> | undefined {
    switch (effect) {
      case "clear-new-code":
        this.#entries.new.code = "";
        return undefined;
      case "clear-old-code":
        this.#entries.old.code = "";
        return undefined;
      case "forget-token":
        this.#setToken(undefined);
        return undefined;
      case "send-new-code":
        return this.#sendCode("new");
      case "send-old-code":
        return this.#sendCode("old");
      case "verify":
        return this.#verify();
      case "update":
        return this.#update();
      default:
        return undefined;
    }
  }

  #sendCode(side: Side): Promise<void> {
    const entry = this.#entries[side];
    const { input, phone } = entry;
    return this.#report({ type: "sent", side }, async (signal) => {
      const { cooldown } = await this.#client.sendCode(side, input, this.#phoneCheck, signal);
      return () => {
        if (entry.phone?.e164 === phone?.e164) entry.cooldown = cooldown;
        this.#listen();
      };
    });
  }

  #verify(): Promise<void> {
    const { new: newEntry, old: oldEntry } = this.#entries;
    const request: UpdatePhoneRequest = {
      newPhoneCountryCode: newEntry.phone?.countryCode ?? "",
      newPhoneNumber: newEntry.phone?.nationalNumber ?? "",
      newPhonePassCode: newEntry.code,
    };
    if (this.#view?.isOldPhoneRequired) {
      request.oldPhoneCountryCode = oldEntry.phone?.countryCode ?? "";
      request.oldPhoneNumber = oldEntry.phone?.nationalNumber ?? "";
      request.oldPhonePassCode = oldEntry.code;
    }
    return this.#report({ type: "verified" }, async (signal) => {
      const granted = await this.#client.verify(request, this.#phoneCheck, signal);
      return () => this.#setToken(granted);
    });
  }

  #update(): Promise<void> {
    const token = this.#token as UpdatePhoneRequestResponse;
    return this.#report({ type: "updated" }, async (signal) => {
      const { outcome } = await this.#client.update(token, signal);
      return () => {
        this.#outcome = outcome;
      };
    });
  }

  /** Waits for a call and tells the machine what came of it, unless everything has begun anew meanwhile. Never rejects. */
  async #report(success: FlowEvent, call: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    const generation = this.#generation;
    this.#error = undefined;
    let keep: (() => void) | undefined;
    let failure: UpdatePhoneError | undefined;
    try {
      keep = await call(this.#disposal.signal);
    } catch (error) {
      failure = error as UpdatePhoneError;
    }
    if (generation !== this.#generation) return;
    if (keep) {
      keep();
      await this.#handle(success);
      return;
    }
    // The service may have said how long to wait.
    await Promise.all(SIDES.map((each) => this.#findCooldown(each)));
    if (generation !== this.#generation) return;
    const { code, field = "" } = failure as UpdatePhoneError;
    this.#error = failure;
    await this.#handle({ type: "failed", code, side: SIDES.find((side) => field.startsWith(side)) });
  }

  /** What is to be shown. Each answer of the machine says it, and it is asked again only when a cool-down has begun or ended. */
  get #view(): FlowView | undefined {
    const { new: isNew, old: isOld } = this.#coolingDown;
    const shown = this.#liveMachine && this.#shown?.coolingDown;
    if (this.#machine && (shown?.new !== isNew || shown.old !== isOld)) {
      this.#ask((machine, coolingDown) => {
        this.#shown = { view: machine.view(coolingDown), coolingDown };
      });
    }
    return this.#machine && this.#shown?.view;
  }

  /** The machine, if it is there. One in an instance of the module that has trapped is made anew. */
  get #liveMachine(): Machine | undefined {
    if (this.#machine && this.#core !== loadedCore()) this.#startAnew();
    return this.#machine;
  }

  /** What was typed may be what the module trapped at, so it is gone. */
  #trapped(cause: unknown): void {
    this.#entries = this.#emptyEntries();
    this.#startAnew(cause);
  }

  /** Goes back to the beginning: how far the machine was, nobody knows. */
  #startAnew(cause?: unknown): void {
    this.#generation += 1;
    this.#machine = undefined;
    this.#token = undefined;
    this.#error = UpdatePhoneError.of("ERR_INTERNAL", { cause });
    void this.#start();
  }

  get #phoneCheck(): PhoneCheck {
    if (this.#view?.isUnusualNumberUsed) return "possible";
    return this.#options.phoneCheck ?? this.#client.phoneCheck;
  }

  /** Which numbers got a code within the last minute. */
  get #coolingDown(): CoolingDown {
    return { new: !this.#entries.new.cooldown.isExpired, old: !this.#entries.old.cooldown.isExpired };
  }

  #setToken(token: UpdatePhoneRequestResponse | undefined): void {
    this.#token = token;
    this.#listen();
  }

  #noCooldown(): Countdown {
    return noCountdown(this.#client.clock);
  }

  /** What no code can be sent to has no cool-down: to look for one with each digit that is typed takes longer than all the rest. */
  #isSendable(phone: PhoneNumber | undefined): boolean {
    return !!phone && (phone.isValid || (phone.isPossible && this.#phoneCheck === "possible"));
  }

  async #findCooldown(side: Side): Promise<void> {
    const entry = this.#entries[side];
    const { input, phone } = entry;
    const found = this.#isSendable(phone) ? await this.#client.cooldown(side, input).catch(() => undefined) : undefined;
    if (this.#isDisposed || entry !== this.#entries[side] || entry.phone?.e164 !== phone?.e164) return;
    entry.cooldown = found ?? this.#noCooldown();
    this.#listen();
    this.#changed();
  }

  // ── Listening ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #revive(): void {
    if (this.#isDisposed) return;
    if (this.#machine) this.#findCooldowns();
    else void this.#start();
    this.#listen();
    this.#changed();
  }

  readonly #findCooldowns = (): void => {
    for (const side of SIDES) void this.#findCooldown(side);
  };

  #rest(): void {
    for (const stop of this.#unsubscribers) stop();
    this.#unsubscribers = [];
  }

  /** Listens to the countdowns of now, while somebody listens here. */
  #listen(): void {
    this.#rest();
    if (this.#listeners.size === 0) return;
    this.#unsubscribers.push(this.#client.watchCooldowns(this.#findCooldowns));
    const countdowns = SIDES.map((side) => this.#entries[side].cooldown).filter(({ isExpired }) => !isExpired);
    for (const countdown of countdowns) this.#unsubscribers.push(countdown.subscribe(() => this.#changed()));
    const token = this.#token;
    if (!token) return;
    const onToken = (): void => {
      // Later, since this may be the first look, in the middle of something.
      if (token.countdown.isExpired) queueMicrotask(() => this.#tokenExpired(token));
      this.#changed();
    };
    this.#unsubscribers.push(token.countdown.subscribe(onToken));
  }

  #tokenExpired(token: UpdatePhoneRequestResponse): void {
    if (this.#token === token && this.#snapshot.state === "confirming") void this.#handle({ type: "token-expired" });
  }

  // ── What is shown ──────────────────────────────────────────────────────────────────────────────────────────────────

  #changed(): void {
    if (!this.#refresh()) return;
    for (const listener of [...this.#listeners]) {
      // An earlier listener may have ended this one.
      if (this.#listeners.has(listener)) callSafely(listener);
    }
  }

  /** Looks anew; whether anything has changed. */
  #refresh(): boolean {
    const former = this.#snapshot;
    const next = this.#look();
    if ((Object.keys(next) as (keyof FlowSnapshot)[]).every((name) => former[name] === next[name])) return false;
    this.#snapshot = next;
    return true;
  }

  #look(): FlowSnapshot {
    const view = this.#view;
    const { new: newEntry, old: oldEntry } = this.#entries;
    return Object.freeze({
      state: view?.state ?? "editing",
      isReady: this.#machine !== undefined,
      newPhoneInput: newEntry.input,
      oldPhoneInput: oldEntry.input,
      newPhone: newEntry.phone,
      oldPhone: oldEntry.phone,
      newCode: newEntry.code,
      oldCode: oldEntry.code,
      isOldPhoneRequired: view?.isOldPhoneRequired ?? this.#options.verifyOldPhone === true,
      newCooldownSeconds: newEntry.cooldown.remainingSeconds,
      oldCooldownSeconds: oldEntry.cooldown.remainingSeconds,
      tokenSeconds: this.#token?.countdown.remainingSeconds ?? 0,
      outcome: this.#outcome,
      error: this.#error,
      can: this.#can(view),
    });
  }

  /** What a person may do: the same object as before when it is the same, so that a snapshot changes only when something has. */
  #can(view: FlowView | undefined): FlowSnapshot["can"] {
    const can = view?.can ?? NOTHING;
    const former = this.#snapshot?.can;
    const isSame = former && (Object.keys(can) as (keyof typeof can)[]).every((name) => can[name] === former[name]);
    return isSame ? former : Object.freeze(can);
  }
}

/** As an event target does: what a listener throws is reported, and nobody else loses their turn. */
function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function warn(event: FlowEvent, state: FlowState): void {
  try {
    // Written so that bundlers know it; a page without a bundler has no `process`.
    if (process.env.NODE_ENV === "development")
      console.warn(`update-phone: "${event.type}" is ignored while "${state}".`);
  } catch {
    // Not in development.
  }
}
