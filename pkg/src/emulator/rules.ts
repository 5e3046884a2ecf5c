/*
 * The service's rules for every user pool. What a pool can configure is in settings.ts.
 */

/** The lifetime of a pass code, from its sending. */
export const CODE_LIFE_MS = 5 * 60_000;
/** The period of the daily cap. */
export const DAY_MS = 24 * 60 * 60_000;
/** The lifetime of an update token. */
export const UPDATE_TOKEN_LIFE_SECONDS = 60;
/** The country code of a number that comes without one. */
export const DEFAULT_COUNTRY_CODE = "+86";
/** Longer request bodies are answered with HTTP 413. */
export const BODY_LIMIT_BYTES = 64 * 1024;
