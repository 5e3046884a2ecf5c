import type { Core } from "../loading.js";

/** The fields of a record, in its order. A possible number has any text in `possible`. */
const FIELDS = [
  "countryCode",
  "nationalNumber",
  "extension",
  "region",
  "type",
  "issue",
  "possible",
  "nationalFormat",
  "internationalFormat",
] as const;

type RecordFields = Partial<Record<(typeof FIELDS)[number], string>>;

export const VALID_PHONE: RecordFields = {
  countryCode: "+86",
  nationalNumber: "18812345678",
  region: "CN",
  type: "mobile",
  possible: "1",
  nationalFormat: "188 1234 5678",
  internationalFormat: "+86 188 1234 5678",
};

/** Writes a record as the module does, see `src/bindings/phone_verdict.rs`, and returns its length. */
export function writeRecord(core: Core, address: number, fields: RecordFields): number {
  const texts = FIELDS.map((name) => new TextEncoder().encode(fields[name] ?? ""));
  const bytes = [...texts.map(({ length }) => length), ...texts.flatMap((text) => [...text])];
  new Uint8Array(core.memory.buffer).set(bytes, address);
  return bytes.length;
}
