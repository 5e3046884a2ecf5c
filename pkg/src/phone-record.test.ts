import { expect, test } from "vitest";
import { requireCore } from "./loading.js";
import { readPhoneRecord } from "./phone-record.js";
import { VALID_PHONE, writeRecord } from "./testing/phone-record.js";
import { loadStub, trap } from "./testing/stub-module.js";

test("a usual number has all fields but an issue and an extension, and is frozen", async () => {
  await loadStub({ recordAddress: () => 64 });
  const core = requireCore();
  const phone = readPhoneRecord(core, writeRecord(core, 64, VALID_PHONE));
  expect(phone).toStrictEqual({
    countryCode: "+86",
    nationalNumber: "18812345678",
    e164: "+8618812345678",
    region: "CN",
    type: "mobile",
    isPossible: true,
    isValid: true,
    nationalFormat: "188 1234 5678",
    internationalFormat: "+86 188 1234 5678",
  });
  expect(Object.isFrozen(phone)).toBe(true);
});

test("an extension is a field, and belongs to no format", async () => {
  await loadStub({ recordAddress: () => 64 });
  const core = requireCore();
  const phone = readPhoneRecord(core, writeRecord(core, 64, { ...VALID_PHONE, extension: "123" }));
  expect(phone).toMatchObject({ extension: "123", isValid: true, e164: "+8618812345678" });
  expect("issue" in phone).toBe(false);
  expect(Object.isFrozen(phone)).toBe(true);
});

test("a number with an issue is not valid, and without a region has none", async () => {
  await loadStub({ recordAddress: () => 64 });
  const core = requireCore();
  const record = { countryCode: "+86", nationalNumber: "1", type: "unknown", issue: "too-short", nationalFormat: "1" };
  expect(readPhoneRecord(core, writeRecord(core, 64, record))).toStrictEqual({
    countryCode: "+86",
    nationalNumber: "1",
    e164: "+861",
    type: "unknown",
    isPossible: false,
    isValid: false,
    issue: "too-short",
    nationalFormat: "1",
    internationalFormat: "",
  });
});

test("the record is read again after the module's memory has grown", async () => {
  await loadStub({ recordAddress: () => 64 });
  const core = requireCore();
  readPhoneRecord(core, writeRecord(core, 64, VALID_PHONE));
  core.memory.grow(1);
  const other = { ...VALID_PHONE, nationalNumber: "13900000000" };
  expect(readPhoneRecord(core, writeRecord(core, 64, other)).e164).toBe("+8613900000000");
});

test("the record of another instance is read where that instance has it", async () => {
  await loadStub({ recordAddress: () => 64 });
  const first = requireCore();
  readPhoneRecord(first, writeRecord(first, 64, VALID_PHONE));
  trap();
  await loadStub({ recordAddress: () => 128 });
  const second = requireCore();
  expect(second).not.toBe(first);
  const other = { ...VALID_PHONE, nationalNumber: "13900000000" };
  expect(readPhoneRecord(second, writeRecord(second, 128, other)).e164).toBe("+8613900000000");
});
