import { UpdatePhoneError } from "./errors.js";
import { ask, requireCore } from "./loading.js";
import { recordedPhone } from "./phone-record.js";
import type { PhoneInput, PhoneNumber } from "./types.js";

/**
 * Parses and judges a number. Never throws for what a person typed: unusable input comes back with `isValid: false` and an
 * `issue`. Needs `await init()` first.
 *
 * @param input A number in one of its three forms.
 * @param options `defaultRegion`: ISO 3166-1 alpha-2, for strings without a country code.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`.
 */
export function parsePhone(input: PhoneInput, options?: { defaultRegion?: string }): PhoneNumber {
  const core = requireCore();
  const { number, countryCode, region, defaultRegion } = partsOf(input, options);
  return ask(core, () => recordedPhone(core, core.readNumber(number, countryCode, region, defaultRegion)));
}

/**
 * `parsePhone(…).isValid` without building the object; for lists. Needs `await init()` first.
 *
 * @param input A number in one of its three forms.
 * @param options `defaultRegion`: ISO 3166-1 alpha-2, for strings without a country code.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`.
 */
export function isValidPhone(input: PhoneInput, options?: { defaultRegion?: string }): boolean {
  const core = requireCore();
  const { number, countryCode, region, defaultRegion } = partsOf(input, options);
  return ask(core, () => core.isValidNumber(number, countryCode, region, defaultRegion));
}

/** What a number is judged by. A country code counts before a region. */
interface Parts {
  number: string;
  countryCode: string | undefined;
  region: string | undefined;
  defaultRegion: string | undefined;
}

/** Takes an input and its options apart. Both may be anything, and every look may throw. */
function partsOf(input: PhoneInput, options: { defaultRegion?: string } | undefined): Parts {
  let number: unknown = input;
  let countryCode: unknown;
  let region: unknown;
  let defaultRegion: unknown;
  try {
    defaultRegion = options?.defaultRegion;
    if (typeof input !== "string") {
      ({ number, countryCode, region } = input as { number: string; countryCode?: string; region?: string });
      if ((countryCode ??= undefined) === undefined && (region ??= undefined) === undefined) number = undefined;
    }
  } catch (cause) {
    throw invalid("phone: cannot be read", cause);
  }
  if (typeof number !== "string" || !isOptionalText(countryCode) || !isOptionalText(region)) {
    throw invalid("phone: must be a string, { countryCode, number } or { region, number }");
  }
  if (!isOptionalText(defaultRegion)) throw invalid("defaultRegion: must be a string");
  return {
    number: shorten(number),
    countryCode: shorten(countryCode),
    region: shorten(region),
    defaultRegion: shorten(defaultRegion),
  };
}

/** What an input says when it is looked at once, as something that says the same at each further look. */
export function readOnce(input: PhoneInput): PhoneInput {
  if (typeof input === "string") return input;
  let read: PhoneInput;
  try {
    const { number, countryCode, region } = input as { number: string; countryCode?: string; region: string };
    read =
      (countryCode ?? undefined) === undefined ? { region, number } : { countryCode: countryCode as string, number };
  } catch (cause) {
    throw invalid("phone: cannot be read", cause);
  }
  // Refuses what is none.
  partsOf(read, undefined);
  return Object.freeze(read);
}

/** More UTF-16 code units than these are too long for a number. */
const LONGEST_TEXT = 250;

/** As much of a text as shows that it is too long: the module's memory never shrinks. */
function shorten<T extends string | undefined>(text: T): T {
  return text && text.length > LONGEST_TEXT ? (text.slice(0, LONGEST_TEXT + 1) as T) : text;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

/**
 * Formats digits while a person types. Needs `await init()` first.
 *
 * Without `caret`, `input` is taken key by key, as libphonenumber's formatter takes it: a person who types separators is left alone
 * with them, so text with separators comes back as it is.
 *
 * With `caret`, `input` is what the field holds after it was changed anywhere: its separators are made anew, and the caret stays
 * behind the digit that it was behind. What holds anything else than digits, separators and a plus sign at the start (letters, an
 * extension) comes back as it is.
 *
 * @param input The field's text.
 * @param options `countryCode` (`+86`) or `defaultRegion` (ISO 3166-1 alpha-2): to what a number belongs that has no country code
 * itself; the first counts when both are given. `caret`: the caret's place before formatting, in UTF-16 code units, as
 * `selectionStart` has it.
 * @returns The text to show, the caret's place in it, and the region of the number as far as it was typed.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for arguments of other types.
 */
export function formatAsYouType(
  input: string,
  options?: { defaultRegion?: string; countryCode?: string; caret?: number },
): { text: string; caret: number; region?: string } {
  const core = requireCore();
  let defaultRegion: unknown;
  let countryCode: unknown;
  let caret: unknown;
  try {
    ({ defaultRegion, countryCode, caret } = options ?? {});
  } catch (cause) {
    throw invalid("options: cannot be read", cause);
  }
  if (typeof input !== "string") throw invalid("input: must be a string");
  if (!isOptionalText(defaultRegion)) throw invalid("defaultRegion: must be a string");
  if (!isOptionalText(countryCode)) throw invalid("countryCode: must be a string");
  if (caret !== undefined && !(Number.isInteger(caret) && (caret as number) >= 0)) {
    throw invalid("caret: must be a place in the text, 0 or more");
  }
  const place = caret === undefined ? undefined : Math.min(caret as number, input.length);
  // No number, so there is nothing to format.
  if (input.length > LONGEST_TEXT) return { text: input, caret: place ?? input.length };
  const [home, region] = [shorten(countryCode), shorten(defaultRegion)];
  return ask(core, () => core.formatTyped(input, home, region, place));
}

function invalid(detail: string, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail, cause });
}
