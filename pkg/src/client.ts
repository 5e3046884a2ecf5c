import { Cooldowns } from "./cooldown/cooldowns.js";
import { exclusively } from "./cooldown/exclusive.js";
import { isA, UpdatePhoneError } from "./errors.js";
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
  UpdatePhoneRequestResponse as CoreGrant,
} from "./wasm/module.js";

/** The service sends one SMS per number and channel in this time. */
const CODE_COOLDOWN_MS = 60_000;

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
  readonly #options: CheckedOptions;
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
    this.#options = options;
    this.#cooldowns = new Cooldowns(options.storage, options.clock);
    // `using client = createClient(…)`, where the runtime knows it.
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
    return this.#call(options, (context) => {
      const prepared = context.client.prepareGetProfile();
      // A read is nobody else's: each sees what the service has now.
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
        this.#call({ signal }, (context) =>
          this.#verify(context, context.client.prepareUpdatePhoneRequest(request, check)),
        ),
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

  #sendCode(context: Context, request: CodeRequest, phoneCheck?: PhoneCheck): Promise<CodeSent> {
    const { clock } = this.#options;
    const prepared = context.client.prepareSendCode(request, phoneCheck);
    const { key } = prepared;
    return this.#share(context, key, prepared, (run, signal) =>
      // Two tabs that send in the same instant: the second one finds the cool-down of the first.
      exclusively(key, clock, signal, async () => {
        const { remainingMs } = await this.#cooldowns.find(key);
        this.#throwIfOver(signal);
        try {
          const { sentAt, phone, ...sent } = (await run(Math.ceil(remainingMs))) as CoreCodeSent;
          const cooldown = this.#keep(await this.#cooldowns.start(key, sentAt, CODE_COOLDOWN_MS));
          return { ...sent, phone: Object.freeze(phone), cooldown };
        } catch (error) {
          const { code, retryAfterMs } = factsOf(error);
          const isToWait = code === "ERR_CODE_SENT_TOO_OFTEN" || code === "ERR_RATE_LIMITED";
          if (isToWait && retryAfterMs && remainingMs === 0) {
            await this.#cooldowns.start(key, instantOf(clock), retryAfterMs);
          }
          throw error;
        }
      }),
    );
  }

  #verify(context: Context, prepared: PreparedCall): Promise<UpdatePhoneRequestResponse> {
    return this.#share(context, prepared.key, prepared, async (run) => {
      const { sentAt, ...granted } = (await run()) as CoreGrant;
      const lifetimeMs = granted.data.tokenExpiresIn * 1000;
      return { ...granted, countdown: this.#keep(countdownFrom(sentAt, lifetimeMs, this.#options.clock)) };
    });
  }

  #update(context: Context, request: UpdatePhoneToken): Promise<UpdatePhoneResponse> {
    // `changePhone` comes here after a wait.
    this.#throwIfOver(this.#disposal);
    const prepared = context.client.prepareUpdatePhone(request);
    return this.#share(context, prepared.key, prepared, (run) => run() as Promise<UpdatePhoneResponse>);
  }

  /** Before the module is asked again after a wait: a shared call hears a moment later of the disposal that has freed its client. */
  #throwIfOver(signal: Signal): void {
    this.#disposal.throwIfAborted();
    signal.throwIfAborted();
  }

  /**
   * Makes a call that others may join. Whoever joins lets the prepared call go, and gets what comes of the other one. `start` makes the call
   * with `run`; a call that has not been run when it ends is freed here.
   */
  #share<T>(
    { core, signals, timeoutMs }: Context,
    key: string | symbol,
    prepared: PreparedCall,
    start: (run: (cooldownMs?: number) => Promise<unknown>, signal: Signal) => Promise<T>,
  ): Promise<T> {
    let isHere = true;
    const release = (): void => {
      if (isHere) prepared.free();
      isHere = false;
    };
    let isFirst = false;
    const outcome = this.#shared.join(key, signals, (signal) => {
      isFirst = true;
      const run = (cooldownMs = 0): Promise<unknown> => {
        isHere = false;
        // The disposal too: a shared call hears of it a moment later.
        const startLimit = (ms: number): TimeLimit => new TimeLimit(this.#options.clock, ms, [this.#disposal, signal]);
        return settledIn(core, () => prepared.run({ startLimit, timeoutMs, cooldownMs } as RunOptions));
      };
      return start(run, signal).finally(release);
    });
    if (!isFirst) release();
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

/** What a call of the module promises; rejects when the instance meets a trap, after which nothing in it goes on. */
async function settledIn<T>(core: Core, call: () => Promise<T>): Promise<T> {
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
