import { expect, test } from "vitest";
import type { FlowSnapshot } from "../types.js";
import { announcementOf } from "./announcer.js";
import english from "./texts/en-US.js";

const phone = (e164: string, internationalFormat = e164) => ({ e164, internationalFormat }) as FlowSnapshot["newPhone"];
const NEW = phone("+8613912345678", "+86 139 1234 5678");
const BEFORE = {
  state: "editing",
  newPhone: NEW,
  oldPhone: undefined,
  tokenSeconds: 0,
  newCooldownSeconds: 0,
  oldCooldownSeconds: 0,
} as FlowSnapshot;

const announced = (before: Partial<FlowSnapshot>, now: Partial<FlowSnapshot>) =>
  announcementOf({ ...BEFORE, ...now }, { ...BEFORE, ...before }, english);

test.each([
  ["verifying", english.verifying],
  ["expired", english.expired],
  ["updating", english.changing],
  ["done", english.sayDone("+86 139 1234 5678")],
  ["editing", undefined],
  ["sending-code", undefined],
] as const)("entering %s announces %j", (state, expected) => {
  expect(announced({ state: "confirming" }, { state })).toBe(expected);
});

test("a verified number is announced with the seconds of its token", () => {
  expect(announced({ state: "verifying" }, { state: "confirming", tokenSeconds: 60 })).toBe(english.sayVerified(60));
});

test("another try of a change in doubt is announced as a check", () => {
  expect(announced({ state: "in-doubt" }, { state: "updating" })).toBe(english.checking);
});

test("the token's countdown is announced once, at ten seconds or when they were skipped", () => {
  expect(announced({ tokenSeconds: 11 }, { tokenSeconds: 10 })).toBe(english.saySecondsLeft(10));
  expect(announced({ tokenSeconds: 30 }, { tokenSeconds: 4 })).toBe(english.saySecondsLeft(4));
  expect(announced({ tokenSeconds: 10 }, { tokenSeconds: 9 })).toBeUndefined();
  expect(announced({ tokenSeconds: 30 }, { tokenSeconds: 0 })).toBeUndefined();
});

test.each(["newCooldownSeconds", "oldCooldownSeconds"] as const)(
  "%s is announced at ten seconds and at its end",
  (name) => {
    expect(announced({ [name]: 11 }, { [name]: 10 })).toBe(english.saySendAgainIn(10));
    expect(announced({ [name]: 1 }, { [name]: 0 })).toBe(english.saySendAgain);
    expect(announced({ [name]: 9 }, { [name]: 8 })).toBeUndefined();
  },
);

test("a cool-down that jumps with the number is not announced", () => {
  const other = { newPhone: phone("+85261234567") };
  expect(announced({ newCooldownSeconds: 50 }, { ...other, newCooldownSeconds: 0 })).toBeUndefined();
});
