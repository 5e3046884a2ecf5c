// Finds countries by name, region code or calling code.
import type { Country } from "../types.js";

/** A country and its names in several languages, without accents and in lower case. */
export interface IndexEntry {
  readonly country: Country;
  readonly names: readonly string[];
}

const normalised = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** Builds the search index: names in the page's language, in English, and in the country's own main language. */
export function buildIndex(countries: readonly Country[]): readonly IndexEntry[] {
  const languages = new Map<string, Intl.DisplayNames>();
  const nameIn = (region: string, language: string): string => {
    let names = languages.get(language);
    if (!names) languages.set(language, (names = new Intl.DisplayNames(language, { type: "region" })));
    return names.of(region) ?? "";
  };
  return countries.map((country) => {
    const { region, name } = country;
    const { language } = new Intl.Locale(`und-${region}`).maximize();
    return { country, names: [name, nameIn(region, "en"), nameIn(region, language)].map(normalised) };
  });
}

/**
 * Returns the matching countries, best first: an equal region or calling code, then the beginning of a name or calling code, then the
 * beginning of a word, then any part of a name.
 */
export function search(index: readonly IndexEntry[], query: string): readonly Country[] {
  const wanted = normalised(query);
  const digits = wanted.replace(/^(\+|00)/, "").replace(/\D/g, "");
  const isNumber = /^[+\d\s()-]+$/.test(wanted) && digits !== "";
  return index
    .map(({ country, names }) => ({
      country,
      rank: isNumber ? rankOfCode(country.countryCode.slice(1), digits) : rankOfName(country.region, names, wanted),
    }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ country }) => country);
}

const NO_MATCH = 9;

function rankOfCode(countryCode: string, digits: string): number {
  return countryCode === digits ? 0 : countryCode.startsWith(digits) ? 1 : NO_MATCH;
}

function rankOfName(region: string, names: readonly string[], wanted: string): number {
  if (region.toLowerCase() === wanted) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.includes(` ${wanted}`) || name.includes(`(${wanted}`))) return 2;
  return names.some((name) => name.includes(wanted)) ? 3 : NO_MATCH;
}

/**
 * Returns the likely regions of a user, likeliest first: the region of the page's language, then `known`, then the regions of the
 * browser's languages. For a tag without a region, such as `en`, the browser's preferred variant of that language counts.
 */
export function likelyRegions(tag: string, known: readonly (string | undefined)[]): readonly string[] {
  const preferred = globalThis.navigator?.languages ?? [];
  const [language] = tag.split("-");
  const preferredTag = tag.includes("-") ? tag : (preferred.find((each) => each.split("-")[0] === language) ?? tag);
  const regions = [regionOf(preferredTag), ...known, ...preferred.map(regionOf)];
  return [...new Set(regions)].filter((region) => region !== undefined);
}

/** Returns the likely region of a language tag: `TW` for `zh-TW`, `JP` for `ja`; undefined for a malformed tag. */
function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().region;
  } catch {
    return undefined;
  }
}
