import { expect, test, vi } from "vitest";
import { countries } from "./countries.js";
import { loadStub } from "./testing/stub-module.js";

const MODULE_COUNTRIES = [
  { region: "HK", countryCode: "+852", exampleMobile: "51234567" },
  { region: "CN", countryCode: "+86", exampleMobile: "13123456789" },
  { region: "AC", countryCode: "+247" },
];

test("before the module is loaded, ERR_NOT_READY", () => {
  expect(() => countries("en-US")).toThrow(expect.objectContaining({ code: "ERR_NOT_READY" }));
});

test("countries are named and sorted by the locale", async () => {
  await loadStub({ countries: () => MODULE_COUNTRIES });
  expect(countries("en-US").map(({ name }) => name)).toEqual(["Ascension Island", "China", "Hong Kong SAR China"]);
  expect(countries("zh-CN").find(({ region }) => region === "CN")?.name).toBe("中国");
});

test("a country without an example has no such member, and all are frozen", async () => {
  await loadStub({ countries: () => MODULE_COUNTRIES });
  const listed = countries("en-US");
  expect(listed[0]).toEqual({ region: "AC", countryCode: "+247", name: "Ascension Island" });
  expect(Object.isFrozen(listed) && listed.every((country) => Object.isFrozen(country))).toBe(true);
});

test("what is no locale is refused by name, and the module is not asked", async () => {
  const asked = vi.fn(() => MODULE_COUNTRIES);
  await loadStub({ countries: asked });
  expect(() => countries("not a locale")).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" }));
  expect(asked).not.toHaveBeenCalled();
});
