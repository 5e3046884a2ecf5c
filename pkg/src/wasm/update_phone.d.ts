/**
 * What an instance of the WebAssembly module exports: the calls of a client, and the phone functions. Inside the package only, by
 * hand, because the generated declarations say `any`. See `src/bindings` of the crate.
 */

import type { inOne } from "./transport.js";

/** A client inside the module. `free` gives its memory back; calls in flight go on. */
export interface Client {
  free(): void;
}

/**
 * A call whose arguments were read and judged. `transport.js` makes it, once; until it is freed it holds what was handed in. It ends
 * with `Kind`, see `transport.d.ts`.
 */
export interface PreparedCall<Kind = unknown> {
  readonly kind?: Kind;
  /** What makes two calls of a client the same one; that of a sending is the key of its cool-down too. */
  readonly key: string;
  /** What its body says, texts in one; throws why it must not be sent. */
  admit(wall: number, monotonic: number, cooldownMs: number): string;
  /** What an answer means: a token's lifetime in seconds, or -1 for once more with a fresh access token; throws what happened. */
  judge(
    sentWall: number,
    sentMonotonic: number,
    wall: number,
    monotonic: number,
    httpStatus: number,
    retryAfterMs: number,
    statusCode: number,
    apiCode: number,
    texts: string,
    isDenied: boolean,
    lifetime: number,
    canRefresh: boolean,
  ): number;
  /** The error for a call without an answer. */
  fail(
    cause: number,
    isSent: boolean,
    sentWall: number,
    sentMonotonic: number,
    wall: number,
    monotonic: number,
  ): Error & { httpStatus?: number };
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
  /**
   * `language` and `phoneCheck`: their places in `LANGUAGES` and `PHONE_CHECKS`. `options`: of which `transport.js` makes the requests.
   * `hasForgotten`: what other clients for the same user have sent may be in doubt, and nobody knows.
   */
  readonly Client: new (
    appId: string,
    language: number,
    phoneCheck: number,
    options: object,
    hasForgotten: boolean,
  ) => Client;
  readonly Flow: new (verifyOldPhone: number, confirm: boolean, autoSubmitLength: number, phoneCheck: number) => Flow;
  readonly memory: WebAssembly.Memory;
  /**
   * Judges the arguments of a call, texts {@link inOne}: see the crate's `bindings/calls.rs`. `operation`: its number in
   * `transport.js`. `phoneCheck`: its place in `PHONE_CHECKS`; -1 for the client's.
   */
  prepare<Kind>(client: Client, operation: number, phoneCheck: number, texts: string): PreparedCall<Kind>;
  /**
   * Decides by the profile what became of a change that ended in an error with the member `isLost`: whether it has happened. Throws what
   * is true where that is something else than the error said. `texts`: the key of the prepared call, the error's code, and the profile's
   * country code and number {@link inOne}.
   */
  reconcile(client: Client, texts: string, isLost: boolean, wall: number, monotonic: number): boolean;
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
