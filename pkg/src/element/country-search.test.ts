import { expect, test, vi } from "vitest";
import type { Country } from "../types.js";
import { buildIndex, likelyRegions, search } from "./country-search.js";

const names = new Intl.DisplayNames("en", { type: "region" });
const country = (region: string, countryCode: string): Country => ({
  region,
  countryCode,
  name: names.of(region) as string,
});
const INDEX = buildIndex([
  country("CI", "+225"),
  country("DE", "+49"),
  country("IS", "+354"),
  country("JP", "+81"),
  country("NZ", "+64"),
  country("PT", "+351"),
]);
const regionsFor = (query: string): string[] => search(INDEX, query).map(({ region }) => region);

test.each([
  ["germ", "DE", "its name in the page's language"],
  ["Deutschl", "DE", "its own name"],
  ["日本", "JP", "its own name in its own script"],
  ["nz", "NZ", "its region code"],
  ["+354", "IS", "its calling code"],
  ["0081", "JP", "its calling code as it is dialled"],
  ["cote d", "CI", "a name without accents"],
  ["zeal", "NZ", "the beginning of a word"],
])("%j finds %s by %s", (query, region) => {
  expect(regionsFor(query)[0]).toBe(region);
});

test("the beginning of a calling code finds all countries that have it, and an unknown query finds none", () => {
  expect(regionsFor("+35")).toEqual(["IS", "PT"]);
  expect(regionsFor("xyzzy")).toEqual([]);
});

test("likely regions are the page's, then the known ones, then the browser's, each once", () => {
  vi.stubGlobal("navigator", { languages: ["en-GB", "ja"] });
  expect(likelyRegions("zh-TW", ["CN", undefined])).toEqual(["TW", "CN", "GB", "JP"]);
  expect(likelyRegions("en", [])).toEqual(["GB", "JP"]);
  expect(likelyRegions("not a tag", ["CN"])).toEqual(["CN", "GB", "JP"]);
  vi.unstubAllGlobals();
});
