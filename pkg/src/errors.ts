import { messageOf, type OwnErrorCode } from "./messages.js";
import type { ErrorCode, ErrorField, Language, PhoneIssue, Recovery } from "./types.js";

/** Shared by all copies of this package in a page, so that they recognise each other's errors. */
const BRAND = Symbol.for("update-phone.error");

/** The fields of an error, in the order of `toJSON`. */
const FIELDS = [
  "code",
  "recovery",
  "isRetryable",
  "field",
  "issue",
  "retryAfterMs",
  "httpStatus",
  "statusCode",
  "apiCode",
  "requestId",
  "serverMessage",
] as const;

/** The fields of an error, without its message. */
type ErrorFields = Pick<UpdatePhoneError, (typeof FIELDS)[number]>;

/** The errors that this layer makes itself. All others come from the WebAssembly module, with their fields. */
export const OWN_CODES: Record<OwnErrorCode, Pick<ErrorFields, "recovery" | "isRetryable">> = {
  ERR_INVALID_OPTIONS: { recovery: "fix-program", isRetryable: false },
  ERR_INVALID_ARGUMENT: { recovery: "fix-program", isRetryable: false },
  ERR_NOT_READY: { recovery: "fix-program", isRetryable: false },
  ERR_WASM_LOAD: { recovery: "retry", isRetryable: true },
  ERR_DISPOSED: { recovery: "fix-program", isRetryable: false },
  ERR_INTERNAL: { recovery: "contact-support", isRetryable: false },
};

/**
 * The one error this package throws, except the caller's own abort reason, which passes through untouched. Branch on `code`, or
 * on `recovery` for what to offer; `message` is for people, in the client's language. Holds no token, pass code or full number.
 */
export class UpdatePhoneError extends Error {
  declare readonly name: "UpdatePhoneError";
  /** The stable code. */
  declare readonly code: ErrorCode;
  /** What the caller can do about it. */
  declare readonly recovery: Recovery;
  /** The same call may be made again as it is and nothing can happen twice. */
  declare readonly isRetryable: boolean;
  /** The argument at fault. */
  declare readonly field?: ErrorField;
  /** Why a number cannot be used. */
  declare readonly issue?: PhoneIssue;
  /** How long to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The HTTP status of the answer. */
  declare readonly httpStatus?: number;
  /** The service's own status. */
  declare readonly statusCode?: number;
  /** The service's detail code. */
  declare readonly apiCode?: number;
  /** The service's name for the request. */
  declare readonly requestId?: string;
  /**
   * What the service said, in the service's words: without control characters, the call's secrets and all long numbers masked, cut
   * after 500 characters. Text to be shown as text, not as HTML.
   */
  declare readonly serverMessage?: string;

  private constructor(message: string, fields: ErrorFields, cause: { cause?: unknown }) {
    super(message, cause);
    for (const name of FIELDS) {
      if (fields[name] !== undefined) Object.defineProperty(this, name, { value: fields[name], enumerable: true });
    }
  }

  /** Makes an error of this layer. `detail` names what the program has to fix. @internal */
  static of(
    code: OwnErrorCode,
    options: { detail?: string; field?: ErrorField; cause?: unknown; language?: Language | undefined } = {},
  ): UpdatePhoneError {
    const { detail, field, cause, language } = options;
    const message = messageOf(code, language) + (detail ? ` ${detail}` : "");
    const fields = { code, ...OWN_CODES[code], ...(field && { field }) };
    return new UpdatePhoneError(message, fields, cause === undefined ? {} : { cause });
  }

  /** Converts an error of the WebAssembly module; returns `undefined` for anything else. @internal */
  static fromCore(error: unknown): UpdatePhoneError | undefined {
    try {
      if (!(error instanceof Error) || error.name !== "UpdatePhoneError") return undefined;
      return new UpdatePhoneError(
        error.message,
        error as Error & ErrorFields,
        "cause" in error ? { cause: UpdatePhoneError.fromCore(error.cause) ?? error.cause } : {},
      );
    } catch {
      // A caller's function may throw anything, such as a proxy or an object with getters that throw.
      return undefined;
    }
  }

  /** The facts without stack and cause, for logs. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = { name: this.name, message: this.message };
    for (const name of FIELDS) if (this[name] !== undefined) json[name] = this[name];
    return json;
  }
}

Object.defineProperties(UpdatePhoneError.prototype, {
  name: { value: "UpdatePhoneError", configurable: true, writable: true },
  [BRAND]: { value: true },
});

/** `instanceof`, but `false` for a proxy that throws. */
export function isInstanceOf<T>(value: unknown, type: { readonly prototype: T }): value is T {
  try {
    return value instanceof (type as abstract new () => T);
  } catch {
    return false;
  }
}

/** Whether a value is this package's error: true also for errors from another copy of the package, which `instanceof` is not. */
export function isUpdatePhoneError(value: unknown): value is UpdatePhoneError {
  try {
    return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  } catch {
    // A proxy or a getter that throws.
    return false;
  }
}
