/** The longest code that the service knows. */
const MAX_DIGITS = 8;

/** A code as it stands in a text: 4 to 8 digits, perhaps in groups. */
const CODE = /(?<!\d)\d(?:[ \u00a0-]?\d){3,7}(?![ -]?\d)/;

/** The code in what was typed, pasted or filled in: of `Your code is １２３ 456` it is `123456`. */
export function codeIn(text: string): string {
  const plain = text.normalize("NFKC");
  const found = CODE.exec(plain)?.[0] ?? plain;
  return found.replace(/\D/g, "").slice(0, MAX_DIGITS);
}

/** Minutes and seconds: `1:00`, `0:42`. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
