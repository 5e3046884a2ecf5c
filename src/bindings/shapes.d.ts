/** A number in two parts, as the API takes them; or national digits with an ISO region; or one international string. */
export type PhoneInput = string | { countryCode: string; number: string } | { region: string; number: string };

/** A parsed number and its verdict. */
export interface PhoneNumber {
  /** `+86`; empty if the input cannot be read as a number. */
  readonly countryCode: string;
  /** `18812345678`; empty if the input cannot be read as a number. */
  readonly nationalNumber: string;
  /** `+8618812345678`; empty if the input cannot be read as a number. */
  readonly e164: string;
  /** The digits of an extension. */
  readonly extension?: string;
  /** ISO 3166-1 alpha-2, or `"001"` for non-geographic codes. */
  readonly region?: string;
  readonly type: PhoneNumberType;
  /** Length and calling code fit. */
  readonly isPossible: boolean;
  /** The number lies in a range that libphonenumber knows to be assigned. */
  readonly isValid: boolean;
  /** Why it cannot be used; left out when `isValid`. */
  readonly issue?: PhoneIssue;
  /** `188 1234 5678` */
  readonly nationalFormat: string;
  /** `+86 188 1234 5678` */
  readonly internationalFormat: string;
}

/** A region that has a calling code. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly region: string;
  /** `+86` */
  readonly countryCode: string;
  /** A national number that a mobile phone may have. */
  readonly exampleMobile?: string;
}

/** The formatted text, the caret's offset in it, and the region of the number as typed so far. */
export interface TypedText {
  text: string;
  caret: number;
  region?: string;
}

/** `now`: epoch ms by the wall clock. `monotonic`: ms since any origin. Timers may be late, never early. */
export interface Clock {
  now(): number;
  monotonic(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The event of the hooks. The members from `httpStatus` on are known in `onResponse` only. */
export interface RequestEvent {
  operation: string;
  method: string;
  path: string;
  /** Counts the requests of a call, from 1. */
  attempt: number;
  httpStatus?: number;
  statusCode?: number;
  requestId?: string;
  elapsedMs?: number;
}

/** The options of a client. */
export interface ClientOptions {
  /** `https://example.authing.cn`; `http:` only for loopback hosts. */
  host: string | URL;
  /** The application's id. */
  appId: string;
  /** The signed-in user's access token, or a function that returns it. It is called before each request, with `{ refresh: true }` after a 401. */
  accessToken?: string | ((context: { refresh: boolean }) => string | Promise<string>);
  userPoolId?: string;
  tenantId?: string;
  /** Of the service's messages and of the errors'. Default `en-US`. */
  language?: Language;
  /** Default `x-authing-`. */
  headerPrefix?: string;
  /** Called as `fetch(url: string, init)`. Default: the runtime's. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** For one try, in milliseconds. Default 10 000. */
  timeoutMs?: number;
  /** What a new number must be. Default `mobile`. */
  phoneCheck?: PhoneCheck;
  /** Default: the runtime's. */
  clock?: Clock;
  /** Called before each request, and after each answer. One that throws or rejects breaks nothing. */
  onRequest?(event: RequestEvent): unknown;
  onResponse?(event: RequestEvent): unknown;
}

/** The options of one call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. A request that was sent may still be carried out. */
  signal?: AbortSignal;
  /** For one try, in milliseconds. Default: the client's. */
  timeoutMs?: number;
}

export interface SendCodeRequest {
  /** `"new"` uses CHANNEL_BIND_PHONE, `"old"` CHANNEL_UNBIND_PHONE. */
  purpose: Purpose;
  phone: PhoneInput;
  /** Overrides the channel of the purpose. */
  channel?: SmsChannel;
}

/** The fields of the API. Numbers are judged and normalised before anything is sent. */
export interface UpdatePhoneRequest {
  /** `+86` */
  newPhoneCountryCode: string;
  newPhoneNumber: string;
  newPhonePassCode: string;
  /** Default `+86`. */
  oldPhoneCountryCode?: string;
  oldPhoneNumber?: string;
  oldPhonePassCode?: string;
}

/** The service's envelope after a success. */
export interface ApiResponse {
  statusCode: 200;
  message: string;
  apiCode?: number;
  requestId?: string;
}

/** `reconciled`: the answer was lost, and the profile proved that the number was changed. */
export interface UpdatePhoneResponse extends ApiResponse {
  outcome: "confirmed" | "reconciled";
}

/** The token, bare or in an object. A token from elsewhere can be reconciled only with `newPhone`. */
export type UpdatePhoneToken =
  string | { updatePhoneToken: string; newPhone?: PhoneInput } | { data: { updatePhoneToken: string } };

/** The signed-in user, as the service describes them. */
export interface Profile {
  userId: string;
  phone?: string;
  phoneCountryCode?: string;
  [field: string]: unknown;
}
