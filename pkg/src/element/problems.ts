// Problems of the form: their texts, and where they are shown.
import type { FlowSnapshot, PhoneNumber } from "../types.js";
import type { Side } from "./host.js";
import type { Texts } from "./types.js";

/** Where a problem is shown: at a number, at a code, at both codes, or above the button. */
export type Place = `${Side}-phone` | `${Side}-code` | "codes" | "button";

export interface Problem {
  readonly place: Place;
  readonly text: string;
  /** Whether the field's value has to be changed. */
  readonly isFault: boolean;
  /** Whether this is advice, not an error. */
  readonly isHint?: boolean;
  /** Whether the user may use the number anyway. */
  readonly canInsist?: boolean;
  /** The service's own message and request id. */
  readonly details?: string;
}

/** The user's last action. */
export interface Action {
  readonly name: "send" | "submit" | "confirm";
  readonly side: Side;
}

/** Returns why no code can be sent to a number, or undefined if the checks of the form find nothing. */
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

/** Returns why a code cannot be submitted, or undefined. */
export function codeProblem(side: Side, snapshot: FlowSnapshot, texts: Texts): Problem | undefined {
  const code = side === "new" ? snapshot.newCode : snapshot.oldCode;
  const place = `${side}-code` as const;
  if (code === "") return { place, text: texts.codeMissing, isFault: true };
  return code.length < 4 ? { place, text: texts.codeInvalid, isFault: true } : undefined;
}

/**
 * Returns the error of a snapshot as a problem. `hasRevealedOldStep`: the error has made the step of the old number appear. It is then
 * shown as a hint at that step, even if the service named another reason.
 */
export function problemOf(
  snapshot: FlowSnapshot,
  action: Action | undefined,
  hasRevealedOldStep: boolean,
  texts: Texts,
): Problem | undefined {
  const { error } = snapshot;
  if (!error) return undefined;
  const { message, serverMessage, requestId } = error;
  const serverWords = serverMessage && serverMessage !== message ? [serverMessage, requestId] : [];
  const details = serverWords.filter(Boolean).join(" · ");
  const detailsIfAny = details ? { details } : {};
  if (hasRevealedOldStep)
    return { place: "old-phone", text: texts.oldPhoneHelp, isFault: false, isHint: true, ...detailsIfAny };
  const { code, recovery } = error;
  const place = placeOf(snapshot, action);
  // Users do not know what a module is, so the form has its own text.
  const text = code === "ERR_WASM_LOAD" ? texts.notLoaded : message;
  const isFault = place !== "button" && recovery !== "wait";
  return { place, text, isFault, isHint: code === "ERR_CODE_SENT_TOO_OFTEN", ...detailsIfAny };
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

/** Returns whether a problem is shown at `place`. */
export function isShownAt(problem: Problem | undefined, place: Place): boolean {
  return problem?.place === place || (problem?.place === "codes" && /-code$/.test(place));
}
