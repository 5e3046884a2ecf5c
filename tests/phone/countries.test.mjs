// The list of countries, as a form shows it.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { readPattern, sample } from "./patterns.mjs";
import { createRandom } from "./random.mjs";
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

/** Whether any mobile number is told to be of the region: not where a greater neighbour has the same numbers. */
function hasNumbersOfItsOwn({ region, callingCode, types }) {
  const random = createRandom(1);
  const pattern = readPattern(types.get("mobile").pattern);
  const numbers = Array.from({ length: 500 }, () => `+${callingCode}${sample(pattern, random)}`);
  return numbers.some((number) => reference.judge(number).region === region);
}

test("an example is a valid number that receives short messages, of the region or of one that it shares its code with", () => {
  const places = new Map(reference.places.map((place) => [place.region, place]));
  for (const { region, countryCode, exampleMobile } of countries("en")) {
    const place = places.get(region);
    assert.equal(exampleMobile !== undefined, place.types.has("mobile"), region);
    if (exampleMobile === undefined) continue;
    assert.match(exampleMobile, /^\d+$/);
    for (const input of [
      { region, number: exampleMobile },
      { countryCode, number: exampleMobile },
    ]) {
      const number = parsePhone(input);
      const about = `${region} ${exampleMobile} ${number.region} ${number.type}`;
      assert.ok(number.isValid, about);
      assert.equal(number.nationalNumber, exampleMobile, about);
      assert.ok(["mobile", "fixed-line-or-mobile"].includes(number.type), about);
      assert.equal(number.region === region || !hasNumbersOfItsOwn(place), true, about);
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
  for (const locale of ["", "not a locale", "e", null]) {
    assert.throws(() => countries(locale), { code: "ERR_INVALID_ARGUMENT" }, String(locale));
  }
});
