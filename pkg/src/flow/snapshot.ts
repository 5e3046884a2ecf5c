import type { Countdown, FlowSnapshot, PhoneInput, PhoneNumber, UpdatePhoneRequestResponse } from "../types.js";
import type { FlowView, Side } from "../wasm/module.js";

/** One of the two numbers, as entered and as judged. */
export interface EnteredNumber {
  input: PhoneInput;
  phone: PhoneNumber | undefined;
}

/** A number with its code and cool-down. */
export interface PhoneEntry extends EnteredNumber {
  code: string;
  cooldown: Countdown;
}

/** What a snapshot is made from. */
export interface FlowContents {
  /** `undefined` before the module is loaded. */
  readonly view: FlowView | undefined;
  readonly isReady: boolean;
  readonly entries: Readonly<Record<Side, PhoneEntry>>;
  /** Whether the old phone is required before the module is loaded. */
  readonly isOldPhoneRequired: boolean;
  readonly token: UpdatePhoneRequestResponse | undefined;
  readonly outcome: FlowSnapshot["outcome"];
  readonly error: FlowSnapshot["error"];
}

const NOTHING_ALLOWED: FlowSnapshot["can"] = Object.freeze({
  sendNewCode: false,
  sendOldCode: false,
  submit: false,
  confirm: false,
  useUnusualNumber: false,
});

/** Returns a frozen snapshot; `previous` itself if nothing has changed, and its `can` if that has not changed. */
export function makeSnapshot(contents: FlowContents, previous?: FlowSnapshot): FlowSnapshot {
  const { view, entries } = contents;
  const snapshot: FlowSnapshot = {
    state: view?.state ?? "editing",
    isReady: contents.isReady,
    newPhoneInput: entries.new.input,
    oldPhoneInput: entries.old.input,
    newPhone: entries.new.phone,
    oldPhone: entries.old.phone,
    newCode: entries.new.code,
    oldCode: entries.old.code,
    isOldPhoneRequired: view?.isOldPhoneRequired ?? contents.isOldPhoneRequired,
    newCooldownSeconds: entries.new.cooldown.remainingSeconds,
    oldCooldownSeconds: entries.old.cooldown.remainingSeconds,
    tokenSeconds: contents.token?.countdown.remainingSeconds ?? 0,
    outcome: contents.outcome,
    error: contents.error,
    can: frozenUnlessSame(view?.can ?? NOTHING_ALLOWED, previous?.can),
  };
  return frozenUnlessSame(snapshot, previous);
}

/** Returns `previous` if it has the same values, else `next`, frozen. */
function frozenUnlessSame<T extends object>(next: T, previous: T | undefined): T {
  const isSame = previous && (Object.keys(next) as (keyof T)[]).every((name) => previous[name] === next[name]);
  return isSame ? previous : Object.freeze(next);
}
