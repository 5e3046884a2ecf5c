// Values that must not come out, and the spellings in which they could.

/** At least so many characters of a long one, from anywhere in it, are as bad as all of it. */
const PART = 12;
/** And so many digits of a number, of which a mask may leave none. */
const DIGITS = 7;

const SEPARATORS = /(?<=\d)[\s().\-‐-―]+(?=\d)/gu;
const MASK = "[*•·#…]";

/** The canaries of one run. */
export class Canaries {
  /** What to look for, by its first four bytes. */
  #needles = new Map();
  #masks = [];
  #secrets = new Map();

  /** Each has to be of a form that nothing else has: a long random text, or eight digits. */
  add(name, secret) {
    if (typeof secret !== "string" || secret.length < 8)
      throw new Error(`${name} is too short to be told from others.`);
    if (this.#secrets.has(secret)) return;
    this.#secrets.set(secret, name);
    const parts = secret.length >= 2 * PART ? windows(secret, PART, PART / 2) : [secret];
    for (const part of parts) this.#addSpellings(name, part);
  }

  /** A phone number: as its digits, and any part of it that would tell it from others. */
  addNumber(name, nationalNumber) {
    if (this.#secrets.has(nationalNumber)) return;
    this.#secrets.set(nationalNumber, name);
    this.#addSpellings(name, nationalNumber);
    for (const part of windows(nationalNumber, DIGITS, 1)) this.#needle(part, name, "a part");
    const [first, last] = [nationalNumber.slice(0, 3), nationalNumber.slice(-4)];
    this.#masks.push({ name, pattern: new RegExp(`(?:${first}|${MASK})${MASK}+\\s?${last}(?!\\d)`, "u") });
  }

  /** How many there are of each kind. */
  get counts() {
    const counts = {};
    for (const name of this.#secrets.values()) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }

  /** The kinds of canaries that a text holds, a hit for each: its name, how it was spelled, what stands around it. */
  search(text) {
    const plain = text.normalize("NFKC");
    const found = new Map();
    for (const each of new Set([text, plain, plain.replace(SEPARATORS, "")])) this.#look(Buffer.from(each), found);
    for (const { name, pattern } of this.#masks) {
      const at = plain.search(pattern);
      if (at >= 0 && !found.has(name)) {
        found.set(name, { name, spelling: "half masked", around: plain.slice(Math.max(0, at - 60), at + 60) });
      }
    }
    return [...found.values()];
  }

  /** The same in the memory of a module. */
  searchBytes(bytes) {
    const found = new Map();
    this.#look(bytes, found);
    return [...found.values()];
  }

  #look(bytes, found) {
    const end = bytes.length - 3;
    let head = (bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24);
    for (let at = 0; at < end; at += 1) {
      head = (head >>> 8) | (bytes[at + 3] << 24);
      const needles = this.#needles.get(head);
      if (needles === undefined) continue;
      for (const { needle, name, spelling } of needles) {
        if (found.has(name) || needle.compare(bytes, at, Math.min(bytes.length, at + needle.length)) !== 0) continue;
        const around = Buffer.from(bytes.subarray(Math.max(0, at - 60), at + 60)).toString("latin1");
        found.set(name, { name, spelling, at, around });
      }
    }
  }

  #addSpellings(name, secret) {
    const bytes = Buffer.from(secret);
    this.#needle(secret, name, "as it is");
    this.#needle([...secret].reverse().join(""), name, "backwards");
    this.#needle(bytes.toString("hex"), name, "in hexadecimal digits");
    this.#needle(
      escaped(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`),
      name,
      "URL-encoded",
    );
    this.#needle(
      escaped(bytes, (byte) => `\\u00${byte.toString(16).padStart(2, "0")}`),
      name,
      "JSON-escaped",
    );
    for (const offset of [0, 1, 2]) {
      // What stands before and after it decides the first and the last characters.
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString("base64")
        .replace(/=+$/, "");
      const inner = encoded.slice(offset === 0 ? 0 : offset + 1, (bytes.length + offset) % 3 === 0 ? undefined : -1);
      this.#needle(inner, name, "in base64");
      this.#needle(inner.replaceAll("+", "-").replaceAll("/", "_"), name, "in base64");
    }
  }

  #needle(text, name, spelling) {
    const needle = Buffer.from(text);
    const head = needle.readInt32LE();
    const needles = this.#needles.get(head) ?? [];
    if (needles.some((other) => other.needle.equals(needle))) return;
    this.#needles.set(head, [...needles, { needle, name, spelling }]);
  }
}

const escaped = (bytes, escape) => Array.from(bytes, escape).join("");

/** Parts of a text, so close to each other that each longer part holds one of them. */
function windows(text, length, stride) {
  const parts = [];
  for (let at = 0; at + length <= text.length; at += stride) parts.push(text.slice(at, at + length));
  return parts;
}
