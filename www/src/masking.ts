const MASK = "••••••";

/** Members of JSON whose text is nobody's business; also where the JSON is cut off in the middle of one. */
const SECRET_MEMBER = /("[^"]*(?:token|passcode|password|secret)[^"]*"\s*:\s*")(?:[^"\\]|\\.)*/gi;

/** A body as it may be shown. */
export function maskedBody(text: string): string {
  return text.replace(SECRET_MEMBER, `$1${MASK}`);
}

/** A header's value as it may be shown. */
export function maskedHeader(name: string, value: string): string {
  if (name.toLowerCase() !== "authorization") return value;
  return /^Bearer /i.test(value) ? `Bearer ${MASK}` : MASK;
}
