/** The answer of `sendCode`. */
export interface CodeSent extends ApiResponse {
  /** The number that the code was sent to. */
  phone: PhoneNumber;
  /** The minute until the service sends another code to this number. */
  cooldown: Countdown;
}

/** The answer of `updatePhoneRequest`. */
export interface UpdatePhoneRequestResponse extends ApiResponse {
  /** `tokenExpiresIn`: seconds. */
  data: { updatePhoneToken: string; tokenExpiresIn: number };
  /** Counts from the moment the request was sent. */
  countdown: Countdown;
}

/** `defaultRegion`: ISO 3166-1 alpha-2, for texts without a country code. */
export interface PhoneOptions {
  defaultRegion?: string;
}

/** Rejection of a call, unless the caller aborts it with a reason of their own: an `Error` with these members. Contains no token, code or full number. */
export interface UpdatePhoneError extends Error {
  readonly name: "UpdatePhoneError";
  readonly code: ErrorCode | "ERR_INVALID_OPTIONS" | "ERR_INTERNAL";
  readonly recovery: Recovery;
  /** The same call may be made again as it is and nothing can happen twice. */
  readonly isRetryable: boolean;
  readonly field?: Field;
  readonly issue?: PhoneIssue;
  readonly retryAfterMs?: number;
  readonly httpStatus?: number;
  readonly statusCode?: number;
  readonly apiCode?: number;
  readonly requestId?: string;
  readonly serverMessage?: string;
}

/** `countryCode`, `defaultRegion`: for input without a country code. `caret`: its offset, in UTF-16 code units. */
export interface TypingOptions {
  countryCode?: string;
  defaultRegion?: string;
  caret?: number;
}
