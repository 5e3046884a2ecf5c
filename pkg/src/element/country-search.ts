// Finds countries by what a person may call them.
import type { Country } from "../types.js";

/** A country and everything that it can be found by, without accents and capitals. */
export interface Entry {
  readonly country: Country;
  readonly names: readonly string[];
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** Names in the page's language, in English, and in the country's own main language. */
export function indexOf(countries: readonly Country[]): readonly Entry[] {
  const languages = new Map<string, Intl.DisplayNames>();
  const named = (region: string, language: string): string => {
    let names = languages.get(language);
    if (!names) languages.set(language, (names = new Intl.DisplayNames(language, { type: "region" })));
    return names.of(region) ?? "";
  };
  return countries.map((country) => {
    const { region, name } = country;
    const { language } = new Intl.Locale(`und-${region}`).maximize();
    return { country, names: [name, named(region, "en"), named(region, language)].map(plain) };
  });
}

/** The countries that fit, best first: a code as it is, then the beginning of a name, of a word, then anything in a name. */
export function search(index: readonly Entry[], query: string): readonly Country[] {
  const wanted = plain(query);
  const digits = wanted.replace(/^(\+|00)/, "").replace(/\D/g, "");
  const isNumber = /^[+\d\s()-]+$/.test(wanted) && digits !== "";
  return index
    .map(({ country, names }) => ({
      country,
      rank: isNumber ? rankOfCode(country.countryCode.slice(1), digits) : rankOfName(country.region, names, wanted),
    }))
    .filter(({ rank }) => rank < NONE)
    .sort((a, b) => a.rank - b.rank)
    .map(({ country }) => country);
}

const NONE = 9;

function rankOfCode(countryCode: string, digits: string): number {
  return countryCode === digits ? 0 : countryCode.startsWith(digits) ? 1 : NONE;
}

function rankOfName(region: string, names: readonly string[], wanted: string): number {
  if (region.toLowerCase() === wanted) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.includes(` ${wanted}`) || name.includes(`(${wanted}`))) return 2;
  return names.some((name) => name.includes(wanted)) ? 3 : NONE;
}

/**
 * The regions that a page's visitors probably live in, likeliest first: that of the page's language, those that are known of the
 * person, and those of the browser's languages. `en` alone is the English that the browser prefers.
 */
export function likelyRegions(tag: string, known: readonly (string | undefined)[]): readonly string[] {
  const preferred = globalThis.navigator?.languages ?? [];
  const [language] = tag.split("-");
  const closest = tag.includes("-") ? tag : (preferred.find((each) => each.split("-")[0] === language) ?? tag);
  const regions = [regionOf(closest), ...known, ...preferred.map(regionOf)];
  return [...new Set(regions)].filter((region) => region !== undefined);
}

/** `zh-TW` is Taiwan, `ja` is Japan. */
function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().region;
  } catch {
    return undefined;
  }
}
