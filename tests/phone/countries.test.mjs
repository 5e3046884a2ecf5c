// The list of countries, as a form shows it.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { createReference } from "./reference.mjs";

const { countries, init, parsePhone } = updatePhonePackage;
const reference = createReference();

before(() => init());

const LOCALES = ["en-US", "zh-CN", "zh-TW", "ja-JP", "de", "sv", "ar", "ru", "ko"];

test("every region with a calling code is listed once, and nothing else", () => {
  const listed = countries("en").map(({ region, countryCode }) => `${region} ${countryCode}`);
  const known = reference.places
    .filter(({ isGeographic }) => isGeographic)
    .map(({ region, callingCode }) => `${region} +${callingCode}`);
  assert.deepEqual(listed.toSorted(), known.toSorted());
});

for (const locale of LOCALES) {
  test(`countries are named and ordered as ${locale} does`, () => {
    const names = new Intl.DisplayNames(locale, { type: "region" });
    const { compare } = new Intl.Collator(locale);
    const list = countries(locale);
    for (const { region, name } of list) assert.equal(name, names.of(region), region);
    for (const [i, { name }] of list.entries()) {
      if (i > 0) assert.ok(compare(list[i - 1].name, name) <= 0, `${list[i - 1].name} before ${name}`);
    }
  });
}

test("without a locale the names are in that of the runtime", () => {
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  assert.deepEqual(countries(), countries(locale));
});

test("an example is a valid number of its region that receives short messages", () => {
  const mobile = new Map(reference.places.map(({ region, types }) => [region, types.has("mobile")]));
  for (const { region, countryCode, exampleMobile } of countries("en")) {
    assert.equal(exampleMobile !== undefined, mobile.get(region), region);
    if (exampleMobile === undefined) continue;
    for (const input of [
      { region, number: exampleMobile },
      { countryCode, number: exampleMobile },
    ]) {
      const number = parsePhone(input);
      assert.ok(number.isValid, `${region} ${exampleMobile}`);
      assert.equal(number.region, region, exampleMobile);
      assert.ok(["mobile", "fixed-line-or-mobile"].includes(number.type), `${region} ${exampleMobile} ${number.type}`);
    }
  }
});

test("the list cannot be changed by one who has it", () => {
  const list = countries("en");
  const before = structuredClone(list);
  for (const change of [() => list.push(list[0]), () => list.reverse(), () => Object.assign(list[0], { name: "" })]) {
    try {
      change();
    } catch {
      // Frozen things say so in strict mode.
    }
  }
  assert.deepEqual(countries("en"), before);
});

test("a locale that is none is refused", () => {
  for (const locale of ["", "not a locale", "e", 7, {}, null]) {
    assert.throws(() => countries(locale), { code: "ERR_INVALID_ARGUMENT" }, String(locale));
  }
});
