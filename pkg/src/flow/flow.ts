import { UpdatePhoneError } from "../errors.js";
import { type Core, loadedCore } from "../loading.js";
import { copyPhoneInput } from "../phone.js";
import { expiredCountdown } from "../time/countdown.js";
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
import type { CoolingDown, FlowAnswer, FlowEffect, FlowEvent, Side } from "../wasm/module.js";
import { Listeners } from "./listeners.js";
import { Machine } from "./machine.js";
import { type EnteredNumber, type FlowContents, makeSnapshot, type PhoneEntry } from "./snapshot.js";

/** The part of a client that a flow uses. */
export interface FlowClient {
  readonly clock: Clock;
  readonly phoneCheck: PhoneCheck;
  load(signal: AbortSignal): Promise<Core>;
  sendCode(purpose: "new" | "old", phone: PhoneInput, check: PhoneCheck, signal: AbortSignal): Promise<CodeSent>;
  verify(request: UpdatePhoneRequest, check: PhoneCheck, signal: AbortSignal): Promise<UpdatePhoneRequestResponse>;
  update(verification: UpdatePhoneRequestResponse, signal: AbortSignal): Promise<UpdatePhoneResponse>;
  cooldown(purpose: "new" | "old", phone: PhoneInput): Promise<Countdown>;
  /** Calls `listener` when a cool-down may have started, here or in another tab, until the returned function is called. */
  watchCooldowns(listener: () => void): () => void;
}

const DONE = Promise.resolve();
const SIDES = ["new", "old"] as const;

/**
 * Drives the form's machine: hands it events, carries out the effects with calls of the client, and makes the snapshots. It listens to
 * countdowns and other tabs only while it has listeners itself.
 */
export class ChangePhoneFlow implements Flow {
  readonly #client: FlowClient;
  readonly #options: FlowOptions;
  readonly #listeners = new Listeners();
  readonly #disposal = new AbortController();
  readonly #machine = new Machine({
    getCoolingDown: () => this.#coolingDown,
    onTrap: (cause) => {
      // What was typed may have caused the trap, so it must not be handed to the next machine.
      this.#entries = this.#emptyEntries();
      this.#restart(cause);
    },
    onInstanceLost: () => this.#restart(),
  });
  #entries: Record<Side, PhoneEntry>;
  #loading: Promise<void> | undefined;
  #token: UpdatePhoneRequestResponse | undefined;
  /** The numbers of the last verification. The token changes to these, whatever is typed while the calls are in flight. */
  #verifiedNumbers: Record<Side, EnteredNumber> | undefined;
  #error: UpdatePhoneError | undefined;
  #outcome: FlowSnapshot["outcome"];
  #snapshot: FlowSnapshot;
  /** The call in flight and the effects that follow it. */
  #activity: Promise<void> = DONE;
  /** Grows with each reset and restart, so that results of earlier calls are ignored. */
  #generation = 0;
  /** End the subscriptions to countdowns and to other tabs. */
  #unsubscribers: (() => void)[] = [];

  constructor(client: FlowClient, options: FlowOptions) {
    this.#client = client;
    this.#options = options;
    this.#entries = this.#emptyEntries();
    this.#snapshot = makeSnapshot(this.#contents());
  }

  readonly getSnapshot = (): FlowSnapshot => {
    // Without listeners nothing else updates the seconds.
    if (this.#listeners.size === 0) this.#refreshSnapshot();
    return this.#snapshot;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    const remove = this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#resume();
    return () => {
      remove();
      if (this.#listeners.size === 0) this.#pause();
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
  readonly sendNewCode = (): Promise<void> => this.#dispatch({ type: "send", side: "new" });
  readonly sendOldCode = (): Promise<void> => this.#dispatch({ type: "send", side: "old" });
  readonly submit = (): Promise<void> => this.#dispatch({ type: "submit" });
  readonly confirm = (): Promise<void> => this.#dispatch({ type: "confirm" });

  readonly reset = (): void => {
    if (this.#isDisposed) return;
    this.#generation += 1;
    this.#entries = this.#emptyEntries();
    this.#error = undefined;
    this.#outcome = undefined;
    this.#verifiedNumbers = undefined;
    void this.#handle({ type: "reset" });
    this.#resubscribe();
    this.#notifyIfChanged();
  };

  readonly dispose = (): void => {
    this.#generation += 1;
    this.#disposal.abort();
    this.#pause();
    this.#listeners.clear();
    this.#token = undefined;
    this.#verifiedNumbers = undefined;
    this.#machine.free();
    // A program may keep the disposed flow; numbers and codes must not stay in memory with it.
    this.#entries = this.#emptyEntries();
    this.#refreshSnapshot();
  };

  get #isDisposed(): boolean {
    return this.#disposal.signal.aborted;
  }

  /** When done, input is ignored until a reset. */
  get #isDone(): boolean {
    return this.#snapshot.state === "done";
  }

  #emptyEntries(): Record<Side, PhoneEntry> {
    const emptyEntry = (): PhoneEntry => ({
      input: "",
      phone: undefined,
      code: "",
      cooldown: this.#expiredCooldown(),
    });
    return { new: emptyEntry(), old: emptyEntry() };
  }

  // ── Input ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #setPhone(side: Side, input: PhoneInput): void {
    // Throws for what is no `PhoneInput`, whether or not the module is loaded.
    const copy = copyPhoneInput(input);
    if (this.#isDisposed || this.#isDone) return;
    this.#entries[side].input = copy;
    this.#error = undefined;
    if (this.#machine.isStarted) {
      this.#judgePhone(side);
      return;
    }
    void this.#start();
    this.#notifyIfChanged();
  }

  #setCode(side: Side, code: string): void {
    if (typeof code !== "string")
      throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "code: must be a string" });
    if (this.#isDisposed || this.#isDone) return;
    this.#entries[side].code = code;
    this.#error = undefined;
    if (this.#machine.isStarted) {
      void this.#handle({ type: "code", side, code });
      return;
    }
    void this.#start();
    this.#notifyIfChanged();
  }

  async #dispatch(event: FlowEvent): Promise<void> {
    if (this.#isDisposed) return;
    if (!this.#machine.isStarted) await this.#start();
    await this.#handle(event);
  }

  /** Hands the number that was entered to the machine, which judges it, and finds its cool-down. */
  #judgePhone(side: Side): void {
    const entry = this.#entries[side];
    const previousE164 = entry.phone?.e164;
    const event = { type: "phone", side, input: entry.input } as const;
    const answer = this.#machine.handle(event);
    if (answer === undefined) return;
    entry.phone = answer.phone && Object.freeze(answer.phone);
    const isChanged = entry.phone?.e164 !== previousE164;
    // A slow store may take its time to find the cool-down of the new number. Until then that of the previous one must not be shown.
    if (isChanged && !entry.cooldown.isExpired) {
      entry.cooldown = this.#expiredCooldown();
      this.#resubscribe();
    }
    void this.#carryOut(event, answer);
    if (isChanged && this.#isSendable(entry.phone)) void this.#findCooldown(side);
  }

  // ── The machine ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Loads the module and starts the machine. After a failed load, the next input or action loads again. */
  #start(): Promise<void> {
    const core = loadedCore();
    if (core) {
      this.#startMachine(core);
      return Promise.resolve();
    }
    this.#loading ??= this.#client
      .load(this.#disposal.signal)
      .then(
        (loaded) => this.#startMachine(loaded),
        (error: UpdatePhoneError) => {
          this.#error = error;
        },
      )
      .finally(() => {
        this.#loading = undefined;
        this.#notifyIfChanged();
      });
    return this.#loading;
  }

  /** Starts the machine and hands over what was typed while the module was loading. */
  #startMachine(core: Core): void {
    if (this.#isDisposed || this.#machine.isStarted) return;
    const { verifyOldPhone = "auto", confirm = false, autoSubmitLength = 0, phoneCheck } = this.#options;
    const check = phoneCheck ?? this.#client.phoneCheck;
    this.#machine.start(core, { verifyOldPhone, confirm, autoSubmitLength, phoneCheck: check });
    // The machine clears the code of a number that it has not seen before.
    const codes = { new: this.#entries.new.code, old: this.#entries.old.code };
    for (const side of SIDES) this.#judgePhone(side);
    for (const side of SIDES) {
      this.#entries[side].code = codes[side];
      void this.#handle({ type: "code", side, code: codes[side] });
    }
  }

  /** Starts another machine from the beginning, since the state of the lost one is unknown. */
  #restart(cause?: unknown): void {
    this.#generation += 1;
    this.#token = undefined;
    this.#verifiedNumbers = undefined;
    this.#error = UpdatePhoneError.of("ERR_INTERNAL", { cause });
    void this.#start();
  }

  /** Hands an event to the machine and carries out the effects. */
  #handle(event: FlowEvent): Promise<void> {
    const answer = this.#machine.handle(event);
    return answer === undefined ? DONE : this.#carryOut(event, answer);
  }

  #carryOut(event: FlowEvent, { effects }: FlowAnswer): Promise<void> {
    if (effects.includes("illegal")) {
      warnOfIgnored(event, this.#snapshot.state);
      this.#notifyIfChanged();
      return this.#activity;
    }
    let activity = DONE;
    for (const effect of effects) activity = this.#perform(effect) ?? activity;
    if (activity !== DONE) this.#activity = activity;
    this.#notifyIfChanged();
    return activity;
  }

  /** Performs one effect. Returns a promise if it is a call. */
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

  // ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #sendCode(side: Side): Promise<void> {
    const entry = this.#entries[side];
    const { input, phone } = entry;
    return this.#call({ type: "sent", side }, async (signal) => {
      const { cooldown } = await this.#client.sendCode(side, input, this.#phoneCheck, signal);
      return () => {
        if (entry.phone?.e164 === phone?.e164) entry.cooldown = cooldown;
        this.#resubscribe();
      };
    });
  }

  #verify(): Promise<void> {
    const { new: newEntry, old: oldEntry } = this.#entries;
    // Without the codes, which must not stay in memory after the service has judged them.
    const numberOf = ({ input, phone }: PhoneEntry): EnteredNumber => ({ input, phone });
    this.#verifiedNumbers = { new: numberOf(newEntry), old: numberOf(oldEntry) };
    const request: UpdatePhoneRequest = {
      newPhoneCountryCode: newEntry.phone?.countryCode ?? "",
      newPhoneNumber: newEntry.phone?.nationalNumber ?? "",
      newPhonePassCode: newEntry.code,
    };
    if (this.#machine.view?.isOldPhoneRequired) {
      request.oldPhoneCountryCode = oldEntry.phone?.countryCode ?? "";
      request.oldPhoneNumber = oldEntry.phone?.nationalNumber ?? "";
      request.oldPhonePassCode = oldEntry.code;
    }
    return this.#call({ type: "verified" }, async (signal) => {
      const verification = await this.#client.verify(request, this.#phoneCheck, signal);
      return () => this.#setToken(verification);
    });
  }

  #update(): Promise<void> {
    const token = this.#token as UpdatePhoneRequestResponse;
    return this.#call({ type: "updated" }, async (signal) => {
      const { outcome } = await this.#client.update(token, signal);
      return () => {
        this.#outcome = outcome;
        this.#restoreVerifiedNumbers();
      };
    });
  }

  /**
   * Makes a call, applies its result and hands `success` or a failure to the machine. If the flow was reset meanwhile, the result is
   * ignored. Never rejects.
   */
  async #call(success: FlowEvent, call: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    const generation = this.#generation;
    this.#error = undefined;
    let applyResult: (() => void) | undefined;
    let failure: UpdatePhoneError | undefined;
    try {
      applyResult = await call(this.#disposal.signal);
    } catch (error) {
      failure = error as UpdatePhoneError;
    }
    if (generation !== this.#generation) return;
    if (applyResult) {
      applyResult();
      await this.#handle(success);
      return;
    }
    // The failure may have started a cool-down.
    await Promise.all(SIDES.map((side) => this.#findCooldown(side)));
    if (generation !== this.#generation) return;
    const { code, field = "" } = failure as UpdatePhoneError;
    this.#error = failure;
    await this.#handle({ type: "failed", code, side: SIDES.find((side) => field.startsWith(side)) });
  }

  /** Shows the numbers that were changed, not those that were typed during the change. */
  #restoreVerifiedNumbers(): void {
    for (const side of SIDES) {
      const entry = this.#entries[side];
      const { input, phone } = this.#verifiedNumbers?.[side] ?? entry;
      if (phone?.e164 !== entry.phone?.e164) entry.cooldown = this.#expiredCooldown();
      entry.input = input;
      entry.phone = phone;
    }
  }

  get #phoneCheck(): PhoneCheck {
    if (this.#machine.view?.isUnusualNumberUsed) return "possible";
    return this.#options.phoneCheck ?? this.#client.phoneCheck;
  }

  #setToken(token: UpdatePhoneRequestResponse | undefined): void {
    this.#token = token;
    this.#resubscribe();
  }

  // ── Cool-downs ─────────────────────────────────────────────────────────────────────────────────────────────────────

  get #coolingDown(): CoolingDown {
    return { new: !this.#entries.new.cooldown.isExpired, old: !this.#entries.old.cooldown.isExpired };
  }

  #expiredCooldown(): Countdown {
    return expiredCountdown(this.#client.clock);
  }

  /** Only a number that a code can be sent to has a cool-down. Finding one after each digit would take longer than all the rest. */
  #isSendable(phone: PhoneNumber | undefined): boolean {
    return !!phone && (phone.isValid || (phone.isPossible && this.#phoneCheck === "possible"));
  }

  async #findCooldown(side: Side): Promise<void> {
    const entry = this.#entries[side];
    const { input, phone } = entry;
    const cooldown = this.#isSendable(phone)
      ? await this.#client.cooldown(side, input).catch(() => undefined)
      : undefined;
    if (this.#isDisposed || entry !== this.#entries[side] || entry.phone?.e164 !== phone?.e164) return;
    entry.cooldown = cooldown ?? this.#expiredCooldown();
    this.#resubscribe();
    this.#notifyIfChanged();
  }

  readonly #findCooldowns = (): void => {
    for (const side of SIDES) void this.#findCooldown(side);
  };

  // ── Subscriptions ──────────────────────────────────────────────────────────────────────────────────────────────────

  #resume(): void {
    if (this.#isDisposed) return;
    if (this.#machine.isStarted) this.#findCooldowns();
    else void this.#start();
    this.#resubscribe();
    this.#notifyIfChanged();
  }

  #pause(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe();
    this.#unsubscribers = [];
  }

  /** Subscribes to the present countdowns and to other tabs, instead of the previous ones. Does not subscribe without listeners. */
  #resubscribe(): void {
    this.#pause();
    if (this.#listeners.size === 0) return;
    this.#unsubscribers.push(this.#client.watchCooldowns(this.#findCooldowns));
    const countdowns = SIDES.map((side) => this.#entries[side].cooldown).filter(({ isExpired }) => !isExpired);
    for (const countdown of countdowns) {
      this.#unsubscribers.push(countdown.subscribe(() => this.#notifyIfChanged()));
    }
    const token = this.#token;
    if (!token) return;
    const onTokenSecond = (): void => {
      // Later, since the first call comes while subscribing, in the middle of something.
      if (token.countdown.isExpired) queueMicrotask(() => this.#expireToken(token));
      this.#notifyIfChanged();
    };
    this.#unsubscribers.push(token.countdown.subscribe(onTokenSecond));
  }

  #expireToken(token: UpdatePhoneRequestResponse): void {
    if (this.#token === token && this.#snapshot.state === "confirming") void this.#handle({ type: "token-expired" });
  }

  // ── Snapshots ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #notifyIfChanged(): void {
    if (this.#refreshSnapshot()) this.#listeners.notify();
  }

  /** Returns whether the snapshot has changed. */
  #refreshSnapshot(): boolean {
    const previous = this.#snapshot;
    this.#snapshot = makeSnapshot(this.#contents(), previous);
    return this.#snapshot !== previous;
  }

  #contents(): FlowContents {
    // First, since reading the view may find the machine lost and start another.
    const { view } = this.#machine;
    return {
      view,
      isReady: this.#machine.isStarted,
      entries: this.#entries,
      isOldPhoneRequired: this.#options.verifyOldPhone === true,
      token: this.#token,
      outcome: this.#outcome,
      error: this.#error,
    };
  }
}

function warnOfIgnored(event: FlowEvent, state: FlowState): void {
  try {
    // Written so that bundlers replace it; a page without a bundler has no `process`.
    if (process.env.NODE_ENV === "development")
      console.warn(`update-phone: "${event.type}" is ignored while "${state}".`);
  } catch {
    // Not in development.
  }
}
