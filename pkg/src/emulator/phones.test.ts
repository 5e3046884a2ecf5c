import { expect, test } from "vitest";
import { isCountryCode, isWellFormed } from "./phones.js";

test("a country code is a plus and one to three digits, the first of them not 0", () => {
  for (const code of ["+1", "+86", "+852"]) expect(isCountryCode(code), code).toBe(true);
  for (const code of ["", "86", "+", "+0", "+1234", "+8a", "00852"]) expect(isCountryCode(code), code).toBe(false);
});

test("in mainland China a number has 11 digits and begins with 1", () => {
  expect(isWellFormed({ countryCode: "+86", number: "13912345678" })).toBe(true);
  for (const number of ["1391234567", "139123456789", "23912345678", "139 1234 567"]) {
    expect(isWellFormed({ countryCode: "+86", number }), number).toBe(false);
  }
});

test("elsewhere a number has at least 4 digits, and at most 15 with its country code", () => {
  for (const number of ["1234", "12345678901234"])
    expect(isWellFormed({ countryCode: "+1", number }), number).toBe(true);
  for (const number of ["123", "123456789012345", "12-34"]) {
    expect(isWellFormed({ countryCode: "+1", number }), number).toBe(false);
  }
});
