/**
 * Makes the calls that the WebAssembly module has prepared: see the crate's `transport.js`. Inside the package only.
 */

import type { ClientOptions, UpdatePhoneRequest } from "../types.js";
import type { Instant } from "../time/instant.js";
import type { TimeLimit } from "../time/time-limit.js";
import type { PreparedCall } from "./update_phone.js";

/** A client's options, and the time by its clock. */
export interface TransportOptions extends ClientOptions {
  instant?(): Instant;
}

// The service's operations, as the module counts them.
export const SEND_SMS = 0;
export const VERIFY_UPDATE_PHONE_REQUEST = 1;
export const UPDATE_PHONE = 2;
export const GET_PROFILE = 3;

/** The fields of the API, in their order there. */
export const REQUEST_FIELDS: readonly (keyof UpdatePhoneRequest)[];

/**
 * What a call gets: a time limit for each try, without one the caller's signal alone, and how many requests there were before, counted
 * on.
 */
export interface ExchangeOptions {
  startLimit?(): TimeLimit;
  signal?: AbortSignal;
  sent?: { count: number };
}

interface Envelope {
  statusCode: 200;
  message: string;
  apiCode?: number;
  requestId?: string;
}

/** What `send-sms` is answered, and when it was sent. */
export type SentCode = Envelope & { sentAt: Instant };

/** What `verify-update-phone-request` is answered, and when it was sent. */
export type Granted = Envelope & { data: { updatePhoneToken: string; tokenExpiresIn: number }; sentAt: Instant };

/** What `update-phone` is answered. */
export type Updated = Envelope & { outcome: "confirmed" };

/** Makes a call. `cooldownMs`: what is left of the cool-down of a sending, which is refused then. */
export function exchange<Kind>(
  operation: number,
  call: PreparedCall<Kind>,
  client: TransportOptions,
  options: ExchangeOptions,
  cooldownMs?: number,
): Promise<Kind>;

/** Makes a call, and frees it at the end. */
export function exchangeAndFree<Kind>(
  operation: number,
  call: PreparedCall<Kind>,
  client: TransportOptions,
  options: ExchangeOptions,
): Promise<Kind>;

/** Several texts in one, as the module takes them apart; what is `undefined` is empty. */
export function inOne(...texts: (string | undefined)[]): string;
