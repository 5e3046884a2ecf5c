import { UpdatePhoneError } from "./errors.js";
import { requireCore } from "./loading.js";
import type { PhoneInput, PhoneIssue, PhoneNumber, PhoneNumberType } from "./types.js";

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
  const [countryCode, nationalNumber, region, type, issue, extension, isPossible, nationalFormat, internationalFormat] =
    core.parsePhone(...partsOf(input, options)).split("\n") as ParsedLines;
  const phone: { -readonly [Name in keyof PhoneNumber]?: PhoneNumber[Name] } = {
    countryCode,
    nationalNumber,
    e164: countryCode + nationalNumber,
  };
  if (extension) phone.extension = extension;
  if (region) phone.region = region;
  phone.type = type;
  phone.isPossible = isPossible !== "";
  phone.isValid = issue === "";
  if (issue) phone.issue = issue;
  phone.nationalFormat = nationalFormat;
  phone.internationalFormat = internationalFormat;
  return Object.freeze(phone as PhoneNumber);
}

/** The lines that the module brings back for a number. */
type ParsedLines = [
  countryCode: string,
  nationalNumber: string,
  region: string,
  type: PhoneNumberType,
  issue: PhoneIssue | "",
  extension: string,
  isPossible: string,
  nationalFormat: string,
  internationalFormat: string,
];

/**
 * `parsePhone(…).isValid` without building the object; for lists. Needs `await init()` first.
 *
 * @param input A number in one of its three forms.
 * @param options `defaultRegion`: ISO 3166-1 alpha-2, for strings without a country code.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`.
 */
export function isValidPhone(input: PhoneInput, options?: { defaultRegion?: string }): boolean {
  return requireCore().isValidPhone(...partsOf(input, options));
}

/** The arguments of the module's phone functions. */
type Parts = [number: string, countryCode?: string, region?: string, defaultRegion?: string];

/** Takes an input and its options apart. Both may be anything, and every look may throw. */
function partsOf(input: PhoneInput, options: { defaultRegion?: string } | undefined): Parts {
  const parts = attempt("phone", (): unknown[] => {
    const defaultRegion = options?.defaultRegion;
    if (typeof input === "string") return [input, undefined, undefined, defaultRegion];
    const { number, countryCode, region } = input as { number: string; countryCode?: string; region?: string };
    return countryCode == null && region == null ? [] : [number, countryCode ?? undefined, region ?? undefined, defaultRegion];
  });
  for (let i = 0; i < 4; i += 1) {
    if (typeof parts[i] !== "string" && (i === 0 || parts[i] !== undefined)) {
      throw invalid(i < 3 ? "phone: must be a string, { countryCode, number } or { region, number }" : "defaultRegion: must be a string");
    }
  }
  return parts as Parts;
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
  const given = attempt("options", () => ({
    defaultRegion: options?.defaultRegion as unknown,
    countryCode: options?.countryCode as unknown,
    caret: options?.caret as unknown,
  }));
  if (typeof input !== "string") throw invalid("input: must be a string");
  const { defaultRegion, countryCode, caret } = given;
  if (defaultRegion !== undefined && typeof defaultRegion !== "string") throw invalid("defaultRegion: must be a string");
  if (countryCode !== undefined && typeof countryCode !== "string") throw invalid("countryCode: must be a string");
  if (caret !== undefined && !(Number.isInteger(caret) && (caret as number) >= 0)) {
    throw invalid("caret: must be a place in the text, 0 or more");
  }
  const place = caret === undefined ? undefined : Math.min(caret as number, input.length);
  const lines = core.formatAsYouType(input, countryCode?.trim() ? countryCode : undefined, defaultRegion, place);
  const regionEnd = lines.indexOf("\n");
  const caretEnd = lines.indexOf("\n", regionEnd + 1);
  const region = lines.slice(0, regionEnd);
  return {
    text: lines.slice(caretEnd + 1),
    caret: Number(lines.slice(regionEnd + 1, caretEnd)),
    ...(region && { region }),
  };
}

/** Looks at what a caller handed in. */
function attempt<T>(name: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    throw invalid(`${name}: cannot be read`, cause);
  }
}

function invalid(detail: string, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail, cause });
}
