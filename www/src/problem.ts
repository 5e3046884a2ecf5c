import type { UpdatePhoneError } from "update-phone";
import type { Stage, State, Task } from "./session.js";

/**
 * Where a problem is shown: at a field; at both codes, when nobody knows which of them was wrong; or above the button of a
 * step, when it is about no field.
 */
export type Place = "start" | "country-code" | "number" | "new-code" | "old-code" | "both-codes" | "verify" | "confirm";

export interface Problem {
  readonly place: Place;
  /** For people. */
  readonly message: string;
}

/** What changes when a call has failed: the problem, and the stage at which it can be mended. */
export function afterFailure(error: UpdatePhoneError, task: Task, stage: Stage): Partial<State> {
  const problem = { place: placeOf(error, task, stage), message: error.message };
  if (isTokenLost(error)) return { stage: "expired", token: undefined, problem };
  if (problem.place === "number" || problem.place === "country-code")
    return { stage: "number", token: undefined, problem };
  return { problem };
}

function placeOf(error: UpdatePhoneError, task: Task, stage: Stage): Place {
  return placeOfField(error) ?? placeOfCode(error) ?? placeOfTask(task, stage);
}

function placeOfField({ field, issue }: UpdatePhoneError): Place | undefined {
  switch (field) {
    case "newPhoneCountryCode":
      return "country-code";
    case "newPhoneNumber":
      return "number";
    case "phone":
      return issue === "invalid-country-code" ? "country-code" : "number";
    case "newPhonePassCode":
      return "new-code";
    case "oldPhoneCountryCode":
    case "oldPhoneNumber":
    case "oldPhonePassCode":
      return "old-code";
    default:
      return undefined;
  }
}

function placeOfCode({ code }: UpdatePhoneError): Place | undefined {
  switch (code) {
    case "ERR_PHONE_INVALID":
    case "ERR_PHONE_NOT_MOBILE":
    case "ERR_PHONE_SAME_AS_OLD":
    case "ERR_PHONE_TAKEN":
      return "number";
    case "ERR_OLD_PHONE_REQUIRED":
    case "ERR_OLD_PHONE_MISMATCH":
    case "ERR_NO_PHONE_BOUND":
      return "old-code";
    case "ERR_PASS_CODE_FORMAT":
    case "ERR_PASS_CODE_WRONG":
    case "ERR_PASS_CODE_EXPIRED":
    case "ERR_PASS_CODE_SPENT":
      return "both-codes";
    default:
      return undefined;
  }
}

function placeOfTask(task: Task, stage: Stage): Place {
  switch (task) {
    case "load":
      return "start";
    case "send-new":
      return stage === "number" ? "number" : "new-code";
    case "send-old":
      return "old-code";
    case "verify":
      return "verify";
    case "change":
      return "confirm";
  }
}

function isTokenLost({ code }: UpdatePhoneError): boolean {
  return (
    code === "ERR_UPDATE_TOKEN_EXPIRED" || code === "ERR_UPDATE_TOKEN_SPENT" || code === "ERR_UPDATE_TOKEN_REJECTED"
  );
}
