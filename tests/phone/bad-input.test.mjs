// What no caller should hand over and some will.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const { formatAsYouType, init, isUpdatePhoneError, isValidPhone, parsePhone } = updatePhonePackage;

before(() => init());

/** Still there and still right, whatever came before. */
function assertUnharmed() {
  assert.equal(parsePhone({ countryCode: "+86", number: "188 1234 5678" }).e164, "+8618812345678");
  assert.equal(formatAsYouType("6502530000", { defaultRegion: "US" }).text, "(650) 253-0000");
}

const failing = new Error("a getter that throws");
const throwing = (name) =>
  Object.defineProperty({ countryCode: "+86", number: "18812345678" }, name, {
    get() {
      throw failing;
    },
  });

/** Not one of the three forms. */
const NO_INPUT = {
  nothing: undefined,
  null: null,
  "a number": 8618812345678,
  "a big number": 8618812345678n,
  "a boolean": true,
  "a symbol": Symbol("phone"),
  "a function": () => "+8618812345678",
  "an array": ["+86", "18812345678"],
  "an empty object": {},
  "a String object": Object("+8618812345678"),
  "a date": new Date(0),
  "no number": { countryCode: "+86" },
  "no code": { number: "18812345678" },
  "a number that is a number": { countryCode: "+86", number: 18812345678 },
  "a code that is a number": { countryCode: 86, number: "18812345678" },
  "a region that is a number": { region: 86, number: "18812345678" },
  "a number that is null": { region: "CN", number: null },
  "a map": new Map([["number", "18812345678"]]),
};

test("what is no phone input is refused and named, by every function that takes one", () => {
  for (const [name, input] of Object.entries(NO_INPUT)) {
    for (const judge of [parsePhone, isValidPhone]) {
      assert.throws(() => judge(input), { name: "UpdatePhoneError", code: "ERR_INVALID_ARGUMENT" }, name);
    }
  }
  for (const text of [undefined, null, 7, {}, Symbol("text"), ["1"]]) {
    assert.throws(() => formatAsYouType(text), { code: "ERR_INVALID_ARGUMENT" }, String(text));
  }
  assertUnharmed();
});

test("an option that is none is refused", () => {
  for (const defaultRegion of [7, null, {}, ["CN"], Symbol("CN")]) {
    assert.throws(() => parsePhone("1", { defaultRegion }), { code: "ERR_INVALID_ARGUMENT" });
    assert.throws(() => isValidPhone("1", { defaultRegion }), { code: "ERR_INVALID_ARGUMENT" });
    assert.throws(() => formatAsYouType("1", { defaultRegion }), { code: "ERR_INVALID_ARGUMENT" });
    assert.throws(() => formatAsYouType("1", { countryCode: defaultRegion }), { code: "ERR_INVALID_ARGUMENT" });
  }
  for (const caret of ["1", {}, Symbol("1"), 1n]) {
    assert.throws(() => formatAsYouType("1", { caret }), { code: "ERR_INVALID_ARGUMENT" }, String(caret));
  }
  for (const caret of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 40, -0]) {
    let got;
    try {
      got = formatAsYouType("650253", { defaultRegion: "US", caret });
    } catch (error) {
      assert.equal(error.code, "ERR_INVALID_ARGUMENT", String(caret));
      continue;
    }
    assert.ok(Number.isInteger(got.caret) && got.caret >= 0 && got.caret <= got.text.length, String(caret));
  }
  assertUnharmed();
});

test("what a getter throws is the cause of the package's error, and does no harm", () => {
  for (const name of ["countryCode", "number", "region"]) {
    const throws = (call) =>
      assert.throws(call, (error) => isUpdatePhoneError(error) && (error.cause === failing || error === failing), name);
    throws(() => parsePhone(throwing(name)));
    throws(() => isValidPhone(throwing(name)));
  }
  const options = {
    get defaultRegion() {
      throw failing;
    },
  };
  assert.throws(() => parsePhone("1", options), isUpdatePhoneError);
  assert.throws(() => isValidPhone("1", options), isUpdatePhoneError);
  assert.throws(() => formatAsYouType("1", options), isUpdatePhoneError);
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  assert.throws(() => parsePhone(revoked.proxy), isUpdatePhoneError);
  assertUnharmed();
});

test("a getter may call the package itself", () => {
  const input = {
    get countryCode() {
      return parsePhone("+86 188 1234 5678").countryCode;
    },
    get number() {
      return formatAsYouType("18812345678", { defaultRegion: "CN" }).text;
    },
  };
  assert.equal(parsePhone(input).e164, "+8618812345678");
});

test("half a character, and what cannot be printed, is no number", () => {
  for (const text of ["\ud800", "650253\udc000000", "\0\0\0", "\u202e", "6502\ufffd530000", "\ud83d\u0000"]) {
    assert.equal(parsePhone(text, { defaultRegion: "US" }).isValid, false, JSON.stringify(text));
    assert.equal(typeof formatAsYouType(text, { defaultRegion: "US" }).text, "string");
  }
});

test("more than 250 characters are too long, whatever they are", () => {
  for (const [text, issue] of [
    [" ".repeat(251), "too-long"],
    ["\u{1f4de}".repeat(126), "too-long"],
    ["1".repeat(251), "too-long"],
    ["a".repeat(251), "too-long"],
    [`+86 188 1234 5678${" ".repeat(250)}`, "too-long"],
    [" ".repeat(250), "empty"],
    ["a".repeat(250), "not-a-number"],
    ["1".repeat(250), "too-long"],
    ["-".repeat(239) + "18812345678", undefined],
    ["-".repeat(240) + "18812345678", "too-long"],
  ]) {
    for (const number of [
      parsePhone(text, { defaultRegion: "CN" }),
      parsePhone({ countryCode: "+86", number: text }),
    ]) {
      assert.equal(number.issue, issue, `${text.length} characters, ${JSON.stringify(text.slice(0, 3))}…`);
    }
  }
});

/** The least of several times, in milliseconds: what the work takes when nothing else is in its way. */
function least(work) {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i += 1) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const MEGA = 2 ** 20;
/** Beginning with so little that work which is not linear is seen before it takes minutes. */
const SIZES = [MEGA / 128, MEGA / 16, MEGA / 2, 2 * MEGA];
const KINDS_OF_LONG = {
  digits: "1",
  "plus signs": "+",
  punctuation: "-",
  letters: "a",
  "separators and x": " x",
  "extension labels": "1 ext. ",
  commas: ",,",
  "RFC 3966 parameters": ";ext=1",
  contexts: ";phone-context=",
  "full-width digits": "１",
  "pairs of surrogates": "𝟏",
  spaces: " ",
};

for (const [name, unit] of Object.entries(KINDS_OF_LONG)) {
  test(`megabytes of ${name} are answered in time linear in their length`, () => {
    const text = (size) => `+1650${unit.repeat(size / unit.length)}`;
    const texts = SIZES.map(text);
    const tenMegas = text(10 * MEGA);
    for (const [what, judge] of [
      ["parsePhone", (text) => assert.equal(parsePhone(text).issue, "too-long")],
      ["isValidPhone", (text) => assert.equal(isValidPhone({ countryCode: "+1", number: text }), false)],
      ["a country code", (text) => assert.equal(isValidPhone({ countryCode: text, number: "1" }), false)],
      ["a region", (text) => assert.equal(isValidPhone({ region: text, number: "1" }), false)],
      ["formatAsYouType", (text) => formatAsYouType(text, { defaultRegion: "US" })],
      [
        "formatAsYouType, caret",
        (text) => formatAsYouType(text, { defaultRegion: "US", caret: Math.floor(text.length / 2) }),
      ],
    ]) {
      const first = least(() => judge(texts[0]));
      for (const [i, text] of texts.entries()) {
        const time = least(() => judge(text));
        // Work that is linear grows as the length; what is quadratic, as its square. Between the two there is room for
        // memory that is slower when there is more of it, and for a busy machine.
        const most = first * (SIZES[i] / SIZES[0]) ** 1.5 + 20;
        assert.ok(
          time < most,
          `${what}: ${first.toFixed(1)} ms for ${SIZES[0]} characters, ${time.toFixed(1)} ms for ${SIZES[i]}`,
        );
      }
      judge(tenMegas);
    }
    assertUnharmed();
  });
}
