// Reads libphonenumber's metadata from an npm package. Fields that this generator does not know are refused.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";

export class MetadataError extends Error {}

export function ensure(condition, message) {
  if (!condition) throw new MetadataError(message);
}

/** The fields of `PhoneMetadata`: their numbers in phonemetadata.proto are the indexes in the package's arrays. */
const METADATA = {
  general: 1,
  fixedLine: 2,
  mobile: 3,
  tollFree: 4,
  premiumRate: 5,
  sharedCost: 6,
  personalNumber: 7,
  voip: 8,
  id: 9,
  callingCode: 10,
  internationalPrefix: 11,
  nationalPrefix: 12,
  extensionPrefix: 13,
  nationalPrefixForParsing: 15,
  nationalPrefixTransformRule: 16,
  preferredInternationalPrefix: 17,
  sameMobileAndFixedLine: 18,
  formats: 19,
  internationalFormats: 20,
  pager: 21,
  mainCountry: 22,
  leadingDigits: 23,
  noInternationalDialling: 24,
  uan: 25,
  voicemail: 28,
};
/** The same for `PhoneNumberDesc`. */
const DESC = { pattern: 2, example: 6, lengths: 9, localLengths: 10 };
/** The same for `NumberFormat`. */
const FORMAT = { pattern: 1, template: 2, leadingDigits: 3, prefixRule: 4, carrierRule: 5, isPrefixOptional: 6 };

/** The types of numbers, in the order in which libphonenumber's `getNumberTypeHelper` tries them. */
export const TYPES_BY_PRECEDENCE = [
  "premiumRate",
  "tollFree",
  "sharedCost",
  "voip",
  "personalNumber",
  "pager",
  "uan",
  "voicemail",
  "fixedLine",
  "mobile",
];

/** Returns the version and the source text of a package. Fails if the version is not the expected one. */
export function readPackage({ packageName, version, directory }) {
  let manifestPath;
  if (directory) manifestPath = join(directory, "package.json");
  else {
    try {
      manifestPath = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    } catch {
      throw new MetadataError(`npm package ${packageName} is not installed: run npm ci in the project's root`);
    }
  }
  let manifest;
  try {
    manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  } catch (error) {
    throw new MetadataError(`cannot read ${manifestPath}: ${error.message}`);
  }
  ensure(manifest.name === packageName, `${manifestPath} describes ${manifest.name}, not ${packageName}`);
  ensure(
    version === undefined || manifest.version === version,
    `${packageName} ${manifest.version} is installed, but release.json describes ${version}: ` +
      "install that version, or state the new version and its libphonenumber release in release.json",
  );
  return { version: manifest.version, text: readFileSync(join(manifestPath, "..", manifest.main), "utf8") };
}

/** Evaluates the object literal assigned to `name` in `source`, and nothing else, in a separate context. */
function literal(source, name) {
  const at = source.indexOf(`${name}={`);
  ensure(at >= 0, `the package has no ${name}={…}: its form has changed, and this generator must follow`);
  const start = at + name.length + 1;
  let depth = 0;
  let quote = "";
  for (let i = start; i < source.length; i += 1) {
    const c = source[i];
    if (quote) {
      if (c === "\\") i += 1;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (c === "{") depth += 1;
    else if (c === "}") {
      depth -= 1;
      if (depth === 0)
        return vm.runInNewContext(`(${source.slice(start, i + 1)})`, Object.create(null), { timeout: 10_000 });
    }
  }
  throw new MetadataError(`${name} in the package has no end`);
}

/** Returns the fields of one of the package's arrays by name. Fails on a field that is not in `names`. */
function fields(array, names, owner) {
  const nameOf = new Map(Object.entries(names).map(([name, index]) => [index, name]));
  const values = {};
  for (const [key, value] of Object.entries(array)) {
    if (value === null || value === undefined) continue;
    const name = nameOf.get(Number(key));
    ensure(name, `${owner}: field ${key} is not known`);
    values[name] = value;
  }
  return values;
}

function readDesc(array, owner) {
  if (array === undefined) return { pattern: "", lengths: [], localLengths: [] };
  const desc = fields(array, DESC, owner);
  const lengths = desc.lengths ?? [];
  const localLengths = desc.localLengths ?? [];
  ensure([...lengths, ...localLengths].every(Number.isInteger), `${owner}: possible lengths are not integers`);
  return { pattern: desc.pattern ?? "", lengths, localLengths, example: desc.example };
}

function readFormat(array, owner) {
  const format = fields(array, FORMAT, owner);
  ensure(typeof format.pattern === "string" && typeof format.template === "string", `${owner}: a format without text`);
  return {
    pattern: format.pattern,
    template: format.template,
    leadingDigits: format.leadingDigits ?? [],
    prefixRule: format.prefixRule ?? "",
    hasCarrierRule: format.carrierRule !== undefined,
    isPrefixOptional: Boolean(format.isPrefixOptional),
  };
}

function readTerritory(key, array) {
  const entry = fields(array, METADATA, key);
  ensure(entry.id === (/^\d+$/.test(key) ? "001" : key), `entry ${key} names itself ${entry.id}`);
  ensure(entry.general?.[DESC.pattern], `entry ${key} has no general pattern`);
  ensure(entry.general[DESC.lengths]?.length > 0, `entry ${key} has no possible lengths`);
  return {
    region: entry.id,
    callingCode: entry.callingCode,
    general: readDesc(entry.general, key),
    types: Object.fromEntries(TYPES_BY_PRECEDENCE.map((type) => [type, readDesc(entry[type], `${key}, ${type}`)])),
    isMobileLikeFixedLine: Boolean(entry.sameMobileAndFixedLine),
    internationalPrefix: entry.internationalPrefix ?? "",
    nationalPrefix: entry.nationalPrefix ?? "",
    nationalPrefixForParsing: entry.nationalPrefixForParsing ?? "",
    transformRule: entry.nationalPrefixTransformRule ?? "",
    extensionPrefix: entry.extensionPrefix ?? "",
    leadingDigits: entry.leadingDigits ?? "",
    formats: (entry.formats ?? []).map((format) => readFormat(format, key)),
    internationalFormats: (entry.internationalFormats ?? []).map((format) => readFormat(format, key)),
  };
}

/** Returns the territories of every calling code, the main one first: `[{ code, territories }]`, sorted by code. */
export function readMetadata(text) {
  // The package has these names a second time, for short numbers, in another namespace.
  const regionsOf = literal(text, "i18n.phonenumbers.metadata.countryCodeToRegionCodeMap");
  const metadata = literal(text, "i18n.phonenumbers.metadata.countryToMetadata");

  ensure(
    Object.keys(regionsOf).length > 200,
    "fewer than 200 calling codes: this is not libphonenumber's full metadata",
  );
  ensure(metadata.CN?.[METADATA.callingCode] === 86, "region CN is not at calling code 86: the fields have moved");
  ensure(
    metadata.US?.[METADATA.internationalPrefix] === "011",
    "the US dial abroad with something else than 011: the fields have moved",
  );
  ensure(metadata.GB?.[METADATA.nationalPrefix] === "0", "the national prefix of GB is not 0: the fields have moved");

  return Object.entries(regionsOf)
    .map(([code, regions]) => ({ code: Number(code), regions }))
    .sort((a, b) => a.code - b.code)
    .map(({ code, regions }) => {
      const isGeographic = regions[0] !== "001";
      ensure(isGeographic || regions.length === 1, `calling code ${code} belongs to the world and to a country`);
      const territories = regions.map((region) => {
        const key = isGeographic ? region : String(code);
        ensure(!isGeographic || /^[A-Z]{2}$/.test(region), `${region} is not an ISO 3166-1 alpha-2 region`);
        ensure(metadata[key], `calling code ${code} belongs to ${key}, of which there is no metadata`);
        const territory = readTerritory(key, metadata[key]);
        ensure(territory.callingCode === code, `${key} does not belong to calling code ${code}`);
        return territory;
      });
      return { code, territories };
    });
}
