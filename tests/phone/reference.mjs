// What Google's libphonenumber says about a number, in the shape in which this package says it.
import { createRequire } from "node:module";
import { knownDigit } from "./digits.mjs";

const require = createRequire(import.meta.url);

/** The fields of `PhoneNumber`, in the order in which they are compared. */
export const FIELDS = [
  "isValid",
  "isPossible",
  "issue",
  "countryCode",
  "nationalNumber",
  "e164",
  "region",
  "type",
  "nationalFormat",
  "internationalFormat",
  "extension",
];

const UNREADABLE = Object.freeze({
  isValid: false,
  isPossible: false,
  countryCode: "",
  nationalNumber: "",
  e164: "",
  region: undefined,
  type: "unknown",
  nationalFormat: "",
  internationalFormat: "",
  extension: undefined,
});

/** The types of libphonenumber by the names of this package, with the getter of their description. */
const DESCRIPTIONS = {
  "fixed-line": "getFixedLine",
  mobile: "getMobile",
  "toll-free": "getTollFree",
  "premium-rate": "getPremiumRate",
  "shared-cost": "getSharedCost",
  voip: "getVoip",
  "personal-number": "getPersonalNumber",
  pager: "getPager",
  uan: "getUan",
  voicemail: "getVoicemail",
};

const isBlank = (text) => /^\p{White_Space}*$/u.test(text);

/** The reference that an installed npm package holds: google-libphonenumber in one of its releases. */
export function createReference(packageName = "google-libphonenumber") {
  const library = require(packageName);
  const { version } = require(`${packageName}/package.json`);
  const util = library.PhoneNumberUtil.getInstance();
  const { E164, NATIONAL, INTERNATIONAL } = library.PhoneNumberFormat;

  const issueOfError = new Map([
    [library.Error.NOT_A_NUMBER, "not-a-number"],
    [library.Error.INVALID_COUNTRY_CODE, "invalid-country-code"],
    [library.Error.TOO_SHORT_NSN, "too-short"],
    [library.Error.TOO_SHORT_AFTER_IDD, "too-short"],
    [library.Error.TOO_LONG, "too-long"],
  ]);
  const reasons = library.PhoneNumberUtil.ValidationResult;
  const issueOfReason = new Map([
    [reasons.IS_POSSIBLE, "invalid-number"],
    [reasons.IS_POSSIBLE_LOCAL_ONLY, "local-only"],
    [reasons.INVALID_COUNTRY_CODE, "invalid-country-code"],
    [reasons.TOO_SHORT, "too-short"],
    [reasons.INVALID_LENGTH, "invalid-length"],
    [reasons.TOO_LONG, "too-long"],
  ]);
  const nameOfType = new Map(
    Object.entries(library.PhoneNumberType).map(([name, value]) => [value, name.toLowerCase().replaceAll("_", "-")]),
  );

  /** A field with a calling code in it: `86`, `+86`, `0086`, `(+ 86)`. Undefined when there is no such code. */
  function callingCodeOf(text) {
    const digits = [...text].map((c) => knownDigit(c) ?? c).join("");
    const code = digits.replace(/[\s().-]/g, "").replace(/^(?:[+＋]+|00)/, "");
    return /^[1-9]\d{0,2}$/.test(code) && util.getRegionCodeForCountryCode(Number(code)) !== "ZZ"
      ? Number(code)
      : undefined;
  }

  /**
   * The text and the default region by which the reference sees an input, or the issue that the input has before there
   * is something to parse. A number under a non-geographic code has no region to be parsed in: its code is put before it.
   */
  function question(input, defaultRegion) {
    if (typeof input === "string") return { text: input, region: defaultRegion };
    const { countryCode, region, number } = input;
    if (region !== undefined) return { text: number, region: isBlank(region) ? defaultRegion : region.trim() };
    if (isBlank(countryCode)) return { text: number, region: defaultRegion };
    const code = callingCodeOf(countryCode);
    if (code === undefined) return { issue: isBlank(number) ? "empty" : "invalid-country-code" };
    const home = util.getRegionCodeForCountryCode(code);
    return home === "001" ? { text: `+${code}${number}` } : { text: number, region: home };
  }

  /** The verdict: the fields of `PhoneNumber`, and whether digits were lost in the reference's numbers. */
  function judge(input, defaultRegion) {
    const { text, region, issue } = question(input, defaultRegion);
    if (issue) return { ...UNREADABLE, issue };
    let number;
    try {
      number = util.parse(text, region);
    } catch (error) {
      const known = issueOfError.get(error.message);
      if (!known) throw new Error(`the reference fails on ${JSON.stringify(input)}`, { cause: error });
      return { ...UNREADABLE, issue: known === "not-a-number" && isBlank(text) ? "empty" : known };
    }
    const isValid = util.isValidNumber(number);
    const reason = util.isPossibleNumberWithReason(number);
    return {
      isValid,
      isPossible: util.isPossibleNumber(number),
      issue: isValid ? undefined : issueOfReason.get(reason),
      countryCode: `+${number.getCountryCode()}`,
      nationalNumber: util.getNationalSignificantNumber(number),
      e164: util.format(number, E164),
      region: util.getRegionCodeForNumber(number) ?? undefined,
      type: nameOfType.get(util.getNumberType(number)),
      nationalFormat: util.format(number, NATIONAL),
      internationalFormat: util.format(number, INTERNATIONAL),
      extension: number.getExtension() || undefined,
      hasLostDigits: !Number.isSafeInteger(number.getNationalNumber()),
    };
  }

  /**
   * What stands in the field after each character of `text`, as one who types it sees it. With `caret`, a position in
   * the text behind one of its characters, also where the reference has the caret when all of it has been typed.
   */
  function type(text, { defaultRegion, countryCode, caret } = {}) {
    const code = countryCode === undefined || isBlank(countryCode) ? undefined : callingCodeOf(countryCode);
    const home = code === undefined ? defaultRegion : util.getRegionCodeForCountryCode(code);
    const formatter = new library.AsYouTypeFormatter(home ?? "ZZ");
    // A non-geographic code is no region to type in: it is typed first and left out of what is shown.
    const before = code !== undefined && home === "001" ? `+${code}` : "";
    for (const character of before) formatter.inputDigit(character);
    const shown = (whole) => (before ? whole.slice(before.length).replace(/^ /, "") : whole);
    const steps = [];
    let at = 0;
    for (const character of text) {
      at += character.length;
      steps.push(
        shown(at === caret ? formatter.inputDigitAndRememberPosition(character) : formatter.inputDigit(character)),
      );
    }
    const last = steps.at(-1) ?? "";
    return { steps, text: last, caret: caret === 0 || before ? undefined : formatter.getRememberedPosition() };
  }

  const describe = (description) =>
    description?.getNationalNumberPattern() && {
      pattern: description.getNationalNumberPattern(),
      lengths: description.possibleLengthArray().filter((length) => length > 0),
      localLengths: description.possibleLengthLocalOnlyArray(),
      example: description.getExampleNumber() ?? undefined,
    };

  /** The metadata of one region, or of one non-geographic calling code, as far as numbers can be made from it. */
  function place(region, metadata) {
    const types = Object.entries(DESCRIPTIONS).map(([type, getter]) => [type, describe(metadata[getter]())]);
    return {
      region,
      callingCode: metadata.getCountryCode(),
      isGeographic: region !== "001",
      nationalPrefix: metadata.getNationalPrefix() ?? undefined,
      nationalPrefixForParsing: metadata.getNationalPrefixForParsing() ?? undefined,
      internationalPrefix: metadata.getInternationalPrefix() ?? undefined,
      general: describe(metadata.getGeneralDesc()),
      types: new Map(types.filter(([, description]) => description)),
      leadingDigits: [...metadata.numberFormatArray(), ...metadata.intlNumberFormatArray()].flatMap((format) =>
        format.leadingDigitsPatternArray(),
      ),
    };
  }

  const regions = util.getSupportedRegions().sort();
  const worldwide = util.getSupportedGlobalNetworkCallingCodes().sort((a, b) => a - b);
  const places = [
    ...regions.map((region) => place(region, util.getMetadataForRegion(region))),
    ...worldwide.map((code) => place("001", util.getMetadataForNonGeographicalRegion(code))),
  ];

  return {
    name: `google-libphonenumber ${version}`,
    judge,
    type,
    places,
    regions,
    callingCodes: [...new Set(places.map(({ callingCode }) => callingCode))].sort((a, b) => a - b),
    regionOfCallingCode: (code) => util.getRegionCodeForCountryCode(code),
    metadataOf: (region) => library.metadata.countryToMetadata[region],
  };
}
