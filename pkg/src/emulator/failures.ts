import { malformedPhone, missing, mustBe, type Text, TEXTS, useMethod } from "./texts.js";

/** A refusal's fields in the service's envelope. */
export interface Failure {
  readonly statusCode: number;
  readonly apiCode?: number;
  readonly message: Text;
  /** Seconds until the same call may be accepted. Sent with HTTP 429 only. */
  readonly retryAfterSeconds?: number;
}

/**
 * The refusals that are the same in every variant. Those on which sources differ are in variants.ts. Where no source gives a
 * `statusCode`, it is taken from the service's list of status codes.
 */
export const FAILURES = {
  appUnknown: { statusCode: 404, apiCode: 2011, message: TEXTS.appUnknown },
  notSignedIn: { statusCode: 401, apiCode: 2020, message: TEXTS.notSignedIn },
  codeSentTooOften: { statusCode: 429, apiCode: 4004, message: TEXTS.codeSentTooOften },
  smsQuota: { statusCode: 429, message: TEXTS.smsQuota },
  rateLimited: { statusCode: 429, message: TEXTS.rateLimited },
  phoneSameAsOld: { statusCode: 400, apiCode: 2230, message: TEXTS.phoneSameAsOld },
  noPhoneBound: { statusCode: 400, apiCode: 1320005, message: TEXTS.noPhoneBound },
  phoneBoundAlready: { statusCode: 409, message: TEXTS.phoneBoundAlready },
  bodyNotJson: { statusCode: 400, message: TEXTS.bodyNotJson },
  bodyTooLarge: { statusCode: 413, message: TEXTS.bodyTooLarge },
  requestInvalid: { statusCode: 400, message: TEXTS.requestInvalid },
  routeUnknown: { statusCode: 404, message: TEXTS.routeUnknown },
  serverError: { statusCode: 500, message: TEXTS.serverError },
} as const satisfies Record<string, Failure>;

export const methodNotAllowed = (allowed: string): Failure => ({ statusCode: 405, message: useMethod(allowed) });
export const fieldMissing = (field: string): Failure => ({ statusCode: 400, apiCode: 2231, message: missing(field) });
export const fieldMalformed = (field: string, expected: Text): Failure => ({
  statusCode: 400,
  message: mustBe(field, expected),
});
export const phoneMalformed = (field: string): Failure => ({
  statusCode: 400,
  apiCode: 2028,
  message: malformedPhone(field),
});

/** Ends an operation with a failure. `handleApi` catches it and answers with the failure. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message["en-US"]);
  }
}
