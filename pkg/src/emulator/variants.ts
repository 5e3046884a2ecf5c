import type { Failure } from "./failures.js";
import { type Text, TEXTS } from "./texts.js";

/*
 * Authing leaves some answers undocumented, and its documents and SDKs contradict each other on others. Each variant is one
 * reading of them. A client has to work with all variants; the emulator plays one.
 */

/** The form of an answer, independent of its content. */
export interface EnvelopeStyle {
  /** `v2`: the older API's `code` and `uniqueId` in the place of `statusCode` and `requestId`. */
  readonly names: "v3" | "v2";
  readonly apiCodeType: "number" | "string";
  readonly successHttpStatus: 200 | 201;
  readonly failureHttpStatus: "always-200" | "429-only" | "as-status-code";
}

/** The refusals for which there is more than one reading. */
export interface VaryingRefusals {
  readonly codeWrong: Failure;
  /** The pass code is past its lifetime. */
  readonly codeExpired: Failure;
  /** The pass code was used already, or voided by wrong tries. */
  readonly codeVoid: Failure;
  /** The number belongs to another user. */
  readonly phoneTaken: Failure;
  /** The user pool wants the old phone proven, and its number or code is missing. */
  readonly oldPhoneRequired: Failure;
  readonly oldPhoneMismatch: Failure;
  /** The update token was never issued, or belongs to another user. */
  readonly updateTokenUnknown: Failure;
  readonly updateTokenExpired: Failure;
  readonly updateTokenSpent: Failure;
}

export interface Variant {
  /** How it differs from `default`. */
  readonly about: string;
  readonly style: EnvelopeStyle;
  readonly refusals: VaryingRefusals;
  /** The `data` of a successful change. */
  readonly updatePhoneData: { readonly success: true } | null | undefined;
  /** The `tokenExpiresIn` that the service reports. The token lives for 60 seconds whatever it says. */
  readonly tokenExpiresIn: 60 | 0 | undefined;
  /** Whether a profile names the country code of a number in mainland China. */
  readonly isChinaNamedInProfile: boolean;
}

/** The code shared by several refusals: only the message distinguishes them. */
const ambiguous = (message: Text): Failure => ({ statusCode: 500, apiCode: 500, message });
const codeless = (message: Text, statusCode = 400): Failure => ({ statusCode, message });
const coded = (statusCode: number, apiCode: number, message: Text): Failure => ({ statusCode, apiCode, message });

const forEveryUpdateToken = (failure: Failure) => ({
  updateTokenUnknown: failure,
  updateTokenExpired: failure,
  updateTokenSpent: failure,
});

const DEFAULT: Variant = {
  about: "what most sources say",
  style: { names: "v3", apiCodeType: "number", successHttpStatus: 200, failureHttpStatus: "always-200" },
  refusals: {
    codeWrong: coded(400, 2001, TEXTS.codeWrong),
    codeExpired: coded(400, 2300, TEXTS.codeExpired),
    codeVoid: coded(400, 2001, TEXTS.codeVoid),
    phoneTaken: coded(409, 2035, TEXTS.phoneTaken),
    oldPhoneRequired: ambiguous(TEXTS.oldPhoneRequired),
    oldPhoneMismatch: coded(400, 2038, TEXTS.oldPhoneMismatch),
    ...forEveryUpdateToken(ambiguous(TEXTS.tokenRefused)),
  },
  updatePhoneData: undefined,
  tokenExpiresIn: 60,
  isChinaNamedInProfile: true,
};

const AMBIGUOUS: Variant = {
  ...DEFAULT,
  about:
    "refuses codes, numbers and tokens with statusCode and apiCode 500 alike, so that only the message tells; " +
    "tokenExpiresIn is 0; a change answers data {success: true}",
  refusals: {
    codeWrong: ambiguous(TEXTS.codeWrong),
    codeExpired: ambiguous(TEXTS.codeExpired),
    codeVoid: ambiguous(TEXTS.codeVoidOrExpired),
    phoneTaken: ambiguous(TEXTS.phoneTaken),
    oldPhoneRequired: ambiguous(TEXTS.oldPhoneRequired),
    oldPhoneMismatch: ambiguous(TEXTS.oldPhoneMismatch),
    ...forEveryUpdateToken(ambiguous(TEXTS.tokenRefused)),
  },
  updatePhoneData: { success: true },
  tokenExpiresIn: 0,
};

const CODELESS: Variant = {
  ...DEFAULT,
  about:
    "refuses tokens and old phones with statusCode 400 and no apiCode; an expired code is 2001 with 已失效, a void one 2001 " +
    "like a wrong one, a taken number 1320004; tokenExpiresIn is missing; a change answers data null; a profile with a " +
    "number in mainland China has no phoneCountryCode",
  refusals: {
    codeWrong: coded(400, 2001, TEXTS.codeWrong),
    codeExpired: coded(400, 2001, TEXTS.codeVoid),
    codeVoid: coded(400, 2001, TEXTS.codeWrong),
    phoneTaken: coded(400, 1320004, TEXTS.phoneTakenByAnother),
    oldPhoneRequired: codeless(TEXTS.oldPhoneRequired),
    oldPhoneMismatch: codeless(TEXTS.oldPhoneMismatch),
    ...forEveryUpdateToken(codeless(TEXTS.tokenRefused)),
  },
  updatePhoneData: null,
  tokenExpiresIn: undefined,
  isChinaNamedInProfile: false,
};

const LEGACY: Variant = {
  ...DEFAULT,
  about:
    "has the older API's names code and uniqueId for statusCode and requestId, and apiCode as a string; answers success " +
    "with HTTP 201 and too many SMS with HTTP 429 and Retry-After; refuses tokens with statusCode 401",
  style: { names: "v2", apiCodeType: "string", successHttpStatus: 201, failureHttpStatus: "429-only" },
  refusals: { ...DEFAULT.refusals, ...forEveryUpdateToken(codeless(TEXTS.tokenRefused, 401)) },
};

const HTTP_STATUS: Variant = {
  ...DEFAULT,
  about:
    "has the statusCode as HTTP status, with Retry-After on 429; refuses an unknown token with 400, an expired one with 401 " +
    "and a spent one with 500; a change answers data {success: true}; a profile with a number in mainland China has no " +
    "phoneCountryCode",
  style: { ...DEFAULT.style, failureHttpStatus: "as-status-code" },
  refusals: {
    ...DEFAULT.refusals,
    updateTokenUnknown: codeless(TEXTS.tokenRefused),
    updateTokenExpired: codeless(TEXTS.tokenRefused, 401),
    updateTokenSpent: ambiguous(TEXTS.tokenRefused),
  },
  updatePhoneData: { success: true },
  isChinaNamedInProfile: false,
};

export const VARIANTS = {
  default: DEFAULT,
  ambiguous: AMBIGUOUS,
  codeless: CODELESS,
  legacy: LEGACY,
  "http-status": HTTP_STATUS,
} as const satisfies Record<string, Variant>;

/** A reading of something that the service's documents leave open. */
export type VariantName = keyof typeof VARIANTS;

/** The names that the option `variant` takes. */
export const variants: readonly VariantName[] = Object.freeze(Object.keys(VARIANTS) as VariantName[]);

export function isVariantName(name: unknown): name is VariantName {
  return variants.some((known) => known === name);
}
