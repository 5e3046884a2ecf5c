import { requestArguments, sendCodeArguments, updateArguments } from "./arguments.js";
import { Cooldowns } from "./cooldown/cooldowns.js";
import { exclusively } from "./cooldown/exclusive.js";
import { isA, UpdatePhoneError } from "./errors.js";
import { ChangePhoneFlow, type FlowClient } from "./flow/flow.js";
import { type Core, discardCore, isTrap, loadCore, loadedCore } from "./loading.js";
import {
  type CheckedOptions,
  checkClient,
  checkFlowOptions,
  checkOptions,
  checkTimeout,
  LANGUAGES,
  PHONE_CHECKS,
} from "./options.js";
import { parsePhone } from "./phone.js";
import { SharedCalls } from "./shared-calls.js";
import { countdownFrom } from "./time/countdown.js";
import { type Instant, instantOf } from "./time/instant.js";
import { InnerSignal, type Signal } from "./time/signal.js";
import { TimeLimit } from "./time/time-limit.js";
import type {
  CallOptions,
  Client,
  ClientOptions,
  CodeSent,
  Countdown,
  Flow,
  FlowOptions,
  PhoneCheck,
  PhoneInput,
  Profile,
  SmsChannel,
  UpdatePhoneRequest,
  UpdatePhoneRequestResponse,
  UpdatePhoneResponse,
  UpdatePhoneToken,
} from "./types.js";
import {
  exchange,
  exchangeAndFree,
  type ExchangeOptions,
  type Granted,
  inOne,
  GET_PROFILE,
  SEND_SMS,
  type SentCode,
  UPDATE_PHONE,
  type Updated,
  VERIFY_UPDATE_PHONE_REQUEST,
} from "./wasm/transport.js";
import type { Client as CoreClient, PreparedCall } from "./wasm/update_phone.js";

/** The service sends one SMS per number and channel in this time. */
const CODE_COOLDOWN_MS = 60_000;

/** Reads are tried so often, with pauses of 250 and 500 ms. */
const READS = 3;
const FIRST_PAUSE_MS = 250;

/** What an `AbortSignal` must have here. */
const SIGNAL_METHODS = ["throwIfAborted", "addEventListener", "removeEventListener"] as const;

/** How many verified requests are remembered whose token was not spent. */
const REMEMBERED_GRANTS = 16;

/** What a call works with. */
interface Context {
  readonly core: Core;
  readonly client: CoreClient;
  /** Of the caller and of the client: any of them ends the caller's wait. */
  readonly signals: readonly Signal[];
  /** For each try. */
  readonly timeoutMs: number;
}

type CodeRequest = Parameters<Client["sendCode"]>[0];

/**
 * Makes a client for one signed-in user. Sends nothing, starts no timer, and works before the WebAssembly module is loaded and on
 * servers. Free it with `dispose()` (or `using`, where the runtime has it) when the user signs out.
 *
 * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
 */
export function createClient(options: ClientOptions): Client {
  return new CoreBackedClient(checkOptions(options));
}

/** 发起修改手机号的验证请求, as a plain function: `client.updatePhoneRequest(request, options)`. */
export async function updatePhoneRequest(
  client: Client,
  request: UpdatePhoneRequest,
  options?: CallOptions,
): Promise<UpdatePhoneRequestResponse> {
  return checkClient(client, "updatePhoneRequest").updatePhoneRequest(request, options);
}

/** 修改手机号, as a plain function: `client.updatePhone(request, options)`. */
export async function updatePhone(
  client: Client,
  request: UpdatePhoneToken,
  options?: CallOptions,
): Promise<UpdatePhoneResponse> {
  return checkClient(client, "updatePhone").updatePhone(request, options);
}

class CoreBackedClient implements Client {
  /** With the time by the client's clock, for who makes the calls. */
  readonly #options: CheckedOptions & { readonly instant: () => Instant };
  readonly #disposal = new InnerSignal();
  readonly #countdowns = new Set<Countdown>();
  readonly #cooldowns: Cooldowns;
  readonly #shared = new SharedCalls();
  /** Verified requests whose token may still be spent, by their key: the same `changePhone` goes on with it. */
  readonly #grants = new Map<string, UpdatePhoneRequestResponse>();
  #coreClient: CoreClient | undefined;
  /** What `#coreClient` is in. */
  #core: Core | undefined;

  constructor(options: CheckedOptions) {
    const { storage, clock } = options;
    // Not of `options`, which would then be kept with the access token in it.
    this.#options = { ...options, instant: () => instantOf(clock) };
    this.#cooldowns = new Cooldowns(storage, clock);
    // `using client = createClient(…)`, where the runtime knows it.
    if (Symbol.dispose) Object.defineProperty(this, Symbol.dispose, { value: () => this.dispose() });
  }

  sendCode(request: CodeRequest, options?: CallOptions): Promise<CodeSent> {
    return this.#call(options, (context) => this.#sendCode(context, request));
  }

  updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse> {
    return this.#call(options, (context) => this.#verify(context, this.#prepareRequest(context, request)));
  }

  updatePhone(request: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return this.#call(options, (context) => this.#update(context, request));
  }

  changePhone(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return this.#call(options, async (context) => {
      const prepared = this.#prepareRequest(context, request);
      const { key } = prepared;
      let granted = this.#grants.get(key);
      if (granted) prepared.free();
      else granted = await this.#verify(context, prepared);
      this.#grants.delete(key);
      for (const [oldest] of this.#grants) {
        if (this.#grants.size < REMEMBERED_GRANTS) break;
        this.#grants.delete(oldest);
      }
      this.#grants.set(key, granted);
      try {
        const response = await this.#update(context, granted);
        this.#grants.delete(key);
        return response;
      } catch (error) {
        if (isTokenOver(error)) this.#grants.delete(key);
        throw error;
      }
    });
  }

  getProfile(options?: CallOptions): Promise<Profile> {
    return this.#call(options, (context) => this.#readProfile(context));
  }

  cooldown(purpose: "new" | "old", phone: PhoneInput, channel?: SmsChannel): Promise<Countdown> {
    return this.#call(undefined, async ({ core, client }) => {
      const { texts } = sendCodeArguments({ purpose, phone, channel }, this.#options.language);
      const prepared = core.prepare(client, SEND_SMS, PHONE_CHECKS.indexOf("possible"), texts);
      const { key } = prepared;
      prepared.free();
      return this.#keep(await this.#cooldowns.find(key));
    });
  }

  createFlow(options?: FlowOptions): Flow {
    const client: FlowClient = {
      clock: this.#options.clock,
      phoneCheck: this.#options.phoneCheck ?? "mobile",
      load: (signal) => this.#call({ signal }, async ({ core }) => core),
      sendCode: (purpose, phone, check, signal) =>
        this.#call({ signal }, (context) => this.#sendCode(context, { purpose, phone }, check)),
      verify: (request, check, signal) =>
        this.#call({ signal }, (context) => this.#verify(context, this.#prepareRequest(context, request, check))),
      update: (granted, signal) => this.updatePhone(granted, { signal }),
      cooldown: (purpose, phone) => this.cooldown(purpose, phone),
      watchCooldowns: (listener) => this.#cooldowns.watch(listener),
    };
    return new ChangePhoneFlow(client, checkFlowOptions(options));
  }

  dispose(): void {
    if (this.#disposal.aborted) return;
    this.#disposal.abort(this.#error("ERR_DISPOSED"));
    for (const countdown of this.#countdowns) countdown.cancel();
    this.#countdowns.clear();
    this.#grants.clear();
    this.#coreClient?.free();
    this.#coreClient = undefined;
    delete this.#options.accessToken;
  }

  #prepareRequest({ core, client }: Context, request: UpdatePhoneRequest, check?: PhoneCheck): PreparedCall<Granted> {
    const texts = requestArguments(request, this.#options.language);
    return core.prepare(client, VERIFY_UPDATE_PHONE_REQUEST, PHONE_CHECKS.indexOf(check), texts);
  }

  #sendCode(context: Context, request: CodeRequest, phoneCheck?: PhoneCheck): Promise<CodeSent> {
    const { core, client } = context;
    const { clock, language } = this.#options;
    const { texts, phone: input } = sendCodeArguments(request, language);
    const prepared = core.prepare<SentCode>(client, SEND_SMS, PHONE_CHECKS.indexOf(phoneCheck), texts);
    const { key } = prepared;
    // There is no call without one.
    const phone = parsePhone(input as PhoneInput);
    return this.#share(context, key, prepared, (limits, signal) =>
      // Two tabs that send in the same instant: the second one finds the cool-down of the first.
      exclusively(key, clock, signal, async () => {
        const { remainingMs } = await this.#cooldowns.find(key);
        this.#throwIfOver(signal);
        try {
          const { sentAt, ...sent } = await exchange(SEND_SMS, prepared, this.#options, limits, Math.ceil(remainingMs));
          const cooldown = this.#keep(await this.#cooldowns.start(key, sentAt, CODE_COOLDOWN_MS));
          return { ...sent, phone, cooldown };
        } catch (error) {
          const { code, retryAfterMs } = factsOf(error);
          const isToWait = code === "ERR_CODE_SENT_TOO_OFTEN" || code === "ERR_RATE_LIMITED";
          if (isToWait && retryAfterMs && remainingMs === 0) {
            await this.#cooldowns.start(key, instantOf(clock), retryAfterMs);
          }
          throw error;
        }
      }).finally(() => prepared.free()),
    );
  }

  #verify(context: Context, prepared: PreparedCall<Granted>): Promise<UpdatePhoneRequestResponse> {
    return this.#share(context, prepared.key, prepared, async (limits) => {
      const { sentAt, ...granted } = await exchangeAndFree(
        VERIFY_UPDATE_PHONE_REQUEST,
        prepared,
        this.#options,
        limits,
      );
      const lifetimeMs = granted.data.tokenExpiresIn * 1000;
      return { ...granted, countdown: this.#keep(countdownFrom(sentAt, lifetimeMs, this.#options.clock)) };
    });
  }

  #update(context: Context, request: UpdatePhoneToken): Promise<UpdatePhoneResponse> {
    const { core, client, timeoutMs } = context;
    // `changePhone` comes here after a wait.
    this.#throwIfOver(this.#disposal);
    const texts = updateArguments(request, this.#options.language);
    const prepared = core.prepare<Updated>(client, UPDATE_PHONE, -1, texts);
    const { key } = prepared;
    return this.#share(context, key, prepared, async (limits, signal) => {
      try {
        return await exchangeAndFree(UPDATE_PHONE, prepared, this.#options, limits);
      } catch (error) {
        // Only the profile can tell.
        if (!(isA(error, Error) && Object.hasOwn(error, "isLost"))) throw error;
        const limit = new TimeLimit(this.#options.clock, READS * timeoutMs, [signal]);
        const profile = await this.#readProfile({ ...context, signals: [limit.signal] })
          .catch(() => undefined)
          .finally(() => limit.end());
        this.#throwIfOver(signal);
        const { wall, monotonic } = this.#options.instant();
        const { code, isLost } = error as Error & { code: string; isLost: boolean };
        const facts = inOne(key, code, profile?.phoneCountryCode, profile?.phone);
        let isChanged: boolean;
        try {
          isChanged = core.reconcile(client, facts, isLost, wall, monotonic);
        } catch (truth) {
          throw Object.assign(truth as Error, { cause: error });
        }
        if (!isChanged) throw error;
        return { statusCode: 200, message: "", outcome: "reconciled" };
      }
    });
  }

  /** Reading changes nothing, so it is tried again. */
  async #readProfile({ core, client, signals, timeoutMs }: Context): Promise<Profile> {
    const { clock } = this.#options;
    const startLimit = (): TimeLimit => new TimeLimit(clock, timeoutMs, signals);
    const limits = { startLimit, sent: { count: 0 } };
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#throwIfOver(this.#disposal);
        return (await exchangeAndFree(
          GET_PROFILE,
          core.prepare(client, GET_PROFILE, -1, ""),
          this.#options,
          limits,
        )) as Profile;
      } catch (error) {
        const { isRetryable, retryAfterMs = 0 } = factsOf(error);
        // Who is to wait longer than a try may take is told so.
        if (attempt === READS || !isRetryable || retryAfterMs > timeoutMs) throw error;
        const pause = new TimeLimit(clock, Math.max(FIRST_PAUSE_MS * attempt, retryAfterMs), signals);
        await pause.race(new Promise<never>(() => {})).catch((reason: unknown) => {
          if (!pause.isTimedOut) throw reason;
        });
      }
    }
  }

  /** Before the module is asked again after a wait: a shared call hears a moment later of the disposal that has freed its client. */
  #throwIfOver(signal: Signal): void {
    this.#disposal.throwIfAborted();
    signal.throwIfAborted();
  }

  /** Makes a call that others may join: then theirs is let go. `start` frees the prepared call. */
  #share<T>(
    { signals, timeoutMs }: Context,
    key: string,
    prepared: PreparedCall,
    start: (limits: ExchangeOptions, signal: Signal) => Promise<T>,
  ): Promise<T> {
    let isFirst = false;
    const outcome = this.#shared.join(key, signals, (signal) => {
      isFirst = true;
      return start({ startLimit: () => new TimeLimit(this.#options.clock, timeoutMs, [signal]) }, signal);
    });
    if (!isFirst) prepared.free();
    return outcome;
  }

  /** Makes a call of the core and turns what it rejects with into what callers get. */
  async #call<T>(options: CallOptions | undefined, call: (context: Context) => Promise<T>): Promise<T> {
    const { signal, timeoutMs } = this.#checkCallOptions(options);
    const signals = signal ? [this.#disposal, signal] : [this.#disposal];
    const throwIfAborted = (): void => {
      for (const each of signals) each.throwIfAborted();
    };
    let core: Core | undefined;
    try {
      throwIfAborted();
      core = loadedCore() ?? (await this.#load(new TimeLimit(this.#options.clock, timeoutMs, signals)));
      throwIfAborted();
      const client = this.#clientIn(core);
      return await call({ core, client, signals: [...signals, core.trapped], timeoutMs });
    } catch (error) {
      if (isA(error, UpdatePhoneError) || signals.some((each) => isReasonOf(each, error))) throw error;
      if (core && isTrap(error)) discardCore(core, error);
      throw UpdatePhoneError.fromCore(error) ?? this.#error("ERR_INTERNAL", undefined, error);
    }
  }

  /** What an instance that has trapped knew of this client is lost: whatever was sent then may be in doubt. */
  #clientIn(core: Core): CoreClient {
    if (this.#core !== core || !this.#coreClient) {
      const { appId, language, phoneCheck } = this.#options;
      this.#coreClient = new core.Client(
        appId,
        LANGUAGES.indexOf(language),
        PHONE_CHECKS.indexOf(phoneCheck),
        this.#options,
        this.#core !== undefined,
      );
      this.#core = core;
    }
    return this.#coreClient;
  }

  #checkCallOptions(options: CallOptions | undefined): { signal: AbortSignal | undefined; timeoutMs: number } {
    let signal: AbortSignal | undefined;
    let timeoutMs: number | undefined;
    let isSignal: boolean;
    try {
      ({ signal, timeoutMs } = options ?? {});
      // Looked at as it will be: what stands in for a signal may throw at any of it.
      isSignal =
        signal === undefined ||
        (SIGNAL_METHODS.every((name) => typeof signal?.[name] === "function") && typeof signal.aborted === "boolean");
    } catch (cause) {
      throw this.#error("ERR_INVALID_ARGUMENT", "options: could not be read", cause);
    }
    if (!isSignal) throw this.#error("ERR_INVALID_ARGUMENT", "signal: must be an AbortSignal");
    timeoutMs ??= this.#options.timeoutMs;
    const problem = checkTimeout(timeoutMs);
    if (problem) throw this.#error("ERR_INVALID_ARGUMENT", `timeoutMs: ${problem}`);
    return { signal, timeoutMs };
  }

  /** The module, unless the caller gives up first, or whatever it is loaded from does not answer in time. */
  async #load(limit: TimeLimit): Promise<Core> {
    try {
      return await limit.race(loadCore());
    } catch (error) {
      throw limit.isTimedOut ? this.#error("ERR_WASM_LOAD", undefined, error) : error;
    } finally {
      limit.end();
    }
  }

  /** Remembers a countdown, to end it with the client. */
  #keep(countdown: Countdown): Countdown {
    for (const former of this.#countdowns) if (former.isExpired) this.#countdowns.delete(former);
    this.#countdowns.add(countdown);
    return countdown;
  }

  #error(code: Parameters<typeof UpdatePhoneError.of>[0], detail?: string, cause?: unknown): UpdatePhoneError {
    return UpdatePhoneError.of(code, { language: this.#options.language, cause, ...(detail && { detail }) });
  }
}

/** What is known of an error of the module or of this layer; nothing of anything else, such as a caller's reason. */
function factsOf(error: unknown): Partial<UpdatePhoneError> {
  return UpdatePhoneError.fromCore(error) ?? {};
}

function isReasonOf(signal: Signal, error: unknown): boolean {
  try {
    return signal.aborted && Object.is(signal.reason, error);
  } catch {
    return false;
  }
}

/** Whether a failure says that its token is of no more use. */
function isTokenOver(error: unknown): boolean {
  const { code } = factsOf(error);
  return (
    code === "ERR_UPDATE_TOKEN_EXPIRED" || code === "ERR_UPDATE_TOKEN_REJECTED" || code === "ERR_UPDATE_TOKEN_SPENT"
  );
}
