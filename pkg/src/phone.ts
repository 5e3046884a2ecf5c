import { UpdatePhoneError } from "./errors.js";
import { callCore, requireCore } from "./loading.js";
import { readPhoneRecord } from "./phone-record.js";
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
  const { number, countryCode, region, defaultRegion } = readParts(input, options);
  return callCore(core, () => readPhoneRecord(core, core.readNumber(number, countryCode, region, defaultRegion)));
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
  const { number, countryCode, region, defaultRegion } = readParts(input, options);
  return callCore(core, () => core.isValidNumber(number, countryCode, region, defaultRegion));
}

/** The arguments of the core for one number. A country code takes precedence over a region. */
interface PhoneParts {
  number: string;
  countryCode: string | undefined;
  region: string | undefined;
  defaultRegion: string | undefined;
}

/** Reads an input and its options. Both may be anything, and each getter may throw. Throws `ERR_INVALID_ARGUMENT`. */
function readParts(input: PhoneInput, options: { defaultRegion?: string } | undefined): PhoneParts {
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

/** Returns a frozen copy of an input, whose getters are read only once. Throws `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`. */
export function copyPhoneInput(input: PhoneInput): PhoneInput {
  if (typeof input === "string") return input;
  let copy: PhoneInput;
  try {
    const { number, countryCode, region } = input as { number: string; countryCode?: string; region: string };
    copy =
      (countryCode ?? undefined) === undefined ? { region, number } : { countryCode: countryCode as string, number };
  } catch (cause) {
    throw invalid("phone: cannot be read", cause);
  }
  // Throws if it is no `PhoneInput`.
  readParts(copy, undefined);
  return Object.freeze(copy);
}

/** In UTF-16 code units. A longer text is no number. */
const LONGEST_TEXT = 250;

/** Cuts a text just above the limit, so that it stays too long. The module's memory never shrinks, so long texts must not get there. */
function shorten<T extends string | undefined>(text: T): T {
  return text && text.length > LONGEST_TEXT ? (text.slice(0, LONGEST_TEXT + 1) as T) : text;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

/**
 * Formats digits while a person types. Needs `await init()` first.
 *
 * Without `caret`, `input` is formatted key by key, as libphonenumber's formatter does it. A text in which a person typed separators is
 * returned unchanged.
 *
 * With `caret`, `input` is the content of the field after any edit. Its separators are replaced, and the caret stays behind the same
 * digit. A text with anything but digits, separators and a leading plus sign, such as letters or an extension, is returned unchanged.
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
  const caretIndex = caret === undefined ? undefined : Math.min(caret as number, input.length);
  // Too long for a number, so there is nothing to format.
  if (input.length > LONGEST_TEXT) return { text: input, caret: caretIndex ?? input.length };
  const [code, region] = [shorten(countryCode), shorten(defaultRegion)];
  return callCore(core, () => core.formatTyped(input, code, region, caretIndex));
}

function invalid(detail: string, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail, cause });
}
