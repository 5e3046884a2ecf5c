/*
 * Random identifiers in the shapes the service uses. Only `crypto.getRandomValues` is used: `crypto.randomUUID` is missing
 * on pages that were not loaded over https or from this machine.
 */

function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64url(binary: string): string {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Decimal digits, uniformly distributed. */
export function randomDigits(length: number): string {
  let digits = "";
  while (digits.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes from 250 on would favour the digits 0 to 5.
      if (byte < 250 && digits.length < length) digits += String(byte % 10);
    }
  }
  return digits;
}

/** 24 hexadecimal digits, as user and application ids have. */
export function randomObjectId(): string {
  return hex(randomBytes(12));
}

/** A version 4 UUID, as request ids are. */
export function randomUuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A token in the form of the service's JSON Web Tokens. `claims` are ASCII. The signature is random: the emulator looks tokens up. */
export function randomToken(claims: Record<string, string>): string {
  const header = base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }));
  const payload = base64url(JSON.stringify({ ...claims, jti: randomObjectId() }));
  return `${header}.${payload}.${base64url(String.fromCharCode(...randomBytes(32)))}`;
}
