// The compared libraries and their calls. `update-phone` is the packed package.
import { parsePhoneNumber as parseAwesome, getAsYouType } from "awesome-phonenumber";
import google from "google-libphonenumber";
import { AsYouType, parsePhoneNumberFromString } from "libphonenumber-js/max";

const util = google.PhoneNumberUtil.getInstance();
const { E164, NATIONAL, INTERNATIONAL } = google.PhoneNumberFormat;

/** Whether a text is a valid number. A text that cannot be parsed is not. */
export const judges = ({ isValidPhone }) => ({
  "update-phone": isValidPhone,
  "libphonenumber-js/max": (text) => parsePhoneNumberFromString(text)?.isValid() ?? false,
  "google-libphonenumber": (text) => {
    try {
      return util.isValidNumber(util.parse(text));
    } catch {
      return false;
    }
  },
  "awesome-phonenumber": (text) => parseAwesome(text).valid,
});

/** All fields of a number: region, type, both formats. */
export const parsers = ({ parsePhone }) => ({
  "update-phone": parsePhone,
  "libphonenumber-js/max": (text) => {
    const number = parsePhoneNumberFromString(text);
    return (
      number && {
        countryCode: number.countryCallingCode,
        nationalNumber: number.nationalNumber,
        e164: number.number,
        region: number.country,
        type: number.getType(),
        isPossible: number.isPossible(),
        isValid: number.isValid(),
        nationalFormat: number.formatNational(),
        internationalFormat: number.formatInternational(),
      }
    );
  },
  "google-libphonenumber": (text) => {
    try {
      const number = util.parse(text);
      return {
        countryCode: number.getCountryCode(),
        nationalNumber: util.getNationalSignificantNumber(number),
        e164: util.format(number, E164),
        region: util.getRegionCodeForNumber(number),
        type: util.getNumberType(number),
        isPossible: util.isPossibleNumber(number),
        isValid: util.isValidNumber(number),
        nationalFormat: util.format(number, NATIONAL),
        internationalFormat: util.format(number, INTERNATIONAL),
      };
    } catch {
      return undefined;
    }
  },
  "awesome-phonenumber": (text) => {
    const { number, countryCode, regionCode, type, possible, valid } = parseAwesome(text);
    return (
      number && {
        countryCode,
        nationalNumber: number.significant,
        e164: number.e164,
        region: regionCode,
        type,
        isPossible: possible,
        isValid: valid,
        nationalFormat: number.national,
        internationalFormat: number.international,
      }
    );
  },
});

/**
 * Types digits one by one and returns the last formatted text. The other libraries keep a formatter for the field; this package
 * formats the whole text each time.
 */
export const typists = ({ formatAsYouType }) => ({
  "update-phone": ({ region, digits }) => {
    const options = { defaultRegion: region };
    let text = "";
    for (let end = 1; end <= digits.length; end += 1) text = formatAsYouType(digits.slice(0, end), options).text;
    return text;
  },
  "libphonenumber-js/max": ({ region, digits }) => {
    const formatter = new AsYouType(region);
    let text = "";
    for (const digit of digits) text = formatter.input(digit);
    return text;
  },
  "google-libphonenumber": ({ region, digits }) => {
    const formatter = new google.AsYouTypeFormatter(region);
    let text = "";
    for (const digit of digits) text = formatter.inputDigit(digit);
    return text;
  },
  "awesome-phonenumber": ({ region, digits }) => {
    const formatter = getAsYouType(region);
    let text = "";
    for (const digit of digits) text = formatter.addChar(digit);
    return text;
  },
});

/** Programs that import a library and validate one number. */
export const FIRST_VERDICTS = {
  "update-phone": `import { init, isValidPhone } from "update-phone"; await init(); VERDICT = isValidPhone(TEXT);`,
  "libphonenumber-js/min": `import parse from "libphonenumber-js/min"; VERDICT = parse(TEXT).isValid();`,
  "libphonenumber-js/max": `import parse from "libphonenumber-js/max"; VERDICT = parse(TEXT).isValid();`,
  "google-libphonenumber": `import google from "google-libphonenumber"; const util = google.PhoneNumberUtil.getInstance(); VERDICT = util.isValidNumber(util.parse(TEXT));`,
  "awesome-phonenumber": `import { parsePhoneNumber } from "awesome-phonenumber"; VERDICT = parsePhoneNumber(TEXT).valid;`,
};

/** The imports of an application from each library, whose size is measured. */
export const ENTRIES = {
  "libphonenumber-js/min": `export { parsePhoneNumberFromString } from "libphonenumber-js/min";`,
  "libphonenumber-js/max": `export { parsePhoneNumberFromString } from "libphonenumber-js/max";`,
  "libphonenumber-js/max with as-you-type": `export { parsePhoneNumberFromString, AsYouType } from "libphonenumber-js/max";`,
  "awesome-phonenumber": `export { parsePhoneNumber, getAsYouType } from "awesome-phonenumber";`,
  "google-libphonenumber": `export { PhoneNumberUtil, AsYouTypeFormatter } from "google-libphonenumber";`,
};
