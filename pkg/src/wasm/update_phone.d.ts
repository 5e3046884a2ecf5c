/**
 * What an instance of the WebAssembly module exports: the calls of a client, and the phone functions. Inside the package only, by
 * hand, because the generated declarations say `any`. See `src/bindings` of the crate.
 */

import type { PhoneCheck } from "../types.js";
import type { Instant } from "../time/instant.js";
import type { TimeLimit } from "../time/time-limit.js";

/** A client inside the module. `free` gives its memory back; calls in flight go on. */
export interface Client {
  free(): void;
}

/** What a call gets from the layer above: a time limit for each try, and the signal for when there is none. */
export interface CoreCallOptions {
  startLimit?: (() => TimeLimit) | undefined;
  signal?: AbortSignal | undefined;
}

interface CoreEnvelope {
  statusCode: 200;
  message: string;
  apiCode?: number;
  requestId?: string;
}

/** What the calls resolve with. */
export interface Answers {
  send: CoreEnvelope & { sentAt: Instant };
  verify: CoreEnvelope & { data: { updatePhoneToken: string; tokenExpiresIn: number }; sentAt: Instant };
  update: CoreEnvelope & { outcome: "confirmed" };
}

/** A call whose arguments were read and judged; it can be run once. `free` gives its memory back, also after it was run. */
export interface PreparedCall<Kind extends keyof Answers = keyof Answers> {
  readonly kind?: Kind;
  /** What makes two calls of a client the same one; that of a sending is the key of its cool-down too. */
  readonly key: string;
  free(): void;
}

/** The machine of a change-phone form: see the crate's `bindings/flow.rs`. `free` gives its memory back. */
export interface Flow {
  handle(
    event: number,
    side: number,
    cooling: number,
    text: string,
    home: string | undefined,
    isCountryCode: boolean,
  ): number;
  free(): void;
}

/** An instance of the module. It can be discarded: then it is not called any more, whatever still has something of it. */
export interface Instance {
  /** `hasForgotten`: what other clients for the same user have sent may be in doubt, and nobody knows. */
  readonly Client: new (options: object, hasForgotten: boolean) => Client;
  readonly Flow: new (verifyOldPhone: string, confirm: boolean, autoSubmitLength: number, phoneCheck: string) => Flow;
  readonly memory: WebAssembly.Memory;
  prepareSendCode(client: Client, request: unknown, phoneCheck?: PhoneCheck): PreparedCall<"send">;
  prepareUpdatePhoneRequest(client: Client, request: unknown, phoneCheck?: PhoneCheck): PreparedCall<"verify">;
  prepareUpdatePhone(client: Client, token: unknown): PreparedCall<"update">;
  /** Makes a call. `cooldownMs`: what is left of the cool-down of a sending, which is refused then. */
  run<Kind extends keyof Answers>(
    client: Client,
    prepared: PreparedCall<Kind>,
    options: CoreCallOptions,
    cooldownMs?: number,
  ): Promise<Answers[Kind]>;
  /** `earlier`: how many requests there were before; counted on. */
  getProfile(client: Client, options: CoreCallOptions & { earlier?: number }): Promise<unknown>;
  /**
   * Decides by the profile what became of a change that ended in an error with the member `isLost`: returns when it has happened, and
   * throws what is true when not. `key` is that of the prepared call.
   */
  reconcile(client: Client, key: string, profile: unknown, error: Error): void;
  /** Writes a record at `recordAddress`, and brings back its length; or says, 1 or 0, whether a number is valid. See the crate's `bindings/phone.rs`. */
  readPhone(number: string, home: string | undefined, defaultRegion: string | undefined, flags: number): number;
  recordAddress(): number;
  /** The region and a line break, a character whose code is the caret's place, and the text. A caret of -1 is none. */
  formatAsYouType(typed: string, home: string | undefined, flags: number, caret: number): string;
  /** A line each: region, country code and, where there is one, an example, with spaces between. */
  countries(): string;
  discard(): void;
}

/** @throws What the engine says of a module that is not this package's. */
export function createInstance(module: WebAssembly.Module): Instance;
