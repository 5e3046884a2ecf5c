// The caret: where it is put when a number is changed anywhere, not only at its end.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { createNumbers } from "./numbers.mjs";
import { createReference } from "./reference.mjs";

const { formatAsYouType, init } = updatePhonePackage;
const reference = createReference();
const SEED = 4;

before(() => init());

const keys = (text) => text.replace(/[^\d+]/g, "");
const show = (text, caret) => `${text.slice(0, caret)}|${text.slice(caret)}`;

/** Things to type that hold nothing but digits and perhaps a plus sign before them. */
function* typedDigits(count) {
  const numbers = createNumbers(reference, SEED);
  for (let made = 0; made < count;) {
    const { text, options } = numbers.typed();
    if (!/^\+?[0-9]+$/.test(text)) continue;
    made += 1;
    yield { text, options, random: numbers.random };
  }
}

test("the caret stays behind its digit, where the reference has it", () => {
  let positions = 0;
  for (const { text, options } of typedDigits(3_000)) {
    for (let caret = 0; caret <= text.length; caret += 1) {
      const got = formatAsYouType(text, { ...options, caret });
      const about = `${show(text, caret)} ${JSON.stringify(options)} -> ${show(got.text, got.caret)}`;
      const expected = reference.type(text, { ...options, caret });
      assert.equal(got.text, expected.text, about);
      assert.equal(keys(got.text.slice(0, got.caret)), text.slice(0, caret), about);
      if (expected.caret === undefined) continue;
      assert.equal(got.caret, expected.caret, about);
      positions += 1;
    }
  }
  assert.ok(positions > 20_000, `only ${positions} positions`);
});

test("a digit put in or taken out in the middle leaves the number formatted and the caret beside the change", () => {
  for (const { text, options, random } of typedDigits(3_000)) {
    let field = formatAsYouType(text, options).text;
    // As a person edits who looks at the formatted text: each change is made to what the one before has left.
    for (let changes = 0; changes < 8; changes += 1) {
      const first = field.startsWith("+") ? 1 : 0;
      const at = random.between(first, field.length);
      let [left, right] = [field.slice(0, at), field.slice(at)];
      const change = random.weighted([
        [4, "type"],
        [3, "backspace"],
        [2, "delete"],
        [1, "paste"],
        [1, "cut"],
      ]);
      if (change === "type") left += random.digits(1);
      else if (change === "paste") left += random.pick(["12 34", "-5", "(0)", "٣"]);
      else if (change === "backspace" && left.length > first) left = left.slice(0, -1);
      else if (change === "delete") right = right.slice(1);
      else if (change === "cut") right = right.slice(random.below(4));
      const edited = left + right;
      const got = formatAsYouType(edited, { ...options, caret: left.length });
      const about = `${change}: ${show(edited, left.length)} ${JSON.stringify(options)} -> ${show(got.text, got.caret)}`;
      const digits = (part) => keys(part.replaceAll("٣", "3"));
      assert.equal(digits(got.text), digits(edited), about);
      assert.equal(digits(got.text.slice(0, got.caret)), digits(left), about);
      assert.equal(got.text, reference.type(edited.replace(/[^\d+٣]/g, ""), options).text, about);
      field = got.text;
    }
  }
});

test("formatting a formatted number again changes nothing", () => {
  for (const { text, options } of typedDigits(3_000)) {
    const once = formatAsYouType(text, { ...options, caret: text.length });
    const again = formatAsYouType(once.text, { ...options, caret: once.caret });
    assert.deepEqual(again, once, `${text} ${JSON.stringify(options)}`);
  }
});

test("a caret outside the text, or within a character, is put into it", () => {
  const options = { defaultRegion: "US" };
  assert.equal(formatAsYouType("6502530000", { ...options, caret: 99 }).caret, "(650) 253-0000".length);
  assert.equal(formatAsYouType("", { ...options, caret: 3 }).caret, 0);
  const odd = "65\u{1f4de}0";
  for (let caret = 0; caret <= odd.length; caret += 1) {
    const got = formatAsYouType(odd, { ...options, caret });
    assert.equal(got.text, odd);
    assert.ok(got.caret <= odd.length && got.caret >= 0, show(got.text, got.caret));
  }
});

test("what is no number is left as it was typed, with the caret where it was", () => {
  for (const [text, caret] of [
    ["hello", 3],
    ["650 253 0000 ext. 9", 13],
    ["1-800-FLOWERS", 8],
    ["☎ 650", 2],
  ]) {
    const got = formatAsYouType(text, { defaultRegion: "US", caret });
    assert.equal(show(got.text, got.caret), show(text, caret));
  }
});

test("the region follows what was typed", () => {
  const numbers = createNumbers(reference, SEED);
  let compared = 0;
  for (let i = 0; i < 60_000; i += 1) {
    const { input } = numbers.next();
    if (typeof input !== "string" || !/^\+\d+$/.test(input)) continue;
    const verdict = reference.judge(input);
    // What a national prefix was taken off from is another number here than there.
    if (!verdict.isValid || verdict.e164 !== input) continue;
    assert.equal(formatAsYouType(input).region, verdict.region, input);
    compared += 1;
  }
  assert.ok(compared > 500, `only ${compared} numbers`);
  assert.equal(formatAsYouType("").region, undefined);
  assert.equal(formatAsYouType("+").region, undefined);
});
