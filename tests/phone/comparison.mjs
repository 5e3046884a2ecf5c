// Holds the package against the reference, field by field, and tells where they disagree.
import { otherDigit, withoutOtherDigits } from "./digits.mjs";
import { FIELDS } from "./reference.mjs";

/**
 * Where Google's JavaScript is not the measure, because Google's Java, which it was translated from, says something else.
 * Each is a property of the input or of the reference's own answer.
 */
export const EXEMPTIONS = {
  "digits lost in a double": {
    // PhoneNumber.nationalNumber is a long in Java and a double in JavaScript, which holds 15 digits and some of 16. The
    // digits are then compared as far as the double has them, everything else as ever.
    applies: (expected) => expected.hasLostDigits === true,
  },
  "digits of other scripts": {
    // Java matches \p{Nd} and reads it with Character.digit; JavaScript lists ASCII, full-width, Arabic and Persian
    // digits. The input is held against what the reference says of the same text in ASCII digits.
    applies: (text) => [...text].some((c) => otherDigit(c) !== undefined),
  },
  "a full-width plus sign, typed": {
    // AsYouTypeFormatter.normalizeAndAccrueDigitsAndPlusSign takes it for a digit: Java then formats a NUL character
    // and JavaScript the word "undefined".
    applies: (text) => text.startsWith("\uff0b"),
  },
  "digits lost while they are typed": {
    // AsYouTypeFormatter.ableToExtractLongerNdd takes the second of two national prefixes for the first, and what was
    // between them is shown no more: 0377715264615333727 in Argentina becomes "0264615 333 727".
    applies: (shown, typed) => digits(shown).length < digits(typed).length,
  },
};

const digits = (text) => text.replace(/[^0-9]/g, "");
const inputTexts = (input) => (typeof input === "string" ? [input] : Object.values(input));
const overInput = (input, change) =>
  typeof input === "string"
    ? change(input)
    : Object.fromEntries(Object.entries(input).map(([name, text]) => [name, change(text)]));

/** The same text, but for the digits of the national number, which the reference has as a double holds them. */
function sameButForDouble(expected, actual, nationalNumber) {
  const rounded = /^0*/.exec(nationalNumber)[0] + Number(nationalNumber);
  const shape = (text) => text.replace(/\d/g, "0");
  return shape(expected) === shape(actual) && digits(expected) === digits(actual).replace(nationalNumber, rounded);
}

const DIGITS_OF_NUMBER = new Set(["nationalNumber", "e164", "nationalFormat", "internationalFormat"]);

export function createComparison(reference, { seed }) {
  const fields = new Map();
  const exempt = new Map(Object.keys(EXEMPTIONS).map((name) => [name, 0]));
  const examples = [];

  function note(field, agrees, example) {
    const counts = fields.get(field) ?? { compared: 0, disagree: 0 };
    fields.set(field, counts);
    counts.compared += 1;
    if (agrees) return;
    counts.disagree += 1;
    // The first of each field, so that one mistake does not hide another.
    if (counts.disagree <= 2 && examples.length < 10) examples.push({ seed, field, ...example() });
  }

  function isExempt(name, ...subject) {
    if (!EXEMPTIONS[name].applies(...subject)) return false;
    exempt.set(name, exempt.get(name) + 1);
    return true;
  }

  /** Compares one verdict in every field. `judge` is called as `parsePhone` is. */
  function verdict({ kind, input, defaultRegion }, judge) {
    let actual;
    try {
      actual = judge(input, defaultRegion === undefined ? undefined : { defaultRegion });
    } catch (error) {
      note("does not throw", false, () => ({ kind, input, defaultRegion, actual: String(error) }));
      return undefined;
    }
    note("does not throw", true);
    const isTranslated = inputTexts(input).some((text) => isExempt("digits of other scripts", text));
    const expected = reference.judge(isTranslated ? overInput(input, withoutOtherDigits) : input, defaultRegion);
    const isRounded = isExempt("digits lost in a double", expected);
    for (const field of FIELDS) {
      const said = expected[field];
      const saidHere =
        isTranslated && typeof actual[field] === "string" ? withoutOtherDigits(actual[field]) : actual[field];
      const agrees =
        isRounded && DIGITS_OF_NUMBER.has(field)
          ? sameButForDouble(said, saidHere, actual.nationalNumber)
          : said === saidHere;
      note(field, agrees, () => ({ kind, input, defaultRegion, expected: said, actual: saidHere }));
    }
    return actual;
  }

  /** Compares what stands in the field after each character that is typed. `format` is called as `formatAsYouType` is. */
  function typing({ kind, text, options }, format) {
    if (isExempt("a full-width plus sign, typed", text)) return;
    const { steps } = reference.type(text, options);
    let typed = "";
    for (const [i, character] of [...text].entries()) {
      typed += character;
      const sofar = typed;
      if (isExempt("digits lost while they are typed", steps[i], sofar)) continue;
      let actual;
      try {
        actual = format(sofar, options).text;
      } catch (error) {
        actual = String(error);
      }
      note("as you type", actual === steps[i], () => ({ kind, text: sofar, options, expected: steps[i], actual }));
    }
  }

  const disagreements = () => [...fields.values()].reduce((sum, { disagree }) => sum + disagree, 0);

  function table() {
    const lines = [...fields].map(
      ([field, { compared, disagree }]) =>
        `${field.padEnd(20)} ${String(disagree).padStart(7)} of ${compared} disagree`,
    );
    for (const [name, count] of exempt) lines.push(`${name.padEnd(32)} ${String(count).padStart(7)} exempt`);
    return lines.join("\n");
  }

  /** Fails with the seed and at most ten examples when anything disagreed. */
  function assertAgreement() {
    const count = disagreements();
    if (count === 0) return;
    const shown = examples.map((example) => JSON.stringify(example)).join("\n");
    throw new Error(`${count} disagreements with ${reference.name}, seed ${seed}:\n${shown}`);
  }

  return { verdict, typing, note, table, disagreements, assertAgreement };
}
