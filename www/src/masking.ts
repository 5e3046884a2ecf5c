const MASK = "••••••";

/** JSON members with secret values, also if the JSON is cut off within the value. */
const SECRET_MEMBER = /("[^"]*(?:token|passcode|password|secret)[^"]*"\s*:\s*")(?:[^"\\]|\\.)*/gi;

/** Returns a body with its secrets masked. */
export function maskedBody(text: string): string {
  return text.replace(SECRET_MEMBER, `$1${MASK}`);
}

/** Returns a header's value with its secret masked. */
export function maskedHeader(name: string, value: string): string {
  if (name.toLowerCase() !== "authorization") return value;
  return /^Bearer /i.test(value) ? `Bearer ${MASK}` : MASK;
}
