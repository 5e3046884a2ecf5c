import { UpdatePhoneError } from "./errors.js";
import { requireCore } from "./loading.js";
import type { PhoneInput, PhoneNumber } from "./types.js";

/**
 * Parses and judges a number. Never throws for what a person typed: unusable input comes back with `isValid: false` and an
 * `issue`. Needs `await init()` first.
 *
 * @param input A number in one of its three forms.
 * @param options `defaultRegion`: ISO 3166-1 alpha-2, for strings without a country code.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for what is no `PhoneInput`.
 */
export function parsePhone(input: PhoneInput, options?: { defaultRegion?: string }): PhoneNumber {
  const core = requireCore();
  let defaultRegion: unknown;
  try {
    defaultRegion = options?.defaultRegion;
    if (defaultRegion === undefined || typeof defaultRegion === "string") {
      return Object.freeze(core.parsePhone(input, defaultRegion));
    }
  } catch (error) {
    throw UpdatePhoneError.fromCore(error) ?? UpdatePhoneError.of("ERR_INTERNAL", { cause: error });
  }
  throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "defaultRegion: must be a string" });
}
