// The verdicts of the packed package against those of Google's libphonenumber.
//
//   UPDATE_PHONE_TEST_SEED=N    the seed of the fresh numbers; default: from the clock
//   UPDATE_PHONE_TEST_COUNT=N   how many of them; default: 100,000
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { createComparison } from "./comparison.mjs";
import { createNumbers } from "./numbers.mjs";
import { createReference } from "./reference.mjs";

const { formatAsYouType, init, isValidPhone, parsePhone } = updatePhonePackage;
const reference = createReference();

const FIXED_SEED = 20260929;
const freshSeed = Number(process.env.UPDATE_PHONE_TEST_SEED ?? Date.now() % 2 ** 32);
const count = Number(process.env.UPDATE_PHONE_TEST_COUNT ?? 100_000);

before(() => init());

/** Verdicts in every field, and that the quick verdict is the same as the long one. */
function compareVerdict(comparison, number) {
  const actual = comparison.verdict(number, parsePhone);
  const { input, defaultRegion } = number;
  const quick = isValidPhone(input, { defaultRegion });
  comparison.note("isValidPhone", quick === actual?.isValid, () => ({ ...number, actual: quick }));
}

test("the examples and every branch of every pattern are judged and formatted as the reference does", () => {
  const comparison = createComparison(reference, { seed: FIXED_SEED });
  const numbers = createNumbers(reference, FIXED_SEED);
  const seen = new Set();
  for (const number of numbers.everywhere()) {
    compareVerdict(comparison, number);
    seen.add(reference.judge(number.input, number.defaultRegion).countryCode);
    seen.add((number.input.region ?? number.defaultRegion)?.toUpperCase());
  }
  for (let i = 0; i < 3_000; i += 1) comparison.typing(numbers.typed(), formatAsYouType);
  console.log(`${reference.name}, seed ${FIXED_SEED}\n${comparison.table()}`);
  comparison.assertAgreement();
  assert.deepEqual(
    [...reference.regions, ...reference.callingCodes.map((code) => `+${code}`)].filter((one) => !seen.has(one)),
    [],
    "regions and calling codes of which no number was judged",
  );
});

test(`${count} fresh numbers of all kinds are judged and formatted as the reference does`, () => {
  const comparison = createComparison(reference, { seed: freshSeed });
  const numbers = createNumbers(reference, freshSeed);
  for (let i = 0; i < count; i += 1) {
    compareVerdict(comparison, numbers.next());
    if (i % 20 === 0) comparison.typing(numbers.typed(), formatAsYouType);
  }
  console.log(`${reference.name}, seed ${freshSeed}, ${count} numbers\n${comparison.table()}`);
  comparison.assertAgreement();
});
