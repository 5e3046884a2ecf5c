/** A phone as requests and profiles have it: `+86` and the national number `18812345678`. */
export interface Phone {
  readonly countryCode: string;
  readonly number: string;
}

/** Returns the E.164 form, `+8618812345678`. Two phones are equal if their E.164 forms are. */
export function e164(phone: Phone): string {
  return phone.countryCode + phone.number;
}

export function isCountryCode(text: string): boolean {
  return /^\+[1-9]\d{0,2}$/.test(text);
}

/**
 * Whether the service accepts the national number: digits only. In mainland China 11 digits that begin with 1, elsewhere at
 * least 4 digits, and at most 15 with the country code (E.164).
 */
export function isWellFormed(phone: Phone): boolean {
  if (phone.countryCode === "+86") return /^1\d{10}$/.test(phone.number);
  return /^\d{4,}$/.test(phone.number) && e164(phone).length <= 16;
}
