// Decimal digits: those that Google's JavaScript knows, and some of the others that Unicode and Google's Java know.

/** ASCII, full-width, Arabic and Persian zero: the digits of the reference. The other nine follow each. */
export const KNOWN_ZEROS = [0x30, 0xff10, 0x660, 0x6f0];

/** The zeros of Devanagari, Bengali, Thai, Myanmar, Khmer and of bold mathematics, which are none to the reference. */
export const OTHER_ZEROS = [0x966, 0x9e6, 0xe50, 0x1040, 0x17e0, 0x1d7ce];

function digitAmong(zeros, character) {
  const code = character.codePointAt(0);
  const zero = zeros.find((zero) => code >= zero && code < zero + 10);
  return zero === undefined ? undefined : String(code - zero);
}

/** The ASCII form of a decimal digit that the reference knows; undefined for everything else. */
export const knownDigit = (character) => digitAmong(KNOWN_ZEROS, character);

/** The ASCII form of one that it does not know. */
export const otherDigit = (character) => digitAmong(OTHER_ZEROS, character);

/** The text with ASCII digits in place of those that the reference does not know. */
export const withoutOtherDigits = (text) => [...text].map((c) => otherDigit(c) ?? c).join("");
