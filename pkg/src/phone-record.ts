// A number as the module writes it in its memory: see the crate's `bindings/record.rs`.
import type { Core } from "./loading.js";
import { TextDecoder } from "./text-coding.js";
import type { PhoneIssue, PhoneNumber, PhoneNumberType } from "./types.js";

/** How many fields the record of a number has, which the module writes in its memory: a byte each for their lengths, then the fields. */
const FIELDS = 9;
const RECORD_SIZE = 512;
const decoder = new TextDecoder();
let record = new Uint8Array();
let recordOwner: Core | undefined;
/** The part of the record after the lengths, by the record's length: making one for each number takes a twentieth of the call. */
let texts: Uint8Array[] = [];

/** The fields of the record, one after the other. */
function textOf(core: Core, length: number): string {
  // Memory that has grown leaves those who look at it with nothing.
  if (record.length === 0 || recordOwner !== core) {
    record = new Uint8Array(core.memory.buffer, core.recordAddress(), RECORD_SIZE);
    recordOwner = core;
    texts = [];
  }
  return decoder.decode((texts[length] ??= record.subarray(FIELDS, length)));
}

/** The number that the module has written in its record, of which the length is known. */
export function recordedPhone(core: Core, length: number): PhoneNumber {
  const text = textOf(core, length);
  // Where each field ends, one after the other: a function that keeps count takes longer.
  const countryCodeEnd = record[0] as number;
  const nationalNumberEnd = countryCodeEnd + (record[1] as number);
  const extensionEnd = nationalNumberEnd + (record[2] as number);
  const regionEnd = extensionEnd + (record[3] as number);
  const typeEnd = regionEnd + (record[4] as number);
  const issueEnd = typeEnd + (record[5] as number);
  const isPossibleEnd = issueEnd + (record[6] as number);
  const nationalFormatEnd = isPossibleEnd + (record[7] as number);
  const countryCode = text.slice(0, countryCodeEnd);
  const nationalNumber = text.slice(countryCodeEnd, nationalNumberEnd);
  const e164 = text.slice(0, nationalNumberEnd);
  const extension = text.slice(nationalNumberEnd, extensionEnd);
  const region = text.slice(extensionEnd, regionEnd);
  const type = text.slice(regionEnd, typeEnd) as PhoneNumberType;
  const issue = text.slice(typeEnd, issueEnd) as PhoneIssue | "";
  const isPossible = isPossibleEnd !== issueEnd;
  const nationalFormat = text.slice(isPossibleEnd, nationalFormatEnd);
  const internationalFormat = text.slice(nationalFormatEnd);
  // Nearly all numbers: one literal is several times faster than one property after the other.
  if (region && !issue && !extension) {
    return Object.freeze({
      countryCode,
      nationalNumber,
      e164,
      region,
      type,
      isPossible,
      isValid: true,
      nationalFormat,
      internationalFormat,
    });
  }
  const phone: { -readonly [Name in keyof PhoneNumber]?: PhoneNumber[Name] } = { countryCode, nationalNumber, e164 };
  if (extension) phone.extension = extension;
  if (region) phone.region = region;
  phone.type = type;
  phone.isPossible = isPossible;
  phone.isValid = issue === "";
  if (issue) phone.issue = issue;
  phone.nationalFormat = nationalFormat;
  phone.internationalFormat = internationalFormat;
  return Object.freeze(phone as PhoneNumber);
}
