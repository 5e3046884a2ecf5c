import type { Call } from "../call.js";
import { getProfile } from "./get-profile.js";
import { sendSms } from "./send-sms.js";
import { updatePhone } from "./update-phone.js";
import { verifyUpdatePhoneRequest } from "./verify-update-phone-request.js";

export interface Operation {
  readonly method: "GET" | "POST";
  /** Returns the envelope's `data`, undefined where there is none, and throws a `Refusal` where the service would refuse. */
  run(call: Call): object | undefined;
}

/** By the last segment of the path, below `/api/v3/`. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["send-sms", { method: "POST", run: sendSms }],
  ["verify-update-phone-request", { method: "POST", run: verifyUpdatePhoneRequest }],
  ["update-phone", { method: "POST", run: updatePhone }],
  ["get-profile", { method: "GET", run: getProfile }],
]);
