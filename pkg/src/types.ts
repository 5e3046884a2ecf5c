import type { UpdatePhoneError } from "./errors.js";

/**
 * The shapes of the public surface. Durations end in `Ms` or `Seconds`, instants in `At` (epoch milliseconds), booleans begin with
 * `is`, `has` or `can`.
 */

declare global {
  /** Programs for Node without the DOM library have no types of WebAssembly. With it, this adds nothing. */
  namespace WebAssembly {
    interface Module {}
  }
}

/** Anything the WebAssembly module can be made from. Left out: the module shipped in this package. */
export type WasmSource =
  WebAssembly.Module | ArrayBuffer | ArrayBufferView | URL | string | Response | Promise<Response>;

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
  /** What comes after the number, in digits; undefined when there is none. */
  readonly extension?: string;
  /** ISO 3166-1 alpha-2, `"001"` for non-geographic codes, undefined when the number belongs to no region. */
  readonly region?: string;
  readonly type: PhoneNumberType;
  /** Length and calling code fit. */
  readonly isPossible: boolean;
  /** The number lies in a range that libphonenumber knows to be assigned. */
  readonly isValid: boolean;
  /** Why it cannot be used; undefined when `isValid`. */
  readonly issue?: PhoneIssue;
  /** As it is written in its own country: `188 1234 5678`. */
  readonly nationalFormat: string;
  /** As it is written abroad: `+86 188 1234 5678`. */
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
  /** Sent as a header with every call where it is given. */
  userPoolId?: string;
  /** Sent as a header with every call where it is given. */
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
  /** Where cool-downs survive a reload: Web Storage, or any get/set/remove store, synchronous or not. Default: `localStorage` where there is a `document`, else memory. */
  storage?: KeyValueStore;
  /** Replaceable time, for tests: countdowns, cool-downs, expiry and time limits follow it. */
  clock?: Clock;
  /** Called before each request. May be `async`; nothing waits for it. What it throws or rejects with is ignored. */
  onRequest?(event: RequestEvent): void;
  /** Called after each answer, like `onRequest`. */
  onResponse?(event: ResponseEvent): void;
}

/** What a single call can be given. */
export interface CallOptions {
  /**
   * Ends the wait. The call rejects with the signal's reason, untouched. The service may still carry out what was sent: an SMS may come,
   * a code may be used, the number may be changed. Making the same call again is safe.
   */
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

  /**
   * 发起修改手机号的验证请求: proves both numbers with their pass codes and receives the token that `updatePhone` takes. Refuses a code that
   * the service has judged already (`ERR_PASS_CODE_SPENT`) without calling it.
   */
  updatePhoneRequest(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneRequestResponse>;

  /**
   * 修改手机号: spends the token. Refuses an expired or spent one of this client without calling the service. When the answer is lost the
   * profile decides: `reconciled`; or `ERR_NETWORK`, not changed when last read, trying again is safe; or `ERR_OUTCOME_UNKNOWN`.
   */
  updatePhone(request: UpdatePhoneToken, options?: CallOptions): Promise<UpdatePhoneResponse>;

  /**
   * Both steps back to back, so that nothing can expire in between. Called again with the same content after a failure of the second
   * one, it goes on with the token that it has, while that lives.
   */
  changePhone(request: UpdatePhoneRequest, options?: CallOptions): Promise<UpdatePhoneResponse>;

  /** The signed-in user, as the service describes them. Tried three times at most, since reading changes nothing. */
  getProfile(options?: CallOptions): Promise<Profile>;

  /**
   * The cool-down of a number and purpose, also one started before a reload or in another tab; an expired countdown where there is
   * none. `channel`: by default that of the purpose.
   */
  cooldown(purpose: "new" | "old", phone: PhoneInput, channel?: SmsChannel): Promise<Countdown>;

  /**
   * Creates the headless change-phone form of this client. Works before the module is loaded, and does nothing until the first input or
   * subscription.
   *
   * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
   */
  createFlow(options?: FlowOptions): Flow;

  /** Ends timers and listeners and forgets tokens. Calls in flight and later ones reject with `ERR_DISPOSED`. */
  dispose(): void;
}

/** Field names are the API's own. Numbers are validated and normalised before anything is sent. */
export interface UpdatePhoneRequest {
  /** `+86`. */
  newPhoneCountryCode: string;
  /** National digits. */
  newPhoneNumber: string;
  /** The code that the new number received by SMS. */
  newPhonePassCode: string;
  /** Of the old phone: number and code, or neither. Without a country code the number is read as one of +86. */
  oldPhoneCountryCode?: string;
  oldPhoneNumber?: string;
  oldPhonePassCode?: string;
}

/**
 * The token: the answer of `updatePhoneRequest` as it is, or `{ updatePhoneToken }`, or the bare string. A token that this client did
 * not receive itself can be reconciled after a lost answer only when `newPhone` is given.
 */
export type UpdatePhoneToken =
  string | UpdatePhoneRequestResponse | { updatePhoneToken: string; newPhone?: PhoneInput };

/** The service's envelope. `statusCode` is always 200 here: anything else is thrown as an `UpdatePhoneError`. */
export interface ApiResponse {
  /** Success. */
  statusCode: 200;
  /** The service's words. */
  message: string;
  /** The service's finer code, where it gives one. */
  apiCode?: number;
  /** What the service's support asks for. */
  requestId?: string;
}

/** The answer of `updatePhoneRequest`. */
export interface UpdatePhoneRequestResponse extends ApiResponse {
  /** `tokenExpiresIn`: seconds; 60 where the service names no usable time. */
  data: { updatePhoneToken: string; tokenExpiresIn: number };
  /** Counts from the moment the request was sent, so it never promises time that the service has already taken. */
  countdown: Countdown;
}

/** The answer of `updatePhone` and `changePhone`. */
export interface UpdatePhoneResponse extends ApiResponse {
  /** `reconciled` when the answer was lost and the profile proved that the change had happened. */
  outcome: "confirmed" | "reconciled";
}

/** The answer of `sendCode`. */
export interface CodeSent extends ApiResponse {
  /** The number that the code was sent to. */
  phone: PhoneNumber;
  /** The minute that the service makes one wait before the next SMS to this number, from the moment the request was sent. */
  cooldown: Countdown;
}

/** The signed-in user. Further fields are the service's own and as it sends them. */
export interface Profile {
  userId: string;
  /** As the service has it; it may be masked. */
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
 * The time left until a deadline. It is right after sleep and in throttled tabs; a wall clock that is set forward makes it end early,
 * never late. A timer runs only for listeners: after `subscribe`, a first read of `signal`, or during an iteration. Of these, only a
 * pending iteration keeps a Node.js process alive.
 */
export interface Countdown extends AsyncIterable<number> {
  /** From the beginning to the deadline. */
  readonly durationMs: number;
  /** Never negative. */
  readonly remainingMs: number;
  /** `ceil`: shows 60 first, and 0 only when it is over. */
  readonly remainingSeconds: number;
  /** Whether `remainingMs` is 0. */
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
  /** Epoch milliseconds by the wall clock. */
  now(): number;
  /** Milliseconds since any origin; never goes back. */
  monotonic(): number;
  /** Runs a function once, not before that many milliseconds; the result is what `clearTimeout` takes. */
  setTimeout(run: () => void, ms: number): unknown;
  /** Makes a timer not run; one that has run already is left alone. */
  clearTimeout(timer: unknown): void;
}

/** `in-doubt`: the answer to the change was lost and the change is not known to have happened; `confirm()` tries again, safely. */
export type FlowState =
  "editing" | "sending-code" | "verifying" | "confirming" | "updating" | "in-doubt" | "expired" | "done";

/** How a form behaves. */
export interface FlowOptions {
  /** `"auto"` (default): the old-phone step appears when the service asks for it, or refuses for a reason that it does not name. */
  verifyOldPhone?: boolean | "auto";
  /** Stop at `confirming` and wait for `confirm()`. Default false: the token is spent at once. */
  confirm?: boolean;
  /** Submit by itself, once, when a code of this length is in: 4 to 8. Default: never. */
  autoSubmitLength?: number;
  /** Default: the client's. */
  phoneCheck?: PhoneCheck;
}

/** What a form shows. Frozen, and the same object until something changes. */
export interface FlowSnapshot {
  /** Where the form is. */
  readonly state: FlowState;
  /** False until the module is loaded; what is typed before is kept and judged then. */
  readonly isReady: boolean;
  /** As typed. */
  readonly newPhoneInput: PhoneInput;
  /** As typed. */
  readonly oldPhoneInput: PhoneInput;
  /** As judged; undefined while `isReady` is false or nothing was typed. */
  readonly newPhone: PhoneNumber | undefined;
  /** As judged; undefined while `isReady` is false or nothing was typed. */
  readonly oldPhone: PhoneNumber | undefined;
  /** As typed; cleared when the code is of no more use. */
  readonly newCode: string;
  /** As typed; cleared when the code is of no more use. */
  readonly oldCode: string;
  /** Whether the old number has to be verified too, as far as is known by now. */
  readonly isOldPhoneRequired: boolean;
  /** Until a new code can be sent. */
  readonly newCooldownSeconds: number;
  /** Until a new code can be sent to the old number. */
  readonly oldCooldownSeconds: number;
  /** Until the token expires; 0 when there is none. */
  readonly tokenSeconds: number;
  /** How the change became known, once it is done. */
  readonly outcome: "confirmed" | "reconciled" | undefined;
  /** What went wrong last; gone when something is typed or tried. */
  readonly error: UpdatePhoneError | undefined;
  /** What a person may do now. */
  readonly can: {
    readonly sendNewCode: boolean;
    readonly sendOldCode: boolean;
    readonly submit: boolean;
    readonly confirm: boolean;
    readonly useUnusualNumber: boolean;
  };
}

/**
 * The form without the form. `subscribe` and `getSnapshot` fit React's `useSyncExternalStore` as they are. Methods are bound; what
 * cannot be done now is ignored, with a warning where `process.env.NODE_ENV` is `development`. Their promises resolve when what was
 * set off is over, or what was on its way already, and never reject: failures are in `error`. Without subscribers the flow rests; a new subscriber revives it.
 */
export interface Flow {
  /** What the form shows now. */
  getSnapshot(): FlowSnapshot;
  /** Calls after each change; the returned function stops it. */
  subscribe(listener: () => void): () => void;
  /** @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`. */
  setNewPhone(input: PhoneInput): void;
  /** @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`. */
  setOldPhone(input: PhoneInput): void;
  /** @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for what is no string. */
  setNewCode(code: string): void;
  /** @throws {UpdatePhoneError} `ERR_INVALID_ARGUMENT` for what is no string. */
  setOldCode(code: string): void;
  /** Lets a possible number through that `phoneCheck` refused, after the person has been asked: metadata ages. */
  useUnusualNumber(): void;
  /** Sends a code to the new number. */
  sendNewCode(): Promise<void>;
  /** Sends a code to the old number. */
  sendOldCode(): Promise<void>;
  /** Verifies, and without the option `confirm` changes the number too. */
  submit(): Promise<void>;
  /** Makes the change, or tries it again. */
  confirm(): Promise<void>;
  /** Begins anew. What is on its way is not called back, and what comes of it is ignored. */
  reset(): void;
  /** Ends listening and gives up what is on its way. */
  dispose(): void;
}

/** Keys are `[a-z0-9:.]`, values begin with `v1.`; `options.ttl` is in seconds, for stores that can expire entries (unstorage's do). */
export interface KeyValueStore {
  /** The value, or a promise of it; null or undefined where there is none. */
  getItem(key: string): unknown;
  /** A promise that it returns is waited for. */
  setItem(key: string, value: string, options?: { ttl: number }): unknown;
  /** A promise that it returns is waited for. */
  removeItem(key: string): unknown;
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

/** A request that is about to be sent: `send-sms`, `verify-update-phone-request`, `update-phone` or `get-profile`. */
export interface RequestEvent {
  /** The path's last segment. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** An answer that has come. */
export interface ResponseEvent extends RequestEvent {
  readonly httpStatus: number;
  readonly statusCode?: number;
  readonly requestId?: string;
  /** Since the request was sent. */
  readonly elapsedMs: number;
}
