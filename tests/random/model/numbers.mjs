// The numbers of random sequences, as people write them, and their pass codes as people type them.

/** `e164`: what a reader of the number must come to. */
const number = (e164, countryCode, kind, ...spellings) => ({
  e164,
  countryCode,
  nationalNumber: e164.slice(countryCode.length),
  kind,
  spellings,
});

export const NUMBERS = {
  first: number(
    "+8613912345678",
    "+86",
    "mobile",
    "+86 139 1234 5678",
    "+8613912345678",
    "+86 (139) 1234-5678",
    "＋８６１３９１２３４５６７８",
    { countryCode: "+86", number: "139 1234 5678" },
    { region: "CN", number: "13912345678" },
  ),
  second: number("+8613987654321", "+86", "mobile", "+86 139 8765 4321", { countryCode: "86", number: "13987654321" }),
  abroad: number("+85291234567", "+852", "mobile", "+852 9123 4567", { region: "HK", number: "91234567" }),
  /** The other user's. */
  taken: number("+85251234567", "+852", "mobile", "+852 5123 4567"),
  /** The user's own at first. */
  own: number("+8618812345678", "+86", "mobile", "+86 188 1234 5678", { countryCode: "+86", number: "18812345678" }),
  fixedLine: number("+861065529988", "+86", "fixed", "+86 10 6552 9988"),
  /** Of a range that the metadata does not know. */
  unusual: number("+8612812345678", "+86", "unusual", "+86 128 1234 5678"),
};

export const JUNK = ["", " ", "hello", "+86 1", "+999 123 4567", "+86 139 1234", { countryCode: "+86", number: "12" }];

/** Where a person lives is found by number: what the service calls the user's phone. */
export const numberOf = (e164) => Object.values(NUMBERS).find((each) => each.e164 === e164);

/** The digits of a typed code, or "" for what is none. */
export function digitsOf(typed) {
  const digits = typed.replace(/\s/gu, "").replace(/[０-９]/gu, (digit) => String(digit.codePointAt(0) - 0xff10));
  return /^\d{4,8}$/.test(digits) ? digits : "";
}

/** A right code in one of the ways in which it is typed or pasted. */
export function spell(code, random) {
  return random.weighted([
    [8, code],
    [1, `${code.slice(0, 2)} ${code.slice(2)} `],
    [1, code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ]);
}
