import { instantOf } from "../time/instant.js";
import type { UpdatePhoneError } from "../errors.js";
import type { Clock, ErrorCode } from "../types.js";
import type { ClientOptions, PreparedCall, RunOptions } from "../wasm/module.js";
import type { Instance } from "../wasm/update_phone.js";

export type Operation = "send" | "verify" | "update" | "profile";

/** A call that a client has prepared. */
export interface StubCall {
  readonly operation: Operation;
  readonly key: string;
  readonly args: readonly unknown[];
  /** What it was run with; left out before. */
  options?: RunOptions;
  isFreed: boolean;
}

type Answer = (call: StubCall) => unknown;

/** An error as the module throws it. */
export function coreError(code: ErrorCode, fields: Partial<UpdatePhoneError> = {}): Error {
  return Object.assign(new Error(`The message of ${code}.`), { name: "UpdatePhoneError", code, ...fields });
}

/**
 * The module's `Client` without the module: calls are equal when their arguments are, are run under their time limit, and are answered
 * with a success unless the test says otherwise. A sending is refused while it cools down.
 */
export class StubService {
  /** What clients were made from. */
  readonly clients: { options: ClientOptions; isFreed: boolean }[] = [];
  readonly prepared: StubCall[] = [];
  readonly #answers = new Map<Operation, Answer>();
  readonly #clock: Clock;
  #tokens = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The operations that were run, in their order. */
  get sent(): Operation[] {
    return this.prepared.filter(({ options }) => options).map(({ operation }) => operation);
  }

  /** Answers an operation with what this returns or throws, until it is called without. */
  answer(operation: Operation, answer?: Answer): void {
    if (answer) this.#answers.set(operation, answer);
    else this.#answers.delete(operation);
  }

  /** Holds the calls of an operation back until the returned function is called. */
  hold(operation: Operation): () => void {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    this.answer(operation, async (call) => {
      await released;
      return this.#success(call);
    });
    return () => {
      this.answer(operation);
      release();
    };
  }

  /** For `loadStub`. */
  get exports(): Pick<Instance, "Client"> {
    const service = {
      clients: this.clients,
      prepare: (operation: Operation, args: unknown[]) => this.#prepare(operation, args),
    };
    class Client {
      readonly #record: { options: ClientOptions; isFreed: boolean };
      constructor(options: ClientOptions) {
        this.#record = { options: { ...options }, isFreed: false };
        service.clients.push(this.#record);
      }
      prepareSendCode(...args: unknown[]): PreparedCall {
        return this.#prepare("send", args);
      }
      prepareUpdatePhoneRequest(...args: unknown[]): PreparedCall {
        return this.#prepare("verify", args);
      }
      prepareUpdatePhone(...args: unknown[]): PreparedCall {
        return this.#prepare("update", args);
      }
      prepareGetProfile(): PreparedCall {
        return this.#prepare("profile", []);
      }
      free(): void {
        this.#record.isFreed = true;
      }
      #prepare(operation: Operation, args: unknown[]): PreparedCall {
        if (this.#record.isFreed) throw new Error("null pointer passed to rust");
        return service.prepare(operation, args);
      }
    }
    return { Client: Client as unknown as Instance["Client"] };
  }

  #prepare(operation: Operation, args: unknown[]): PreparedCall {
    const key = `${operation}:${JSON.stringify(args[0] ?? null)}`;
    const call: StubCall = { operation, key, args, isFreed: false };
    this.prepared.push(call);
    const prepared = {
      key,
      free: () => {
        if (call.options || call.isFreed) throw new Error("null pointer passed to rust");
        call.isFreed = true;
      },
      run: (options: RunOptions) => this.#run(call, options),
    };
    return prepared as unknown as PreparedCall;
  }

  async #run(call: StubCall, options: RunOptions): Promise<unknown> {
    if (call.options || call.isFreed) throw new Error("null pointer passed to rust");
    call.options = options;
    if (options.cooldownMs) throw coreError("ERR_CODE_SENT_TOO_OFTEN", { retryAfterMs: options.cooldownMs });
    const sentAt = instantOf(this.#clock);
    const limit = options.startLimit(options.timeoutMs);
    try {
      const answer = this.#answers.get(call.operation) ?? ((answered: StubCall) => this.#success(answered));
      const success = (await limit.race(answer(call))) as object;
      return { ...success, ...((call.operation === "send" || call.operation === "verify") && { sentAt }) };
    } catch (error) {
      throw limit.isTimedOut ? coreError("ERR_TIMEOUT") : error;
    } finally {
      limit.end();
    }
  }

  #success({ operation, args }: StubCall): object {
    const envelope = { statusCode: 200, message: "" };
    switch (operation) {
      case "send":
        return { ...envelope, phone: { e164: (args[0] as { phone: string }).phone } };
      case "verify":
        return { ...envelope, data: { updatePhoneToken: `token-${++this.#tokens}`, tokenExpiresIn: 60 } };
      case "update":
        return { ...envelope, outcome: "confirmed" };
      case "profile":
        return { userId: "u" };
    }
  }
}
