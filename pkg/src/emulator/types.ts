import type { EmulatorClock } from "./clock.js";
import type { Faults } from "./faults.js";
import type { SentMessage } from "./inbox.js";
import type { PoolOptions } from "./settings.js";
import type { StateStore } from "./state.js";

/** Who may use the control API: `"open"` any caller, `"loopback"` only under this machine's own host names, `"off"` nobody. */
export type ControlAccess = "open" | "loopback" | "off";

/** What an emulator is made from. */
export interface EmulatorOptions extends PoolOptions {
  /** What the emulator's clock is based on, epoch milliseconds. Default: `Date.now()`. */
  clock?: {
    /** Epoch milliseconds. */
    now(): number;
  };
  /** Makes the pass code of each SMS; goes before `fixedCode` and `codeLength`. An empty code could never be typed; anything it throws comes out of `fetch`. */
  createCode?: () => string;
  /**
   * Who may use `/_emulator/…` through `fetch` and `handle`. Default `"open"`, which is for use within one program.
   * Give `"loopback"` to an emulator whose `handle` is put behind a server of your own; `serveEmulator` decides by itself.
   */
  control?: ControlAccess;
  /** Where the state outlives the emulator: all but faults. Default: nowhere. */
  store?: StateStore;
}

/** A user of the emulated service, with what it takes to act as them. */
export interface EmulatorUser {
  /** As in the user's profile. */
  readonly userId: string;
  /** For the `authorization` header; does not expire. */
  readonly accessToken: string;
  /** For the `x-authing-app-id` header. All seeded users belong to one application. */
  readonly appId: string;
  /** The number as it is now, without country code: `18812345678`. Empty before the first one is bound. */
  readonly phone: string;
  /** `+86`. Empty where there is no phone. */
  readonly phoneCountryCode: string;
}

/**
 * Authing's change-phone API in memory. Holds nothing that has to be ended: no connection, and no timer but that of a
 * `delay` that was asked for.
 *
 * It answers `POST /api/v3/send-sms`, `POST /api/v3/verify-update-phone-request`, `POST /api/v3/update-phone`,
 * `GET /api/v3/get-profile`, `POST /api/v3/pre-check-code` and `POST /api/v3/bind-phone`, under whatever host they are sent
 * to, with the service's envelope: HTTP 200, and success only if `statusCode` is 200. Besides, the control API, as JSON:
 *
 * | call | answer |
 * |---|---|
 * | `GET /_emulator/users` | `[{userId, accessToken, appId, phone, phoneCountryCode}]` |
 * | `POST /_emulator/users` `{phone?, phoneCountryCode?}` | the user who was added |
 * | `GET /_emulator/inbox` | `[{to, channel, code, sentAt, text}]`, oldest first |
 * | `POST /_emulator/clock` `{advanceMs}` | `{now}` |
 * | `POST /_emulator/faults` `{operation, kind, times?, …}` | the fault, with its `id` |
 * | `GET /_emulator/faults` | those that wait, oldest first |
 * | `DELETE /_emulator/faults` | `{}` |
 * | `POST /_emulator/reset` `{}` | `{}` |
 *
 * Control calls fail with an HTTP status and `{error}`: 400 (body), 403 (caller not allowed), 404, 405.
 */
export interface Emulator {
  /**
   * Stands in for `fetch`; needs no `this`. Rejects as a real one does: with the signal's reason when `signal` is aborted
   * before or during the call (an abort ends the wait; what was asked for may still be done), with a `TypeError`
   * for arguments that make no request, and with one for a call that a fault loses. Whatever the service refuses is an answer.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** The same as a web-standard request handler, for servers and service workers. Needs no `this`. A call that a fault loses is answered with `Response.error()`. */
  handle(request: Request): Promise<Response>;
  /** The users as they are now. Two are seeded, with random ids and tokens and different phones. */
  readonly users: readonly EmulatorUser[];
  /**
   * Adds a user of the same application, until the next reset. `phone`: national digits; left out, the user has none yet and
   * can bind one. `phoneCountryCode`: by default `+86`. Throws a `RangeError` for a phone that is malformed or another user's.
   */
  addUser(user?: { phone?: string; phoneCountryCode?: string }): EmulatorUser;
  /** Every SMS since the start or the last reset, oldest first. */
  inbox(): readonly SentMessage[];
  /** The emulator's time, which can be set forward. */
  readonly clock: EmulatorClock;
  /** What is to go wrong with the calls that come. */
  readonly faults: Faults;
  /** Back to the seeded state: same users, ids, access tokens and first phones; no codes, tokens, cool-downs, messages or faults; no time advanced. */
  reset(): void;
}
