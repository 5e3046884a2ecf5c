import { expect, test } from "vitest";
import { UpdatePhoneError } from "../errors.js";
import { HeldClock } from "../testing/held-clock.js";
import { EDITING, stubPhone } from "../testing/stub-machine.js";
import { createCountdown, expiredCountdown } from "../time/countdown.js";
import type { UpdatePhoneRequestResponse } from "../types.js";
import { type FlowContents, makeSnapshot } from "./snapshot.js";

const clock = new HeldClock();

function contentsOf(more: Partial<FlowContents> = {}): FlowContents {
  const empty = () => ({ input: "", phone: undefined, code: "", cooldown: expiredCountdown(clock) });
  return {
    view: undefined,
    isReady: false,
    entries: { new: empty(), old: empty() },
    isOldPhoneRequired: false,
    token: undefined,
    outcome: undefined,
    error: undefined,
    ...more,
  };
}

test("before the module is loaded nothing is allowed, and the old phone is required if the options say so", () => {
  const nothing = { sendNewCode: false, sendOldCode: false, submit: false, confirm: false, useUnusualNumber: false };
  expect(makeSnapshot(contentsOf({ isOldPhoneRequired: true }))).toStrictEqual({
    state: "editing",
    isReady: false,
    newPhoneInput: "",
    oldPhoneInput: "",
    newPhone: undefined,
    oldPhone: undefined,
    newCode: "",
    oldCode: "",
    isOldPhoneRequired: true,
    newCooldownSeconds: 0,
    oldCooldownSeconds: 0,
    tokenSeconds: 0,
    outcome: undefined,
    error: undefined,
    can: nothing,
  });
});

test("a snapshot has the machine's view, what was entered on both sides, and the seconds of the countdowns", () => {
  const error = UpdatePhoneError.of("ERR_INTERNAL");
  const [newPhone, oldPhone] = [stubPhone("+8613900000001"), stubPhone("+8613900000002")];
  const countdown = (durationMs: number) => createCountdown(durationMs, { clock });
  const can = { ...EDITING.can, confirm: true };
  const contents = contentsOf({
    view: { ...EDITING, state: "confirming", can, isOldPhoneRequired: false },
    isReady: true,
    isOldPhoneRequired: true,
    entries: {
      new: { input: "139 0000 0001", phone: newPhone, code: "1111", cooldown: countdown(60_000) },
      old: { input: "139 0000 0002", phone: oldPhone, code: "2222", cooldown: countdown(40_500) },
    },
    token: { countdown: countdown(20_000) } as UpdatePhoneRequestResponse,
    outcome: "reconciled",
    error,
  });
  expect(makeSnapshot(contents)).toStrictEqual({
    state: "confirming",
    isReady: true,
    newPhoneInput: "139 0000 0001",
    oldPhoneInput: "139 0000 0002",
    newPhone,
    oldPhone,
    newCode: "1111",
    oldCode: "2222",
    isOldPhoneRequired: false,
    newCooldownSeconds: 60,
    oldCooldownSeconds: 41,
    tokenSeconds: 20,
    outcome: "reconciled",
    error,
    can,
  });
});

test("a snapshot and what it allows are frozen", () => {
  const snapshot = makeSnapshot(contentsOf({ view: { ...EDITING, can: { ...EDITING.can } } }));
  expect([Object.isFrozen(snapshot), Object.isFrozen(snapshot.can)]).toStrictEqual([true, true]);
});

test("equal contents are the previous snapshot itself", () => {
  const contents = (): FlowContents => contentsOf({ view: { ...EDITING, can: { ...EDITING.can } } });
  const previous = makeSnapshot(contents());
  expect(makeSnapshot(contents(), previous)).toBe(previous);
});

test("of other contents what is allowed stays the same object if it is the same", () => {
  const contents = (isReady: boolean, submit: boolean): FlowContents =>
    contentsOf({ isReady, view: { ...EDITING, can: { ...EDITING.can, submit } } });
  const previous = makeSnapshot(contents(false, false));
  const ready = makeSnapshot(contents(true, false), previous);
  expect(ready).not.toBe(previous);
  expect(ready.can).toBe(previous.can);
  const allowed = makeSnapshot(contents(true, true), ready);
  expect(allowed.can).toStrictEqual({ ...EDITING.can, submit: true });
});
