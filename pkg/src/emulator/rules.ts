/*
 * The service's rules in numbers. The first four are Authing's documented defaults for a user pool; they stand in one place
 * because a pool can be configured otherwise.
 */

/** Digits in a pass code. Pools with 4 and with 6 are known. */
export const CODE_LENGTH = 6;
/** How long a pass code may be used after it was sent. */
export const CODE_LIFE_MS = 5 * 60_000;
/** Wrong tries after which a pass code is void. */
export const WRONG_TRIES = 1;
/** What has to pass between two SMS to one number over one channel. */
export const SMS_INTERVAL_MS = 60_000;
/** How long an update token may be used; on the wire as `tokenExpiresIn`, in seconds. */
export const UPDATE_TOKEN_LIFE_SECONDS = 60;
/** Assumed where a number comes without its country code. */
export const DEFAULT_COUNTRY_CODE = "+86";
