// What is wrong, in which words, and where it is told.
import type { FlowSnapshot, PhoneNumber } from "../types.js";
import type { Side } from "./host.js";
import type { Texts } from "./types.js";

/** Where something is told: at a number, at a code, at both codes, or at the button. */
export type Place = `${Side}-phone` | `${Side}-code` | "codes" | "button";

export interface Problem {
  readonly place: Place;
  readonly text: string;
  /** Whether what stands there has to be changed; else it is no fault of the field. */
  readonly isFault: boolean;
  /** No trouble, but what is to be done next, or what is so already. */
  readonly isHint?: boolean;
  /** The number may be used all the same, if the person insists. */
  readonly canInsist?: boolean;
  /** The service's own words. */
  readonly details?: string;
}

/** What was asked for last. */
export interface Action {
  readonly name: "send" | "submit" | "confirm";
  readonly side: Side;
}

/** Why no code can be sent to a number; nothing where one can, as far as this side knows. */
export function phoneProblem(
  side: Side,
  snapshot: FlowSnapshot,
  other: PhoneNumber | undefined,
  texts: Texts,
): Problem | undefined {
  const phone = side === "new" ? snapshot.newPhone : snapshot.oldPhone;
  const place = `${side}-phone` as const;
  const fault = (text: string): Problem => ({ place, text, isFault: true });
  if (!phone) return fault(texts.phoneMissing);
  const { issue } = phone;
  if (issue === "too-short" || issue === "local-only") return fault(texts.phoneTooShort);
  if (issue === "too-long") return fault(texts.phoneTooLong);
  if (!phone.isPossible) return fault(texts.phoneInvalid);
  if (phone.e164 === other?.e164) return fault(texts.phoneSame);
  if (side === "old" || !snapshot.can.useUnusualNumber) return undefined;
  return { ...fault(phone.isValid ? texts.phoneNotMobile : texts.unusual), canInsist: true };
}

/** What is missing of a code. */
export function codeProblem(side: Side, snapshot: FlowSnapshot, texts: Texts): Problem | undefined {
  const code = side === "new" ? snapshot.newCode : snapshot.oldCode;
  const place = `${side}-code` as const;
  if (code === "") return { place, text: texts.codeMissing, isFault: true };
  return code.length < 4 ? { place, text: texts.codeInvalid, isFault: true } : undefined;
}

/**
 * The error of a snapshot, at its place. `isOldStepNew`: it has made the step of the old number appear, which is no failure then but
 * what is to be done next, also where the service did not name its reason.
 */
export function problemOf(
  snapshot: FlowSnapshot,
  action: Action | undefined,
  isOldStepNew: boolean,
  texts: Texts,
): Problem | undefined {
  const { error } = snapshot;
  if (!error) return undefined;
  const { message, serverMessage, requestId } = error;
  const said = serverMessage && serverMessage !== message ? [serverMessage, requestId] : [];
  const details = said.filter(Boolean).join(" · ");
  const facts = details ? { details } : {};
  if (isOldStepNew) return { place: "old-phone", text: texts.oldPhoneHelp, isFault: false, isHint: true, ...facts };
  const { code, recovery } = error;
  const place = placeOf(snapshot, action);
  // What has failed is the page's, and the person knows of no module.
  const text = code === "ERR_WASM_LOAD" ? texts.notLoaded : message;
  const isFault = place !== "button" && recovery !== "wait";
  return { place, text, isFault, isHint: code === "ERR_CODE_SENT_TOO_OFTEN", ...facts };
}

function placeOf({ error, isOldPhoneRequired }: FlowSnapshot, action: Action | undefined): Place {
  const { code, field = "", recovery } = error as NonNullable<FlowSnapshot["error"]>;
  const side = /^new/.test(field) ? "new" : /^old/.test(field) ? "old" : (action?.side ?? "new");
  if (/PassCode$/.test(field)) return `${side}-code`;
  if (/^(new|old)Phone/.test(field) || field === "phone") return `${side}-phone`;
  if (code === "ERR_OLD_PHONE_REQUIRED" || code === "ERR_OLD_PHONE_MISMATCH") {
    return isOldPhoneRequired ? "old-phone" : "button";
  }
  if (recovery === "wait" && action?.name === "send") return `${side}-phone`;
  if (recovery === "fix-phone") return action?.name === "send" ? `${side}-phone` : "new-phone";
  if (/^ERR_PASS_CODE/.test(code)) return isOldPhoneRequired ? "codes" : "new-code";
  return "button";
}

/** Whether a problem is told at that field. */
export function isAt(problem: Problem | undefined, place: Place): boolean {
  return problem?.place === place || (problem?.place === "codes" && /-code$/.test(place));
}
