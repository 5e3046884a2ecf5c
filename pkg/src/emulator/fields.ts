import { FAILURES, fieldMalformed, fieldMissing, phoneMalformed, Refusal } from "./failures.js";
import { isCountryCode, isWellFormed, type Phone } from "./phones.js";
import { DEFAULT_COUNTRY_CODE } from "./rules.js";
import { isSmsChannel, type SmsChannel } from "./sms-channels.js";
import { TEXTS } from "./texts.js";

/** Parses a JSON body. Returns undefined unless the header declares JSON: browsers send other content types without a preflight. */
export function parseJson(contentType: string | null, text: string): { value: unknown } | undefined {
  if (!/^application\/json\s*(?:;|$)/i.test(contentType ?? "")) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads the fields of a request body. Each method throws a `Refusal` that names the missing or malformed field. */
export class Fields {
  readonly #values: Record<string, unknown>;
  readonly #path: string;

  private constructor(values: Record<string, unknown>, path: string) {
    this.#values = values;
    this.#path = path;
  }

  static ofBody(contentType: string | null, text: string): Fields {
    const body = parseJson(contentType, text);
    if (body === undefined) throw new Refusal(FAILURES.bodyNotJson);
    if (!isRecord(body.value)) throw new Refusal(fieldMalformed("body", TEXTS.anObject));
    return new Fields(body.value, "");
  }

  /** The field's full name for messages: `phonePassCodePayload.newPhoneNumber`. */
  #nameOf(field: string): string {
    return this.#path + field;
  }

  object(field: string): Fields {
    const value = this.#values[field] ?? undefined;
    if (value === undefined) throw new Refusal(fieldMissing(this.#nameOf(field)));
    if (!isRecord(value)) throw new Refusal(fieldMalformed(this.#nameOf(field), TEXTS.anObject));
    return new Fields(value, `${this.#nameOf(field)}.`);
  }

  string(field: string): string {
    const value = this.optionalString(field);
    if (value === undefined) throw new Refusal(fieldMissing(this.#nameOf(field)));
    return value;
  }

  /** `null` and the empty string count as absent. */
  optionalString(field: string): string | undefined {
    const value = this.#values[field] ?? "";
    if (typeof value !== "string") throw new Refusal(fieldMalformed(this.#nameOf(field), TEXTS.aString));
    return value === "" ? undefined : value;
  }

  phone(numberField: string, countryCodeField: string): Phone {
    const number = this.string(numberField);
    const countryCode = this.optionalString(countryCodeField) ?? DEFAULT_COUNTRY_CODE;
    if (!isCountryCode(countryCode)) {
      throw new Refusal(fieldMalformed(this.#nameOf(countryCodeField), TEXTS.aCountryCode));
    }
    const phone = { countryCode, number };
    if (!isWellFormed(phone)) throw new Refusal(phoneMalformed(this.#nameOf(numberField)));
    return phone;
  }

  smsChannel(field: string): SmsChannel {
    const channel = this.string(field);
    if (!isSmsChannel(channel)) throw new Refusal(fieldMalformed(this.#nameOf(field), TEXTS.aChannel));
    return channel;
  }
}
