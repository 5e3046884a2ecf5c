// The form's machine by its numbers: see the crate's `bindings/flow.rs` and `flow/change_phone.rs`.
import type { FlowState } from "../types.js";

/** The states, in the machine's order. */
export const STATES: readonly FlowState[] = [
  "editing",
  "sending-code",
  "verifying",
  "confirming",
  "updating",
  "in-doubt",
  "expired",
  "done",
];

/** The events, in the machine's order, and a look at what is to be shown. */
export const EVENTS = [
  "phone",
  "code",
  "useUnusualNumber",
  "send",
  "sent",
  "submit",
  "verified",
  "confirm",
  "updated",
  "failed",
  "tokenExpired",
  "reset",
  "look",
] as const;
export type FlowEvent = (typeof EVENTS)[number];

/** What an event sets off, as the first eight bits of the machine's answer; behind them the view, then the length of a number's record. */
export const EFFECT = {
  sendNewCode: 1,
  sendOldCode: 2,
  verify: 4,
  update: 8,
  forgetToken: 16,
  clearNewCode: 32,
  clearOldCode: 64,
  illegal: 128,
} as const;

export const viewIn = (answer: number): number => (answer >> 8) & 1023;
export const recordLengthIn = (answer: number): number => answer >>> 18;

/** What is to be shown, as bits behind the three of the state. */
export const VIEW = {
  sendNewCode: 8,
  sendOldCode: 16,
  submit: 32,
  confirm: 64,
  useUnusualNumber: 128,
  /** All that a person may do. */
  can: 248,
  isOldPhoneRequired: 256,
  isUnusualNumberUsed: 512,
} as const;

/** The two numbers, and the number of what is about both. */
export const NEW = 0;
export const OLD = 1;
export const BOTH = 2;
export type Side = typeof NEW | typeof OLD;
