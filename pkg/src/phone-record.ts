// Reads a number from the record in the module's memory. `bindings/record.rs` of the crate writes it.
import type { Core } from "./loading.js";
import { TextDecoder } from "./text-coding.js";
import type { PhoneIssue, PhoneNumber, PhoneNumberType } from "./types.js";

/** The record has a byte for the length of each field, then the fields one after the other, in UTF-8. */
const FIELD_COUNT = 9;
const RECORD_SIZE = 512;
const decoder = new TextDecoder();
let record = new Uint8Array();
let recordOwner: Core | undefined;
/** Views of the fields, by the record's length. Creating one for each number would take a twentieth of the call. */
let fieldViews: Uint8Array[] = [];

/** Returns the fields of the record, one after the other. */
function readFields(core: Core, length: number): string {
  // When the module's memory grows, views of it become empty.
  if (record.length === 0 || recordOwner !== core) {
    record = new Uint8Array(core.memory.buffer, core.recordAddress(), RECORD_SIZE);
    recordOwner = core;
    fieldViews = [];
  }
  return decoder.decode((fieldViews[length] ??= record.subarray(FIELD_COUNT, length)));
}

/** Returns the number that the module wrote last. `length`: of the whole record, in bytes. */
export function readPhoneRecord(core: Core, length: number): PhoneNumber {
  const text = readFields(core, length);
  // Written out, since a function that counts takes longer.
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
  // Nearly all numbers are like this, and one literal is several times faster than adding properties.
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
