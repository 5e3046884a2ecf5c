/**
 * The shapes of the public surface. Durations end in `Ms` or `Seconds`, instants in `At` (epoch milliseconds), booleans begin with
 * `is`, `has` or `can`.
 */

/** Anything the WebAssembly module can be made from. Left out: the module shipped in this package. */
export type WasmSource = WebAssembly.Module | BufferSource | URL | string | Response | Promise<Response>;

/** A number in two parts, as the API takes them; or national digits with an ISO region; or one international string (`"+86 188 1234 5678"`). */
export type PhoneInput = string | { countryCode: string; number: string } | { region: string; number: string };

/** What kind of number it is, by libphonenumber's metadata. */
export type PhoneNumberType =
  | "fixed-line"
  | "mobile"
  | "fixed-line-or-mobile"
  | "toll-free"
  | "premium-rate"
  | "shared-cost"
  | "voip"
  | "personal-number"
  | "pager"
  | "uan"
  | "voicemail"
  | "unknown";

/** Why a number cannot be used; the first that applies. `invalid-number` is the only one that old metadata can be wrong about. */
export type PhoneIssue =
  | "empty"
  | "not-a-number"
  | "invalid-country-code"
  | "too-short"
  | "too-long"
  | "invalid-length"
  | "local-only"
  | "invalid-number";

/** A plain frozen object with own enumerable fields: it can be spread, cloned, sent to a worker and printed. */
export interface PhoneNumber {
  /** `+86`: what `newPhoneCountryCode` takes. Empty when there is none. */
  readonly countryCode: string;
  /** `18812345678`: digits only, no country code; what `newPhoneNumber` takes. Empty when there is none. */
  readonly nationalNumber: string;
  /** `+8618812345678`. Empty when there is none. */
  readonly e164: string;
  readonly extension?: string;
  /** ISO 3166-1 alpha-2, `"001"` for non-geographic codes, undefined when the number belongs to no region. */
  readonly region?: string;
  /** In this version always `"unknown"`: the number patterns are not compiled in yet. */
  readonly type: PhoneNumberType;
  /** Length and calling code fit. */
  readonly isPossible: boolean;
  /** In this version: possible, and more than a local part. Number patterns are not compiled in yet. */
  readonly isValid: boolean;
  readonly issue?: PhoneIssue;
  /** In this version the bare digits. */
  readonly nationalFormat: string;
  /** In this version the country code and the bare digits. */
  readonly internationalFormat: string;
}

/** A region that has a calling code. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly region: string;
  /** `+86`. */
  readonly countryCode: string;
  /** Its name in the language that was asked for. */
  readonly name: string;
  /** A national number that a mobile phone may have: for placeholders, not for calling. */
  readonly exampleMobile?: string;
}

/** The languages of the service's messages and of this package's. */
export type Language = "zh-CN" | "zh-TW" | "en-US" | "ja-JP";

/**
 * How strictly a number is judged before anything is sent.
 * - `"mobile"` (default): valid, and of a type that can receive SMS (mobile, fixed-line-or-mobile, voip, personal-number).
 * - `"valid"`: valid, any type.
 * - `"possible"`: the length fits; for applications that outlive their metadata.
 *
 * The old number, which the account has already, only ever needs to be possible.
 */
export type PhoneCheck = "mobile" | "valid" | "possible";

/** What a client is made from. */
export interface ClientOptions {
  /** The application's host, `https://example.authing.cn`. Plain `http:` only for loopback hosts; no credentials, path or query. */
  host: string | URL;
  /** The application's id. */
  appId: string;
  /** The signed-in user's access token, or a function asked before each call that needs one (and once more, with `{ refresh: true }`, after a 401). */
  accessToken?: string | ((context: { refresh: boolean }) => string | Promise<string>);
  userPoolId?: string;
  tenantId?: string;
  /** Language of the service's messages and of this package's. Default: from `navigator.languages`, else `en-US`. */
  language?: Language;
  /** `x-authing-` (default) or `x-genauth-`. */
  headerPrefix?: string;
  /** Called as `fetch(url: string, init)`, never with a `Request`, so that any implementation fits. Default `globalThis.fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** For one try, token provider and body included. Default 10 000. */
  timeoutMs?: number;
  /** Default `"mobile"`. */
  phoneCheck?: PhoneCheck;
  /** Replaceable time, for tests: countdowns, expiry and time limits follow it. */
  clock?: Clock;
  /** Called before each request. What it throws is ignored. */
  onRequest?(event: RequestEvent): void;
  /** Called after each answer. What it throws is ignored. */
  onResponse?(event: ResponseEvent): void;
}

/** What a single call can be given. */
export interface CallOptions {
  /** Ends the wait; its reason is what the call then rejects with, untouched. */
  signal?: AbortSignal;
  /** For one try of this call. Default: the client's. */
  timeoutMs?: number;
}

/** A signed-in user's connection to one application. */
export interface Client {
  /** Sends a pass code by SMS. `"new"` uses CHANNEL_BIND_PHONE, `"old"` CHANNEL_UNBIND_PHONE, unless `channel` says otherwise. Needs no access token: sends one when it can be had, and goes on without when it cannot. */
  sendCode(
    request: { purpose: "new" | "old"; phone: PhoneInput; channel?: SmsChannel },
    options?: CallOptions,
  ): Promise<CodeSent>;

  /** 发起修改手机号的验证请求: proves both numbers with their pass codes and receives the token that `updatePhone` takes. */
  updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse>;

  /** 修改手机号: spends the token. Refuses an expired or spent one of this client without calling the service. */
  updatePhone(request: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse>;

  /** Both steps back to back, so that nothing can expire in between. */
  changePhone(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneResponse>;

  /** The signed-in user, as the service describes them. */
  getProfile(options?: CallOptions): Promise<Profile>;

  /** Ends timers and listeners and forgets tokens. Calls in flight and later ones reject with `ERR_DISPOSED`. */
  dispose(): void;
}

/** Field names are the API's own. Numbers are validated and normalised before anything is sent. */
export interface UpdatePhoneRequest {
  newPhoneCountryCode: string;
  newPhoneNumber: string;
  newPhonePassCode: string;
  /** All three or none. */
  oldPhoneCountryCode?: string;
  oldPhoneNumber?: string;
  oldPhonePassCode?: string;
}

/** The token: the answer of `updatePhoneRequest` as it is, or `{ updatePhoneToken }`, or the bare string. */
export type UpdatePhoneToken =
  string | UpdatePhoneRequestResponse | { updatePhoneToken: string; newPhone?: PhoneInput };

/** The service's envelope. `statusCode` is always 200 here: anything else is thrown as an `UpdatePhoneError`. */
export interface ApiResponse {
  statusCode: 200;
  message: string;
  apiCode?: number;
  requestId?: string;
}
export interface UpdatePhoneRequestResponse extends ApiResponse {
  /** `tokenExpiresIn`: seconds; 60 where the service names no usable time. */
  data: { updatePhoneToken: string; tokenExpiresIn: number };
  /** Counts from the moment the request was sent, so it never promises time that the service has already taken. */
  countdown: Countdown;
}
export interface UpdatePhoneResponse extends ApiResponse {
  /** In this version always `confirmed`: the service said so. */
  outcome: "confirmed" | "reconciled";
}
export interface CodeSent extends ApiResponse {
  phone: PhoneNumber;
  /** The minute that the service makes one wait before the next SMS to this number, from the moment the request was sent. */
  cooldown: Countdown;
}
export interface Profile {
  userId: string;
  phone?: string;
  phoneCountryCode?: string;
  phoneVerified?: boolean;
  [field: string]: unknown;
}

/** What an SMS is for. */
export type SmsChannel =
  | "CHANNEL_LOGIN"
  | "CHANNEL_REGISTER"
  | "CHANNEL_RESET_PASSWORD"
  | "CHANNEL_BIND_PHONE"
  | "CHANNEL_UNBIND_PHONE"
  | "CHANNEL_BIND_MFA"
  | "CHANNEL_VERIFY_MFA"
  | "CHANNEL_UNBIND_MFA"
  | "CHANNEL_COMPLETE_PHONE"
  | "CHANNEL_IDENTITY_VERIFICATION"
  | "CHANNEL_DELETE_ACCOUNT";

/**
 * Time left until a deadline: right after sleep and in throttled tabs; a wall clock set forward can only make it end early, never late.
 * Nothing runs until somebody listens: `subscribe`, a first read of `signal`, or iteration. Listening keeps no Node process alive, except a pending iteration.
 */
export interface Countdown extends AsyncIterable<number> {
  readonly durationMs: number;
  readonly remainingMs: number;
  /** `ceil`: shows 60 first, and 0 only when it is over. */
  readonly remainingSeconds: number;
  readonly isExpired: boolean;
  /** By the wall clock, for showing. */
  readonly expiresAt: number;
  /** Aborted when time is up, also while the page is hidden. */
  readonly signal: AbortSignal;
  /** Calls at once, then whenever the whole seconds change, then at zero; the returned function stops it. */
  subscribe(listener: (remainingSeconds: number) => void): () => void;
  /** Stops listening, without reaching zero: listeners and iterators end, `signal` is not aborted; time itself, and a token's life, go on. */
  cancel(): void;
}

/** `now`: wall clock, epoch ms. `monotonic`: ms since any origin. Timers may be late, never early. */
export interface Clock {
  now(): number;
  monotonic(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** What went wrong. The README says of each what to do. */
export type ErrorCode =
  | "ERR_INVALID_OPTIONS"
  | "ERR_INVALID_ARGUMENT"
  | "ERR_NOT_READY"
  | "ERR_WASM_LOAD"
  | "ERR_DISPOSED"
  | "ERR_PHONE_INVALID"
  | "ERR_PHONE_NOT_MOBILE"
  | "ERR_PHONE_SAME_AS_OLD"
  | "ERR_PASS_CODE_FORMAT"
  | "ERR_PASS_CODE_WRONG"
  | "ERR_PASS_CODE_EXPIRED"
  | "ERR_PASS_CODE_SPENT"
  | "ERR_CODE_SENT_TOO_OFTEN"
  | "ERR_SMS_QUOTA"
  | "ERR_CAPTCHA_REQUIRED"
  | "ERR_PHONE_TAKEN"
  | "ERR_OLD_PHONE_REQUIRED"
  | "ERR_OLD_PHONE_MISMATCH"
  | "ERR_NO_PHONE_BOUND"
  | "ERR_UPDATE_TOKEN_EXPIRED"
  | "ERR_UPDATE_TOKEN_SPENT"
  | "ERR_UPDATE_TOKEN_REJECTED"
  | "ERR_NOT_SIGNED_IN"
  | "ERR_FORBIDDEN"
  | "ERR_RATE_LIMITED"
  | "ERR_NETWORK"
  | "ERR_TIMEOUT"
  | "ERR_BAD_RESPONSE"
  | "ERR_SERVER"
  | "ERR_REJECTED"
  | "ERR_OUTCOME_UNKNOWN"
  | "ERR_INTERNAL";

/** The argument that an error is about. */
export type ErrorField = keyof UpdatePhoneRequest | "purpose" | "channel" | "phone" | "updatePhoneToken";

/** What the caller can do about it. */
export type Recovery =
  | "fix-phone"
  | "retype-code"
  | "request-new-code"
  | "wait"
  | "sign-in"
  | "retry"
  | "check-profile"
  | "contact-support"
  | "fix-program";

/** `operation`: the path's last segment (`send-sms`, `verify-update-phone-request`, `update-phone`, `get-profile`); `attempt` counts from 1. */
export interface RequestEvent {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly attempt: number;
}
export interface ResponseEvent extends RequestEvent {
  readonly httpStatus: number;
  readonly statusCode?: number;
  readonly requestId?: string;
  readonly elapsedMs: number;
}
