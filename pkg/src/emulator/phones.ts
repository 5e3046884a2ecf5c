/** A number in two parts, as it travels: `+86` and `18812345678`. */
export interface Phone {
  readonly countryCode: string;
  readonly number: string;
}

/** `+8618812345678`. Two phones are the same phone when this is the same. */
export function e164(phone: Phone): string {
  return phone.countryCode + phone.number;
}

export function isCountryCode(text: string): boolean {
  return /^\+[1-9]\d{0,2}$/.test(text);
}

/**
 * Whether the service would take it: digits only, without country code. In mainland China that is 11 digits from 1 on;
 * elsewhere anything that fits into E.164's fifteen digits.
 */
export function isWellFormed(phone: Phone): boolean {
  if (phone.countryCode === "+86") return /^1\d{10}$/.test(phone.number);
  return /^\d{4,}$/.test(phone.number) && e164(phone).length <= 16;
}
