/** The length of the longest code that the service sends. */
const MAX_DIGITS = 8;

/** A code within a text: 4 to 8 digits, optionally in groups. */
const CODE_PATTERN = /(?<!\d)\d(?:[ \u00a0-]?\d){3,7}(?![ -]?\d)/;

/** Returns the digits of the code in a typed, pasted or autofilled text: `123456` for `Your code is １２３ 456`. */
export function extractCode(text: string): string {
  const normalised = text.normalize("NFKC");
  const found = CODE_PATTERN.exec(normalised)?.[0] ?? normalised;
  return found.replace(/\D/g, "").slice(0, MAX_DIGITS);
}

/** Formats seconds as minutes and seconds: `1:00`, `0:42`. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
