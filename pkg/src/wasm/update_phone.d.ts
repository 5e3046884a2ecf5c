/**
 * What the WebAssembly module exports: the calls of a client, and the phone functions. Inside the package only, by hand, because
 * the generated declarations say `any`. See `src/bindings` of the crate.
 */

import type { PhoneNumber } from "../types.js";
import type { Instant } from "../time/instant.js";
import type { TimeLimit } from "../time/time-limit.js";

/** A client inside the module. `free` gives its memory back; calls in flight go on. */
export class Client {
  constructor(options: object);
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

export function sendCode(
  client: Client,
  request: unknown,
  options: CoreCallOptions,
): Promise<CoreEnvelope & { phone: PhoneNumber; sentAt: Instant }>;
export function updatePhoneRequest(
  client: Client,
  request: unknown,
  options: CoreCallOptions,
): Promise<CoreEnvelope & { data: { updatePhoneToken: string; tokenExpiresIn: number }; sentAt: Instant }>;
export function updatePhone(
  client: Client,
  token: unknown,
  options: CoreCallOptions,
): Promise<CoreEnvelope & { outcome: "confirmed" }>;
export function getProfile(client: Client, options: CoreCallOptions): Promise<unknown>;
/** Writes a record at `recordAddress`, and brings back its length; or says, 1 or 0, whether a number is valid. See the crate's `bindings/phone.rs`. */
export function readPhone(
  number: string,
  home: string | undefined,
  defaultRegion: string | undefined,
  flags: number,
): number;
export function recordAddress(): number;
/** The region and a line break, a character whose code is the caret's place, and the text. A caret of -1 is none. */
export function formatAsYouType(typed: string, home: string | undefined, flags: number, caret: number): string;
/** A line each: region, country code and, where there is one, an example, with spaces between. */
export function countries(): string;

/** Instantiates a compiled module, and brings back what it exports; it keeps the first one that it could instantiate. */
export function initSync(source: { module: WebAssembly.Module }): { readonly memory?: WebAssembly.Memory };
/** Instantiates the module, and resolves with what it exports; it keeps the first one that it could instantiate. */
export default function init(source: { module_or_path: unknown }): Promise<{ readonly memory?: WebAssembly.Memory }>;
