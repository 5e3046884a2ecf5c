#!/usr/bin/env node
// Writes the phone metadata of the crate from a release of libphonenumber:
//
//   node tools/metadata/generate.mjs          writes src/phone/metadata/table.rs and pkg/src/metadata-version.ts
//   node tools/metadata/generate.mjs --check  writes nothing; exits 1 when a committed file is not what would be written
//
// The source is the npm package named in release.json. It does not say which release of libphonenumber it carries, so
// release.json does: whoever updates the package reads the release in the package's changelog and changes both there.
// The same package gives the same bytes. The form of the table is described in src/phone/metadata/mod.rs.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

class MetadataError extends Error {}

function ensure(condition, message) {
  if (!condition) throw new MetadataError(message);
}

// ── The source ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where libphonenumber's message `PhoneMetadata` keeps its fields in the package's arrays (field numbers of phonemetadata.proto). */
const FIELD = { general: 1, id: 9, callingCode: 10, internationalPrefix: 11, nationalPrefix: 12 };
/** The same for `PhoneNumberDesc`. */
const DESC = { pattern: 2, lengths: 9, localLengths: 10 };

/** The text of the installed package, after its version was held against release.json. */
function readPackage(release) {
  const require = createRequire(import.meta.url);
  let manifestPath;
  try {
    manifestPath = require.resolve(`${release.package}/package.json`);
  } catch {
    throw new MetadataError(`npm package ${release.package} is not installed: run npm ci in the project's root`);
  }
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  ensure(
    manifest.version === release.version,
    `${release.package} ${manifest.version} is installed, but release.json describes ${release.version}: ` +
      "install that version, or state the new version and its libphonenumber release in release.json",
  );
  return readFileSync(join(dirname(manifestPath), manifest.main), "utf8");
}

/** Evaluates the object literal assigned to `name` in `source`. Only the literal runs, in a context of its own. */
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

function readMetadata(source) {
  // The package has a second pair of these names, for short numbers, in another namespace.
  const regionsOf = literal(source, "i18n.phonenumbers.metadata.countryCodeToRegionCodeMap");
  const metadata = literal(source, "i18n.phonenumbers.metadata.countryToMetadata");

  ensure(
    Object.keys(regionsOf).length > 200,
    "fewer than 200 calling codes: this is not libphonenumber's full metadata",
  );
  ensure(metadata.CN?.[FIELD.callingCode] === 86, "region CN is not at calling code 86: the fields have moved");
  ensure(
    metadata.US?.[FIELD.internationalPrefix] === "011",
    "the US dial abroad with something else than 011: the fields have moved",
  );
  ensure(metadata.GB?.[FIELD.nationalPrefix] === "0", "the national prefix of GB is not 0: the fields have moved");
  for (const [key, entry] of Object.entries(metadata)) {
    const general = entry[FIELD.general];
    ensure(entry[FIELD.id] === (/^\d+$/.test(key) ? "001" : key), `entry ${key} names itself ${entry[FIELD.id]}`);
    ensure(typeof general?.[DESC.pattern] === "string", `entry ${key} has no general pattern`);
    ensure(general[DESC.lengths]?.every(Number.isInteger), `entry ${key} has no possible lengths`);
  }
  return { regionsOf, metadata };
}

// ── What a pattern can begin with ───────────────────────────────────────────────────────────────────────────────────

/** Parses the regular expressions of the metadata: digits, classes, `\d`, groups, alternatives and counts; refuses anything else. */
function parsePattern(pattern) {
  let at = 0;
  const refuse = () => {
    throw new MetadataError(`cannot read the pattern ${pattern} at ${at}`);
  };
  const digit = (c) => (/^\d$/.test(c ?? "") ? Number(c) : refuse());

  function alternatives() {
    const choices = [sequence()];
    while (pattern[at] === "|") {
      at += 1;
      choices.push(sequence());
    }
    return { choices };
  }
  function sequence() {
    const items = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") items.push(counted(atom()));
    return { items };
  }
  function atom() {
    const c = pattern[at];
    at += 1;
    if (c === "\\") {
      if (pattern[at] !== "d") refuse();
      at += 1;
      return { digits: new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) };
    }
    if (c === "[") {
      const digits = new Set();
      while (pattern[at] !== "]") {
        const low = digit(pattern[at]);
        at += 1;
        let high = low;
        if (pattern[at] === "-") {
          high = digit(pattern[at + 1]);
          at += 2;
        }
        for (let d = low; d <= high; d += 1) digits.add(d);
      }
      at += 1;
      return { digits };
    }
    if (c === "(") {
      if (pattern.startsWith("?:", at)) at += 2;
      const group = alternatives();
      if (pattern[at] !== ")") refuse();
      at += 1;
      return group;
    }
    return { digits: new Set([digit(c)]) };
  }
  function counted(item) {
    if (pattern[at] === "?") {
      at += 1;
      return { item, min: 0, max: 1 };
    }
    const count = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at));
    if (!count) return item;
    at += count[0].length;
    return { item, min: Number(count[1]), max: Number(count[2] ?? count[1]) };
  }

  const whole = alternatives();
  if (at !== pattern.length) refuse();
  return whole;
}

/** Whether some string that matches the whole `pattern` begins with the digits `start`. */
function canBeginWith(pattern, start) {
  function walk(node, i, next) {
    if (i === start.length) return true;
    if (node.digits) return node.digits.has(Number(start[i])) && next(i + 1);
    if (node.choices) return node.choices.some((choice) => walk(choice, i, next));
    if (node.items) return node.items.reduceRight((rest, item) => (j) => walk(item, j, rest), next)(i);
    const times = (done, j) =>
      (done >= node.min && next(j)) || (done < node.max && walk(node.item, j, (k) => times(done + 1, k)));
    return times(0, i);
  }
  return walk(parsePattern(pattern), 0, (i) => i === start.length);
}

/** Whether the international prefix is "00" whatever digits follow it. */
function isPlainDoubleZero(internationalPrefix) {
  if (!internationalPrefix) return false;
  const prefix = new RegExp(`^(?:${internationalPrefix})`);
  for (let next = 0; next < 10_000; next += 1)
    if (prefix.exec(`00${String(next).padStart(4, "0")}`)?.[0] !== "00") return false;
  return true;
}

// ── The table ───────────────────────────────────────────────────────────────────────────────────────────────────────

const SHORTEST = 2;
const CERTAIN_BEFORE_ZERO = 1;
const CERTAIN_BEFORE_OTHERS = 2;
const DIALS_00 = 4;

const bits = (lengths, width, owner) =>
  lengths.reduce((set, length) => {
    ensure(
      length >= SHORTEST && length < SHORTEST + width,
      `${owner}: the length ${length} does not fit the table's ${width} bits`,
    );
    return set | (1 << (length - SHORTEST));
  }, 0);

function row(callingCode, regions, metadata) {
  const geographic = regions[0] !== "001";
  const owner = geographic ? regions[0] : String(callingCode);
  const entry = metadata[owner];
  ensure(entry, `calling code ${callingCode} belongs to ${owner}, of which there is no metadata`);
  ensure(entry[FIELD.callingCode] === callingCode, `${owner} does not belong to calling code ${callingCode}`);
  const listed = geographic ? regions : [];
  for (const region of listed) ensure(/^[A-Z]{2}$/.test(region), `${region} is not an ISO 3166-1 alpha-2 region`);
  ensure(listed.length < 32, `calling code ${callingCode} has too many regions for the table`);

  const general = entry[FIELD.general];
  const prefix = entry[FIELD.nationalPrefix] ?? "";
  ensure(/^\d{0,2}$/.test(prefix), `${owner}: the national prefix ${prefix} does not fit the table`);
  const isCertainBefore = (digit) => prefix !== "" && !canBeginWith(general[DESC.pattern], prefix + digit);
  const dials00 = isPlainDoubleZero(entry[FIELD.internationalPrefix]);
  const lengths = bits(general[DESC.lengths], 16, owner);
  const localLengths = bits(general[DESC.localLengths] ?? [], 8, owner);
  return [
    callingCode >> 8,
    callingCode & 0xff,
    (listed.length << 3) |
      (isCertainBefore("0") ? CERTAIN_BEFORE_ZERO : 0) |
      ([..."123456789"].every(isCertainBefore) ? CERTAIN_BEFORE_OTHERS : 0) |
      (dials00 ? DIALS_00 : 0),
    Number.parseInt(prefix.padStart(2, "f"), 16),
    lengths & 0xff,
    lengths >> 8,
    localLengths,
    ...Buffer.from(listed.join(""), "ascii"),
  ];
}

function tableSource(release, rows) {
  const lines = rows.map(({ callingCode, regions, bytes }) => {
    const shown = bytes.map((byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", ");
    return `    ${shown}, // +${callingCode} ${regions.join(" ")}`;
  });
  const size = rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return `//! Generated by tools/metadata/generate.mjs from ${release.package} ${release.version}; do not edit.
//! Derived from libphonenumber ${release.release}, Copyright The Libphonenumber Authors, Apache License 2.0.

/// The release of libphonenumber that this crate's phone metadata was taken from.
pub const METADATA_VERSION: &str = ${JSON.stringify(release.release)};

/// One row for each calling code, by number; [the module](super) describes its bytes.
#[rustfmt::skip]
pub(super) static TABLE: [u8; ${size}] = [
${lines.join("\n")}
];
`;
}

const versionSource = (
  release,
) => `// Generated by tools/metadata/generate.mjs from ${release.package} ${release.version}; do not edit.

/** The libphonenumber metadata release compiled into this package, e.g. \`"9.0.40"\`. */
export const metadataVersion: string = ${JSON.stringify(release.release)};
`;

// ── The command ─────────────────────────────────────────────────────────────────────────────────────────────────────

function generate() {
  const release = JSON.parse(readFileSync(join(here, "release.json"), "utf8"));
  const { regionsOf, metadata } = readMetadata(readPackage(release));
  const rows = Object.entries(regionsOf)
    .map(([code, regions]) => ({ callingCode: Number(code), regions }))
    .sort((a, b) => a.callingCode - b.callingCode)
    .map(({ callingCode, regions }) => ({ callingCode, regions, bytes: row(callingCode, regions, metadata) }));
  return {
    release,
    rows,
    files: [
      { path: join(root, "src", "phone", "metadata", "table.rs"), text: tableSource(release, rows) },
      { path: join(root, "pkg", "src", "metadata-version.ts"), text: versionSource(release) },
    ],
  };
}

function summary({ release, rows }) {
  const count = (test) => rows.filter(test).length;
  const regions = new Set(rows.flatMap((r) => r.regions));
  regions.delete("001");
  const size = rows.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const withPrefix = count(({ bytes }) => bytes[3] !== 0xff);
  const certain = count(({ bytes }) => (bytes[2] & 3) === 3);
  const beforeOthers = count(({ bytes }) => (bytes[2] & 3) === CERTAIN_BEFORE_OTHERS);
  const dials00 = count(({ bytes }) => bytes[2] & DIALS_00);
  return [
    `libphonenumber ${release.release} (${release.package} ${release.version}): ` +
      `${rows.length} calling codes, ${count(({ regions: [first] }) => first === "001")} of them non-geographic; ${regions.size} regions`,
    `national prefix: ${withPrefix} calling codes; no number begins with it in ${certain}, ` +
      `none unless a 0 follows in ${beforeOthers}; "00" dials abroad in ${dials00}`,
    `table: ${size} bytes`,
  ].join("\n");
}

function main(args) {
  ensure(
    args.every((arg) => arg === "--check"),
    "usage: node tools/metadata/generate.mjs [--check]",
  );
  const generated = generate();
  console.log(summary(generated));
  const stale = generated.files.filter(({ path, text }) => {
    try {
      return readFileSync(path, "utf8") !== text;
    } catch {
      return true;
    }
  });
  for (const { path, text } of stale) {
    const name = relative(root, path);
    if (args.includes("--check")) {
      console.error(`${name} is not what the metadata gives: run node tools/metadata/generate.mjs`);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      console.log(`wrote ${name}`);
    }
  }
  if (stale.length === 0) console.log("all files are up to date");
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof MetadataError)) throw error;
  console.error(`metadata: ${error.message}`);
  process.exitCode = 1;
}
