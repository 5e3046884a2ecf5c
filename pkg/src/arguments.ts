// Reads what a caller hands in, each member once: anything may be anything, every look may throw, and a getter may bring something else
// when it is asked again. What cannot be used is refused with its name; what it says is judged in the WebAssembly module, which takes
// it as texts: see the crate's `bindings/calls.rs`.
import { isA, UpdatePhoneError } from "./errors.js";
import { FLAG, partsOf, readOnce, shorten } from "./phone.js";
import type { ErrorField, Language, PhoneInput, UpdatePhoneRequest, UpdatePhoneToken } from "./types.js";
import { inOne, REQUEST_FIELDS } from "./wasm/transport.js";

/** Of a sending, and the number, which says the same at each further look. The module refuses one that is missing. */
export function sendCodeArguments(
  request: unknown,
  language: Language,
): { texts: string; phone: PhoneInput | undefined } {
  const purpose = textIn(request, "purpose", language);
  const channel = optionalTextIn(request, "channel", language);
  // Which would be none for the module.
  if (channel === "") throw refusal("channel", language);
  const phone = phoneIn(request, "phone", language);
  return { texts: inOne(purpose, channel, ...phoneTexts(phone)), phone };
}

/** Of a request for a change. */
export function requestArguments(request: UpdatePhoneRequest, language: Language): string {
  return inOne(...REQUEST_FIELDS.map((field) => shorten(textIn(request, field, language))));
}

/** Of a change. */
export function updateArguments(request: UpdatePhoneToken, language: Language): string {
  return inOne(...phoneTexts(phoneIn(request, "newPhone", language)), updatePhoneTokenIn(request, language));
}

/** A number in one of its forms, or the lack of one. */
function phoneTexts(phone: PhoneInput | undefined): (string | undefined)[] {
  if (phone === undefined) return ["", "", ""];
  const [number, home, , flags] = partsOf(phone, undefined);
  return [number, home, home === undefined ? "text" : flags === FLAG.isCountryCode ? "countryCode" : "region"];
}

/** A text that may be missing. */
function optionalTextIn(object: unknown, field: ErrorField, language: Language): string | undefined {
  const value = look(field, language, () => (object as Partial<Record<ErrorField, unknown>> | undefined)?.[field]);
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  throw refusal(field, language);
}

/** A text; an empty one where there is none, which the module refuses. */
function textIn(object: unknown, field: ErrorField, language: Language): string {
  return optionalTextIn(object, field, language) ?? "";
}

/** A phone number that may be missing, as something that says the same at each further look. */
function phoneIn(object: unknown, name: string, language: Language): PhoneInput | undefined {
  return look("phone", language, () => {
    const input = (object as Record<string, PhoneInput | null> | undefined)?.[name];
    return input === undefined || input === null ? undefined : readOnce(input);
  });
}

/** The update token: bare, in an object, or in the answer that brought it. */
function updatePhoneTokenIn(token: unknown, language: Language): string {
  const FIELD = "updatePhoneToken";
  if (typeof token === "string") return token;
  return (
    optionalTextIn(token, FIELD, language) ??
    textIn(
      look(FIELD, language, () => (token as { data?: unknown } | undefined)?.data),
      FIELD,
      language,
    )
  );
}

function look<T>(field: ErrorField, language: Language, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw refusal(field, language, isA(thrown, UpdatePhoneError) ? thrown.cause : thrown);
  }
}

function refusal(field: ErrorField, language: Language, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: `(${field})`, field, cause, language });
}
