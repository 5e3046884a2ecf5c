/*
 * What the service does in every user pool. What a pool can be configured to do otherwise is in settings.ts.
 */

/** How long a pass code may be used after it was sent. */
export const CODE_LIFE_MS = 5 * 60_000;
/** The time over which SMS to one number are counted for the daily cap. */
export const DAY_MS = 24 * 60 * 60_000;
/** How long an update token may be used. */
export const UPDATE_TOKEN_LIFE_SECONDS = 60;
/** Assumed where a number comes without its country code. */
export const DEFAULT_COUNTRY_CODE = "+86";
/** A request body that is longer is not read. */
export const BODY_LIMIT_BYTES = 64 * 1024;
