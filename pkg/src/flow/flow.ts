import { UpdatePhoneError } from "../errors.js";
import { type Core, discardCore, loadedCore } from "../loading.js";
import { PHONE_CHECKS } from "../options.js";
import { FLAG, partsOf, readOnce } from "../phone.js";
import { recordedPhone } from "../phone-record.js";
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
import type { Flow as Machine } from "../wasm/update_phone.js";
import {
  BOTH,
  EFFECT,
  EVENTS,
  type FlowEvent,
  NEW,
  OLD,
  recordLengthIn,
  type Side,
  STATES,
  VIEW,
  viewIn,
} from "./machine.js";

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

/** What is known of one of the two numbers. */
interface Half {
  input: PhoneInput;
  phone: PhoneNumber | undefined;
  code: string;
  cooldown: Countdown;
}

const DONE = Promise.resolve();
const PURPOSES = ["new", "old"] as const;
const SIDES = [NEW, OLD] as const;
const POSSIBILITIES: FlowSnapshot["can"][] = [];
const NOTHING_SEEN = { view: 0, cooling: -1 };

/** Drives the machine: hands it what happens, carries out what that sets off, and shows what it says. */
export class ChangePhoneFlow implements Flow {
  readonly #client: FlowClient;
  readonly #options: FlowOptions;
  readonly #listeners = new Set<() => void>();
  readonly #disposal = new AbortController();
  #halves: [Half, Half];
  #machine: Machine | undefined;
  /** What `#machine` is in. */
  #core: Core | undefined;
  /** What the machine has shown last, and which numbers were cooling down then. */
  #seen = NOTHING_SEEN;
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
  #ears: (() => void)[] = [];

  constructor(client: FlowClient, options: FlowOptions) {
    this.#client = client;
    this.#options = options;
    this.#halves = [this.#emptyHalf(), this.#emptyHalf()];
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
    const told = (): void => listener();
    this.#listeners.add(told);
    if (this.#listeners.size === 1) this.#revive();
    return () => {
      this.#listeners.delete(told);
      if (this.#listeners.size === 0) this.#rest();
    };
  };

  readonly setNewPhone = (input: PhoneInput): void => this.#setPhone(NEW, input);
  readonly setOldPhone = (input: PhoneInput): void => this.#setPhone(OLD, input);
  readonly setNewCode = (code: string): void => this.#setCode(NEW, code);
  readonly setOldCode = (code: string): void => this.#setCode(OLD, code);
  readonly useUnusualNumber = (): void => {
    void this.#handle("useUnusualNumber");
    void this.#findCooldown(NEW);
  };
  readonly sendNewCode = (): Promise<void> => this.#act("send");
  readonly sendOldCode = (): Promise<void> => this.#act("send", OLD);
  readonly submit = (): Promise<void> => this.#act("submit");
  readonly confirm = (): Promise<void> => this.#act("confirm");

  readonly reset = (): void => {
    if (this.#isDisposed) return;
    this.#generation += 1;
    this.#halves = [this.#emptyHalf(), this.#emptyHalf()];
    this.#error = undefined;
    this.#outcome = undefined;
    void this.#handle("reset");
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
    this.#halves = [this.#emptyHalf(), this.#emptyHalf()];
    this.#refresh();
  };

  get #isDisposed(): boolean {
    return this.#disposal.signal.aborted;
  }

  /** Then only a reset leads on. */
  get #isDone(): boolean {
    return this.#snapshot.state === "done";
  }

  #emptyHalf(): Half {
    return { input: "", phone: undefined, code: "", cooldown: this.#noCooldown() };
  }

  // ── What a person does ─────────────────────────────────────────────────────────────────────────────────────────────

  #setPhone(side: Side, input: PhoneInput): void {
    // Refuses what is no number at all, before as after the module is there.
    const read = readOnce(input);
    if (this.#isDisposed || this.#isDone) return;
    const half = this.#halves[side];
    half.input = read;
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
    this.#halves[side].code = code;
    this.#error = undefined;
    if (this.#machine) {
      void this.#handle("code", side, code);
      return;
    }
    void this.#start();
    this.#changed();
  }

  async #act(event: FlowEvent, side: Side = NEW): Promise<void> {
    if (this.#isDisposed) return;
    if (!this.#machine) await this.#start();
    await this.#handle(event, side);
  }

  /** Has a number judged, and looks for a cool-down that it is in. */
  #judge(side: Side): void {
    const half = this.#halves[side];
    const former = half.phone?.e164;
    const [number, home, , flags] = partsOf(half.input, undefined);
    const answer = this.#put("phone", side, number, home, (flags & FLAG.isCountryCode) !== 0);
    if (answer === undefined) return;
    half.phone = number.trim() ? recordedPhone(this.#core as Core, recordLengthIn(answer)) : undefined;
    const isOther = half.phone?.e164 !== former;
    // Until its own is found: a store may take its time.
    if (isOther && !half.cooldown.isExpired) {
      half.cooldown = this.#noCooldown();
      this.#listen();
    }
    void this.#carryOut("phone", answer);
    if (isOther && this.#isSendable(half.phone)) void this.#findCooldown(side);
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
    const verify = verifyOldPhone === "auto" ? 2 : Number(verifyOldPhone);
    this.#machine = new core.Flow(verify, confirm, autoSubmitLength, PHONE_CHECKS.indexOf(check));
    this.#core = core;
    this.#seen = NOTHING_SEEN;
    // The machine clears the code of a number that it has not seen before.
    const codes = this.#halves.map(({ code }) => code);
    for (const side of SIDES) this.#judge(side);
    for (const side of SIDES) {
      this.#halves[side].code = codes[side] as string;
      void this.#handle("code", side, codes[side]);
    }
  }

  // ── What that sets off ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Hands an event to the machine, and carries out what it sets off. */
  #handle(event: FlowEvent, side?: Side | typeof BOTH, text?: string): Promise<void> {
    const answer = this.#put(event, side, text);
    return answer === undefined ? DONE : this.#carryOut(event, answer);
  }

  /** What the machine answers to an event, if it is there. */
  #put(
    event: FlowEvent,
    side: Side | typeof BOTH = NEW,
    text = "",
    home?: string,
    isCountryCode = false,
  ): number | undefined {
    const cooling = this.#cooling;
    const machine = this.#liveMachine;
    if (!machine) return undefined;
    try {
      const answer = machine.handle(EVENTS.indexOf(event), side, cooling, text, home, isCountryCode);
      this.#seen = { view: viewIn(answer), cooling };
      return answer;
    } catch (cause) {
      discardCore(this.#core as Core, cause);
      this.#trapped(cause);
      return undefined;
    }
  }

  /** Does what an answer of the machine says by its first bits; `EFFECT` looks at no others. */
  #carryOut(event: FlowEvent, effects: number): Promise<void> {
    if (effects & EFFECT.illegal) {
      warn(event, this.#snapshot.state);
      this.#changed();
      return this.#activity;
    }
    if (effects & EFFECT.clearNewCode) this.#halves[NEW].code = "";
    if (effects & EFFECT.clearOldCode) this.#halves[OLD].code = "";
    if (effects & EFFECT.forgetToken) this.#setToken(undefined);
    const activity =
      effects & EFFECT.sendNewCode
        ? this.#sendCode(NEW)
        : effects & EFFECT.sendOldCode
          ? this.#sendCode(OLD)
          : effects & EFFECT.verify
            ? this.#verify()
            : effects & EFFECT.update
              ? this.#update()
              : DONE;
    if (activity !== DONE) this.#activity = activity;
    this.#changed();
    return activity;
  }

  #sendCode(side: Side): Promise<void> {
    const half = this.#halves[side];
    const { input, phone } = half;
    return this.#report("sent", side, async (signal) => {
      const { cooldown } = await this.#client.sendCode(PURPOSES[side], input, this.#phoneCheck, signal);
      return () => {
        if (half.phone?.e164 === phone?.e164) half.cooldown = cooldown;
        this.#listen();
      };
    });
  }

  #verify(): Promise<void> {
    const [newHalf, oldHalf] = this.#halves;
    const request: UpdatePhoneRequest = {
      newPhoneCountryCode: newHalf.phone?.countryCode ?? "",
      newPhoneNumber: newHalf.phone?.nationalNumber ?? "",
      newPhonePassCode: newHalf.code,
    };
    if (this.#view & VIEW.isOldPhoneRequired) {
      request.oldPhoneCountryCode = oldHalf.phone?.countryCode ?? "";
      request.oldPhoneNumber = oldHalf.phone?.nationalNumber ?? "";
      request.oldPhonePassCode = oldHalf.code;
    }
    return this.#report("verified", NEW, async (signal) => {
      const granted = await this.#client.verify(request, this.#phoneCheck, signal);
      return () => this.#setToken(granted);
    });
  }

  #update(): Promise<void> {
    const token = this.#token as UpdatePhoneRequestResponse;
    return this.#report("updated", NEW, async (signal) => {
      const { outcome } = await this.#client.update(token, signal);
      return () => {
        this.#outcome = outcome;
      };
    });
  }

  /** Waits for a call and tells the machine what came of it, unless everything has begun anew meanwhile. Never rejects. */
  async #report(success: FlowEvent, side: Side, call: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
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
      await this.#handle(success, side);
      return;
    }
    // The service may have said how long to wait.
    await Promise.all(SIDES.map((each) => this.#findCooldown(each)));
    if (generation !== this.#generation) return;
    const { code, field = "" } = failure as UpdatePhoneError;
    this.#error = failure;
    await this.#handle("failed", /^new/.test(field) ? NEW : /^old/.test(field) ? OLD : BOTH, code);
  }

  /** What is to be shown. With each answer the machine says it too, and it is asked again only when time has passed for a number. */
  get #view(): number {
    const cooling = this.#cooling;
    if (this.#liveMachine && cooling !== this.#seen.cooling) this.#put("look");
    return this.#machine ? this.#seen.view : 0;
  }

  /** The machine, if it is there. One in an instance of the module that has trapped is made anew. */
  get #liveMachine(): Machine | undefined {
    if (this.#machine && this.#core !== loadedCore()) this.#startAnew();
    return this.#machine;
  }

  /** What was typed may be what the module trapped at, so it is gone. */
  #trapped(cause: unknown): void {
    this.#halves = [this.#emptyHalf(), this.#emptyHalf()];
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
    if (this.#view & VIEW.isUnusualNumberUsed) return "possible";
    return this.#options.phoneCheck ?? this.#client.phoneCheck;
  }

  /** Which numbers got a code within the last minute, as bits. */
  get #cooling(): number {
    const [{ cooldown: ofNew }, { cooldown: ofOld }] = this.#halves;
    return (ofNew.isExpired ? 0 : 1) | (ofOld.isExpired ? 0 : 2);
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
    const half = this.#halves[side];
    const { input, phone } = half;
    const purpose = PURPOSES[side];
    const found = this.#isSendable(phone)
      ? await this.#client.cooldown(purpose, input).catch(() => undefined)
      : undefined;
    if (this.#isDisposed || half !== this.#halves[side] || half.phone?.e164 !== phone?.e164) return;
    half.cooldown = found ?? this.#noCooldown();
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
    for (const stop of this.#ears) stop();
    this.#ears = [];
  }

  /** Listens to the countdowns of now, while somebody listens here. */
  #listen(): void {
    this.#rest();
    if (this.#listeners.size === 0) return;
    this.#ears.push(this.#client.watchCooldowns(this.#findCooldowns));
    const countdowns = this.#halves.map(({ cooldown }) => cooldown).filter(({ isExpired }) => !isExpired);
    for (const countdown of countdowns) this.#ears.push(countdown.subscribe(() => this.#changed()));
    const token = this.#token;
    if (!token) return;
    const onToken = (): void => {
      // Later, since this may be the first look, in the middle of something.
      if (token.countdown.isExpired) queueMicrotask(() => this.#tokenExpired(token));
      this.#changed();
    };
    this.#ears.push(token.countdown.subscribe(onToken));
  }

  #tokenExpired(token: UpdatePhoneRequestResponse): void {
    if (this.#token === token && this.#snapshot.state === "confirming") void this.#handle("tokenExpired");
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
    const [newHalf, oldHalf] = this.#halves;
    return Object.freeze({
      state: STATES[view & 7] as FlowState,
      isReady: this.#machine !== undefined,
      newPhoneInput: newHalf.input,
      oldPhoneInput: oldHalf.input,
      newPhone: newHalf.phone,
      oldPhone: oldHalf.phone,
      newCode: newHalf.code,
      oldCode: oldHalf.code,
      isOldPhoneRequired: this.#machine
        ? (view & VIEW.isOldPhoneRequired) !== 0
        : this.#options.verifyOldPhone === true,
      newCooldownSeconds: newHalf.cooldown.remainingSeconds,
      oldCooldownSeconds: oldHalf.cooldown.remainingSeconds,
      tokenSeconds: this.#token?.countdown.remainingSeconds ?? 0,
      outcome: this.#outcome,
      error: this.#error,
      can: canIn(view),
    });
  }
}

/** What a person may do: for the same bits the same object, so that a snapshot changes only when something has. */
function canIn(view: number): FlowSnapshot["can"] {
  return (POSSIBILITIES[view & VIEW.can] ??= Object.freeze({
    sendNewCode: (view & VIEW.sendNewCode) !== 0,
    sendOldCode: (view & VIEW.sendOldCode) !== 0,
    submit: (view & VIEW.submit) !== 0,
    confirm: (view & VIEW.confirm) !== 0,
    useUnusualNumber: (view & VIEW.useUnusualNumber) !== 0,
  }));
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
    if (process.env.NODE_ENV === "development") console.warn(`update-phone: "${event}" is ignored while "${state}".`);
  } catch {
    // Not in development.
  }
}
