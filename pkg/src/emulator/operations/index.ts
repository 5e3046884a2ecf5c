import type { Call } from "../call.js";
import { bindPhone } from "./bind-phone.js";
import { getProfile } from "./get-profile.js";
import { preCheckCode } from "./pre-check-code.js";
import { sendSms } from "./send-sms.js";
import { updatePhone } from "./update-phone.js";
import { verifyUpdatePhoneRequest } from "./verify-update-phone-request.js";

export interface Operation {
  readonly method: "GET" | "POST";
  /** Returns the envelope's `data`, undefined for none. Throws a `Refusal` where the service would refuse. */
  run(call: Call): object | null | undefined;
}

const TABLE = {
  "send-sms": { method: "POST", run: sendSms },
  "verify-update-phone-request": { method: "POST", run: verifyUpdatePhoneRequest },
  "update-phone": { method: "POST", run: updatePhone },
  "get-profile": { method: "GET", run: getProfile },
  "bind-phone": { method: "POST", run: bindPhone },
  "pre-check-code": { method: "POST", run: preCheckCode },
} as const satisfies Record<string, Operation>;

/** The last segment of the path, below `/api/v3/`. */
export type OperationName = keyof typeof TABLE;

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>(Object.entries(TABLE));

export function isOperationName(name: unknown): name is OperationName {
  return typeof name === "string" && OPERATIONS.has(name);
}
