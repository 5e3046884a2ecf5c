import { Cooldowns } from "./cooldown/cooldowns.js";
import { runExclusively } from "./cooldown/exclusive.js";
import { isInstanceOf, UpdatePhoneError } from "./errors.js";
import { ChangePhoneFlow, type FlowClient } from "./flow/flow.js";
import { type Core, discardCore, isTrap, loadCore, loadedCore } from "./loading.js";
import { type CheckedOptions, checkClient, checkFlowOptions, checkOptions, checkTimeout } from "./options.js";
import { SharedCalls } from "./shared-calls.js";
import { countdownFrom } from "./time/countdown.js";
import { instantOf } from "./time/instant.js";
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
import type {
  Client as CoreClient,
  CodeSent as CoreCodeSent,
  PreparedCall,
  RunOptions,
  UpdatePhoneRequestResponse as CoreVerification,
} from "./wasm/module.js";

/** The service sends at most one SMS per number and channel in this time. */
const CODE_COOLDOWN_MS = 60_000;

/** The methods of an `AbortSignal` that are used here. */
const SIGNAL_METHODS = ["throwIfAborted", "addEventListener", "removeEventListener"] as const;

/** How many verifications with an unspent token a client remembers. */
const MAX_VERIFICATIONS = 16;

/** What a call is made with. */
interface Context {
  readonly core: Core;
  readonly client: CoreClient;
  /** The caller's, the client's and the instance's: any of them ends the caller's wait. */
  readonly signals: readonly Signal[];
  /** The time limit of each try. */
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
  readonly #options: CheckedOptions;
  readonly #disposal = new InnerSignal();
  readonly #countdowns = new Set<Countdown>();
  readonly #cooldowns: Cooldowns;
  readonly #shared = new SharedCalls();
  /** Verifications whose token may still be usable, by the key of their request. An equal `changePhone` continues with the token. */
  readonly #verifications = new Map<string, UpdatePhoneRequestResponse>();
  #coreClient: CoreClient | undefined;
  /** The instance that `#coreClient` belongs to. */
  #core: Core | undefined;

  constructor(options: CheckedOptions) {
    this.#options = options;
    this.#cooldowns = new Cooldowns(options.storage, options.clock);
    // For `using client = createClient(…)`, where the runtime supports it.
    if (Symbol.dispose) Object.defineProperty(this, Symbol.dispose, { value: () => this.dispose() });
  }

  sendCode(request: CodeRequest, options?: CallOptions): Promise<CodeSent> {
    return this.#call(options, (context) => this.#sendCode(context, request));
  }

  updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse> {
    return this.#call(options, (context) => this.#verify(context, context.client.prepareUpdatePhoneRequest(request)));
  }

  updatePhone(request: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return this.#call(options, (context) => this.#update(context, request));
  }

  changePhone(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return this.#call(options, async (context) => {
      const prepared = context.client.prepareUpdatePhoneRequest(request);
      const { key } = prepared;
      let verification = this.#verifications.get(key);
      if (verification) prepared.free();
      else verification = await this.#verify(context, prepared);
      this.#verifications.delete(key);
      for (const [oldest] of this.#verifications) {
        if (this.#verifications.size < MAX_VERIFICATIONS) break;
        this.#verifications.delete(oldest);
      }
      this.#verifications.set(key, verification);
      try {
        const response = await this.#update(context, verification);
        this.#verifications.delete(key);
        return response;
      } catch (error) {
        if (isTokenUnusable(error)) this.#verifications.delete(key);
        throw error;
      }
    });
  }

  getProfile(options?: CallOptions): Promise<Profile> {
    return this.#call(options, (context) => {
      const prepared = context.client.prepareGetProfile();
      // Reads are not shared: each returns what the service has now.
      return this.#share(context, Symbol("get-profile"), prepared, (run) => run() as Promise<Profile>);
    });
  }

  cooldown(purpose: "new" | "old", phone: PhoneInput, channel?: SmsChannel): Promise<Countdown> {
    return this.#call(undefined, async ({ client }) => {
      const prepared = client.prepareSendCode(
        { purpose, phone, ...(channel !== undefined && { channel }) },
        "possible",
      );
      const { key } = prepared;
      prepared.free();
      return this.#track(await this.#cooldowns.find(key));
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
        this.#call({ signal }, (context) =>
          this.#verify(context, context.client.prepareUpdatePhoneRequest(request, check)),
        ),
      update: (verification, signal) => this.updatePhone(verification, { signal }),
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
    this.#verifications.clear();
    this.#coreClient?.free();
    this.#coreClient = undefined;
    delete this.#options.accessToken;
  }

  #sendCode(context: Context, request: CodeRequest, phoneCheck?: PhoneCheck): Promise<CodeSent> {
    const { clock } = this.#options;
    const prepared = context.client.prepareSendCode(request, phoneCheck);
    const { key } = prepared;
    return this.#share(context, key, prepared, (run, signal) =>
      // Of two tabs that send in the same instant, the second finds the cool-down of the first.
      runExclusively(key, clock, signal, async () => {
        const { remainingMs } = await this.#cooldowns.find(key);
        this.#throwIfAborted(signal);
        try {
          const { sentAt, phone, ...sent } = (await run(Math.ceil(remainingMs))) as CoreCodeSent;
          const cooldown = this.#track(await this.#cooldowns.start(key, sentAt, CODE_COOLDOWN_MS));
          return { ...sent, phone: Object.freeze(phone), cooldown };
        } catch (error) {
          const { code, retryAfterMs } = fieldsOf(error);
          const hasToWait = code === "ERR_CODE_SENT_TOO_OFTEN" || code === "ERR_RATE_LIMITED";
          if (hasToWait && retryAfterMs && remainingMs === 0) {
            await this.#cooldowns.start(key, instantOf(clock), retryAfterMs);
          }
          throw error;
        }
      }),
    );
  }

  #verify(context: Context, prepared: PreparedCall): Promise<UpdatePhoneRequestResponse> {
    return this.#share(context, prepared.key, prepared, async (run) => {
      const { sentAt, ...verification } = (await run()) as CoreVerification;
      const lifetimeMs = verification.data.tokenExpiresIn * 1000;
      return { ...verification, countdown: this.#track(countdownFrom(sentAt, lifetimeMs, this.#options.clock)) };
    });
  }

  #update(context: Context, request: UpdatePhoneToken): Promise<UpdatePhoneResponse> {
    // `changePhone` has waited for the verification.
    this.#throwIfAborted(this.#disposal);
    const prepared = context.client.prepareUpdatePhone(request);
    return this.#share(context, prepared.key, prepared, (run) => run() as Promise<UpdatePhoneResponse>);
  }

  /**
   * Called after each wait, before the module is called again. `dispose()` has freed the core's client then, but the signal of a shared
   * call is aborted only a microtask later.
   */
  #throwIfAborted(signal: Signal): void {
    this.#disposal.throwIfAborted();
    signal.throwIfAborted();
  }

  /**
   * Makes a call that equal calls may join. A call that joins frees its prepared call and gets the outcome of the other. `start` makes
   * the call with `run`. A prepared call that was not run is freed here.
   */
  #share<T>(
    { core, signals, timeoutMs }: Context,
    key: string | symbol,
    prepared: PreparedCall,
    start: (run: (cooldownMs?: number) => Promise<unknown>, signal: Signal) => Promise<T>,
  ): Promise<T> {
    let isUnused = true;
    const freeUnused = (): void => {
      if (isUnused) prepared.free();
      isUnused = false;
    };
    let isStarted = false;
    const outcome = this.#shared.join(key, signals, (signal) => {
      isStarted = true;
      const run = (cooldownMs = 0): Promise<unknown> => {
        isUnused = false;
        // The disposal too, since the signal of a shared call is aborted a microtask later.
        const startLimit = (ms: number): TimeLimit => new TimeLimit(this.#options.clock, ms, [this.#disposal, signal]);
        return rejectOnTrap(core, () => prepared.run({ startLimit, timeoutMs, cooldownMs } as RunOptions));
      };
      return start(run, signal).finally(freeUnused);
    });
    if (!isStarted) freeUnused();
    return outcome;
  }

  /** Makes a call of the core. Converts its failures to `UpdatePhoneError`; abort reasons of the caller pass through untouched. */
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
      if (isInstanceOf(error, UpdatePhoneError) || signals.some((each) => isReasonOf(each, error))) throw error;
      if (core && isTrap(error)) discardCore(core, error);
      throw UpdatePhoneError.fromCore(error) ?? this.#error("ERR_INTERNAL", undefined, error);
    }
  }

  /** Returns this client in an instance. A new instance does not know what was sent through one that trapped: that may be in doubt. */
  #clientIn(core: Core): CoreClient {
    if (this.#core !== core || !this.#coreClient) {
      const hasForgotten = this.#core !== undefined;
      this.#coreClient = new core.Client({ ...this.#options, hasForgotten });
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
      // Any object may be passed as a signal, and any of its getters may throw.
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

  /** Loads the module. Fails with `ERR_WASM_LOAD` at the time limit, and with the reason of a signal that is aborted first. */
  async #load(limit: TimeLimit): Promise<Core> {
    try {
      return await limit.race(loadCore());
    } catch (error) {
      throw limit.isTimedOut ? this.#error("ERR_WASM_LOAD", undefined, error) : error;
    } finally {
      limit.end();
    }
  }

  /** Remembers a countdown, so that `dispose()` cancels it. */
  #track(countdown: Countdown): Countdown {
    for (const tracked of this.#countdowns) if (tracked.isExpired) this.#countdowns.delete(tracked);
    this.#countdowns.add(countdown);
    return countdown;
  }

  #error(code: Parameters<typeof UpdatePhoneError.of>[0], detail?: string, cause?: unknown): UpdatePhoneError {
    return UpdatePhoneError.of(code, { language: this.#options.language, cause, ...(detail && { detail }) });
  }
}

/** Settles as a call of the module does, or rejects when the instance traps, since its promises never settle then. */
async function rejectOnTrap<T>(core: Core, call: () => Promise<T>): Promise<T> {
  if (core.trapped.aborted) throw core.trapped.reason;
  let onTrap: (() => void) | undefined;
  const trapped = new Promise<never>((_, reject) => {
    onTrap = () => reject(core.trapped.reason);
    core.trapped.addEventListener("abort", onTrap);
  });
  try {
    return await Promise.race([call(), trapped]);
  } finally {
    if (onTrap) core.trapped.removeEventListener("abort", onTrap);
  }
}

/** Returns the fields of an error of the module or of this layer; none for anything else, such as a caller's abort reason. */
function fieldsOf(error: unknown): Partial<UpdatePhoneError> {
  return UpdatePhoneError.fromCore(error) ?? {};
}

function isReasonOf(signal: Signal, error: unknown): boolean {
  try {
    return signal.aborted && Object.is(signal.reason, error);
  } catch {
    return false;
  }
}

/** Whether a failure means that the update token cannot be used again. */
function isTokenUnusable(error: unknown): boolean {
  const { code } = fieldsOf(error);
  return (
    code === "ERR_UPDATE_TOKEN_EXPIRED" || code === "ERR_UPDATE_TOKEN_REJECTED" || code === "ERR_UPDATE_TOKEN_SPENT"
  );
}
