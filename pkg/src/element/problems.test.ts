import { expect, test } from "vitest";
import type { FlowSnapshot, PhoneNumber } from "../types.js";
import { type Action, codeProblem, isShownAt, phoneProblem, problemOf } from "./problems.js";
import texts from "./texts/en-US.js";

const phone = (changes: object = {}): PhoneNumber =>
  ({ e164: "+8613912345678", isPossible: true, isValid: true, ...changes }) as PhoneNumber;
const snapshot = (changes: object = {}): FlowSnapshot =>
  ({
    newCode: "",
    oldCode: "",
    isOldPhoneRequired: false,
    can: { useUnusualNumber: false },
    ...changes,
  }) as FlowSnapshot;
const placeOf = (error: object, changes: object = {}, action?: Action): string | undefined =>
  problemOf(snapshot({ error: { message: "It failed.", ...error }, ...changes }), action, false, texts)?.place;

test.each([
  ["phoneTooShort", { issue: "too-short" }],
  ["phoneTooShort", { issue: "local-only" }],
  ["phoneTooLong", { issue: "too-long" }],
  ["phoneInvalid", { isPossible: false }],
] as const)("%s is the problem of a number with %j", (text, changes) => {
  expect(phoneProblem("new", snapshot({ newPhone: phone(changes) }), undefined, texts)).toEqual({
    place: "new-phone",
    text: texts[text],
    isFault: true,
  });
});

test("a number must be there, and must differ from the other one", () => {
  expect(phoneProblem("old", snapshot(), undefined, texts)?.text).toBe(texts.phoneMissing);
  expect(phoneProblem("new", snapshot({ newPhone: phone() }), phone(), texts)?.text).toBe(texts.phoneSame);
  expect(phoneProblem("new", snapshot({ newPhone: phone() }), undefined, texts)).toBeUndefined();
});

test("an unusual new number can be used anyway", () => {
  const can = { useUnusualNumber: true };
  const unusual = snapshot({ newPhone: phone({ isValid: false }), can });
  expect(phoneProblem("new", unusual, undefined, texts)).toMatchObject({ text: texts.unusual, canInsist: true });
  const fixedLine = snapshot({ newPhone: phone(), can });
  expect(phoneProblem("new", fixedLine, undefined, texts)?.text).toBe(texts.phoneNotMobile);
});

test("a code is missing, too short, or right", () => {
  expect(codeProblem("new", snapshot(), texts)?.text).toBe(texts.codeMissing);
  expect(codeProblem("old", snapshot({ oldCode: "123" }), texts)?.text).toBe(texts.codeInvalid);
  expect(codeProblem("new", snapshot({ newCode: "1234" }), texts)).toBeUndefined();
});

test("an error is shown at the field that it names, else by its code and the last action", () => {
  const send: Action = { name: "send", side: "old" };
  expect(placeOf({ code: "ERR_PASS_CODE_INVALID", field: "newPhonePassCode" })).toBe("new-code");
  expect(placeOf({ code: "ERR_PHONE", field: "oldPhoneNumber" })).toBe("old-phone");
  expect(placeOf({ code: "ERR_PASS_CODE_INVALID" })).toBe("new-code");
  expect(placeOf({ code: "ERR_PASS_CODE_INVALID" }, { isOldPhoneRequired: true })).toBe("codes");
  expect(placeOf({ code: "ERR_COOLDOWN", recovery: "wait" }, {}, send)).toBe("old-phone");
  expect(placeOf({ code: "ERR_NETWORK", recovery: "retry" })).toBe("button");
});

test("the service's own message and request id are details, unless they repeat the text", () => {
  const error = { code: "ERR_NETWORK", message: "It failed.", serverMessage: "Busy", requestId: "r1" };
  expect(problemOf(snapshot({ error }), undefined, false, texts)?.details).toBe("Busy · r1");
  const same = { ...error, serverMessage: "It failed." };
  expect(problemOf(snapshot({ error: same }), undefined, false, texts)).not.toHaveProperty("details");
});

test("an error that reveals the step of the old number is a hint there", () => {
  const error = { code: "ERR_OLD_PHONE_REQUIRED", message: "It failed." };
  expect(problemOf(snapshot({ error }), undefined, true, texts)).toMatchObject({
    place: "old-phone",
    text: texts.oldPhoneHelp,
    isFault: false,
    isHint: true,
  });
});

test("a problem of both codes is shown at each of them", () => {
  const both = { place: "codes", text: "", isFault: true } as const;
  expect([isShownAt(both, "new-code"), isShownAt(both, "old-code"), isShownAt(both, "new-phone")]).toEqual([
    true,
    true,
    false,
  ]);
});
