import { UpdatePhoneError } from "./errors.js";
import { callCore, requireCore } from "./loading.js";
import type { Country } from "./types.js";

/**
 * All regions with their calling codes, named in `locale`, in that locale's order. Needs `await init()` first.
 *
 * @param locale BCP 47, e.g. `"zh-CN"`. Default: the runtime's.
 * @returns `exampleMobile` is a national number that a mobile phone may have, for placeholders.
 * @throws {UpdatePhoneError} `ERR_NOT_READY` before `init()`; `ERR_INVALID_ARGUMENT` for what is no locale.
 */
export function countries(locale?: string): readonly Country[] {
  const core = requireCore();
  let names: Intl.DisplayNames;
  let collator: Intl.Collator;
  try {
    names = new Intl.DisplayNames(locale, { type: "region" });
    collator = new Intl.Collator(locale);
  } catch (cause) {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "locale: must be a BCP 47 language tag", cause });
  }
  const listed = callCore(core, () => core.countries()).map(({ region, countryCode, exampleMobile }) => {
    const name = names.of(region) ?? region;
    return Object.freeze({ region, countryCode, name, ...(exampleMobile && { exampleMobile }) });
  });
  return Object.freeze(listed.sort((a, b) => collator.compare(a.name, b.name)));
}
