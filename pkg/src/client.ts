import { UpdatePhoneError } from "./errors.js";
import { type Core, loadCore } from "./loading.js";
import { type CheckedOptions, checkOptions, checkTimeout } from "./options.js";
import { countdownFrom } from "./time/countdown.js";
import type { Instant } from "./time/instant.js";
import { startTimeLimit, type TimeLimit } from "./time/time-limit.js";
import type {
  CallOptions,
  Client,
  ClientOptions,
  CodeSent,
  Countdown,
  Profile,
  UpdatePhoneRequest,
  UpdatePhoneRequestResponse,
  UpdatePhoneResponse,
  UpdatePhoneToken,
} from "./types.js";
import type { Client as CoreClient, CoreCallOptions } from "./wasm/update_phone.js";

/** The service sends one SMS per number and channel in this time. */
const CODE_COOLDOWN_MS = 60_000;

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
export function updatePhoneRequest(
  client: Client,
  request: UpdatePhoneRequest,
  options?: CallOptions,
): Promise<UpdatePhoneRequestResponse> {
  return client.updatePhoneRequest(request, options);
}

/** 修改手机号, as a plain function: `client.updatePhone(request, options)`. */
export function updatePhone(
  client: Client,
  request: UpdatePhoneToken,
  options?: CallOptions,
): Promise<UpdatePhoneResponse> {
  return client.updatePhone(request, options);
}

class CoreBackedClient implements Client {
  readonly #options: CheckedOptions;
  readonly #disposal = new AbortController();
  readonly #countdowns = new Set<Countdown>();
  #coreClient: CoreClient | undefined;

  constructor(options: CheckedOptions) {
    this.#options = options;
    // `using client = createClient(…)`, where the runtime knows it.
    if (Symbol.dispose) Object.defineProperty(this, Symbol.dispose, { value: () => this.dispose() });
  }

  async sendCode(request: Parameters<Client["sendCode"]>[0], options?: CallOptions): Promise<CodeSent> {
    const { sentAt, ...sent } = await this.#call(options, (core, client, limits) =>
      core.sendCode(client, request, limits),
    );
    return { ...sent, phone: Object.freeze(sent.phone), cooldown: this.#countdown(sentAt, CODE_COOLDOWN_MS) };
  }

  async updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse> {
    const { sentAt, ...granted } = await this.#call(options, (core, client, limits) =>
      core.updatePhoneRequest(client, request, limits),
    );
    return { ...granted, countdown: this.#countdown(sentAt, granted.data.tokenExpiresIn * 1000) };
  }

  async updatePhone(request: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return await this.#call(options, (core, client, limits) => core.updatePhone(client, request, limits));
  }

  async changePhone(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneResponse> {
    return await this.updatePhone(await this.updatePhoneRequest(request, options), options);
  }

  async getProfile(options?: CallOptions): Promise<Profile> {
    return (await this.#call(options, (core, client, limits) => core.getProfile(client, limits))) as Profile;
  }

  dispose(): void {
    if (this.#disposal.signal.aborted) return;
    this.#disposal.abort(this.#error("ERR_DISPOSED"));
    for (const countdown of this.#countdowns) countdown.cancel();
    this.#countdowns.clear();
    this.#coreClient?.free();
    this.#coreClient = undefined;
  }

  /** Makes one call of the core, under the time limit, and turns what it rejects with into what callers get. */
  async #call<T>(
    options: CallOptions | undefined,
    call: (core: Core, client: CoreClient, limits: CoreCallOptions) => Promise<T>,
  ): Promise<T> {
    const { signal, timeoutMs } = this.#checkCallOptions(options);
    const watched = signal ? [this.#disposal.signal, signal] : [this.#disposal.signal];
    const throwIfAborted = (): void => {
      for (const each of watched) each.throwIfAborted();
    };
    const startLimit = () => startTimeLimit(this.#options.clock, timeoutMs, watched);
    try {
      throwIfAborted();
      const core = await this.#load(startLimit());
      throwIfAborted();
      this.#coreClient ??= new core.Client(this.#options);
      return await call(core, this.#coreClient, { startLimit });
    } catch (error) {
      const isReason = watched.some((each) => each.aborted && each.reason === error);
      if (isReason || error instanceof UpdatePhoneError) throw error;
      throw UpdatePhoneError.fromCore(error) ?? this.#error("ERR_INTERNAL", undefined, error);
    }
  }

  #checkCallOptions(options: CallOptions | undefined): { signal: AbortSignal | undefined; timeoutMs: number } {
    let signal: AbortSignal | undefined;
    let timeoutMs: number | undefined;
    let isSignal: boolean;
    try {
      ({ signal, timeoutMs } = options ?? {});
      isSignal = signal === undefined || typeof signal.throwIfAborted === "function";
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

  #countdown(start: Instant, durationMs: number): Countdown {
    for (const countdown of this.#countdowns) if (countdown.isExpired) this.#countdowns.delete(countdown);
    const countdown = countdownFrom(start, durationMs, this.#options.clock);
    this.#countdowns.add(countdown);
    return countdown;
  }

  #error(code: Parameters<typeof UpdatePhoneError.of>[0], detail?: string, cause?: unknown): UpdatePhoneError {
    return UpdatePhoneError.of(code, { language: this.#options.language, cause, ...(detail && { detail }) });
  }
}
