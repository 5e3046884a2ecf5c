// Compares a packed table with the regular expressions it was made from: looks up many strings of digits in the unpacked table
// and runs libphonenumber's functions for them. To stay independent, it uses no automata and only looks values up in tries.

import { NUMBER_TYPES } from "./plan.mjs";
import { samples } from "./pattern.mjs";
import { ROW, ROW_WIDTH } from "./pack-trie.mjs";
import { ensure, TYPES_BY_PRECEDENCE } from "./source.mjs";

const LONGEST_DIGITS = ROW_WIDTH - 2;

/** The value of a string of digits in an unpacked trie. */
function lookUp({ root, nodes, rows, values }, digits) {
  let place = root;
  for (const digit of digits) {
    if (place & ROW) break;
    place = nodes[place][Number(digit)];
  }
  if (!(place & ROW)) place = nodes[place][10];
  return values[rows[place ^ ROW][Math.min(digits.length, ROW_WIDTH - 1)]];
}

// ── libphonenumber's functions, with its regular expressions ────────────────────────────────────────────────────────

const whole = (pattern) => new RegExp(`^(?:${pattern})$`);
const lookingAt = (pattern) => new RegExp(`^(?:${pattern})`);

function rules(territory) {
  const desc = ({ pattern, lengths }) => ({ pattern: whole(pattern), lengths });
  return {
    ...territory,
    general: desc(territory.general),
    types: Object.fromEntries(TYPES_BY_PRECEDENCE.map((type) => [type, desc(territory.types[type])])),
    leadingDigits: territory.leadingDigits && lookingAt(territory.leadingDigits),
    international: territory.internationalPrefix && lookingAt(territory.internationalPrefix),
    national: territory.nationalPrefixForParsing && lookingAt(territory.nationalPrefixForParsing),
  };
}

/** `isNumberMatchingDesc`. */
const isMatching = ({ pattern, lengths }, digits) =>
  (lengths.length === 0 || lengths.includes(digits.length)) && pattern.test(digits);

/** `getNumberTypeHelper`. */
function typeOf(territory, digits) {
  if (!isMatching(territory.general, digits)) return "unknown";
  for (const type of TYPES_BY_PRECEDENCE)
    if (type !== "fixedLine" && type !== "mobile" && isMatching(territory.types[type], digits)) return type;
  const isMobile = () => isMatching(territory.types.mobile, digits);
  if (isMatching(territory.types.fixedLine, digits))
    return territory.isMobileLikeFixedLine || isMobile() ? "fixedLineOrMobile" : "fixedLine";
  return !territory.isMobileLikeFixedLine && isMobile() ? "mobile" : "unknown";
}

/** `getRegionCodeForNumber`, as an index of the territories. */
function territoryOf(territories, digits) {
  if (territories.length === 1) return 0;
  const found = territories.findIndex((territory) =>
    territory.leadingDigits ? territory.leadingDigits.test(digits) : typeOf(territory, digits) !== "unknown",
  );
  return found < 0 ? null : found;
}

/** `maybeStripNationalPrefixAndCarrierCode`, without its check that the digits were a valid number before. */
function withoutNationalPrefix(territory, digits) {
  const match = territory.national && territory.national.exec(digits);
  if (!match || match[0] === "") return digits;
  const isTransformed = territory.transformRule !== "" && match.at(-1);
  return isTransformed ? digits.replace(territory.national, territory.transformRule) : digits.slice(match[0].length);
}

// ── The same functions, with the unpacked table ───────────────────────────────────────────────────────────────────────────────

function classOf(plan, digits) {
  const value = lookUp(plan.numbers, digits);
  const byRegion = plan.regions === undefined ? 0 : lookUp(plan.regions, digits) - 1;
  const territory = value >> 4 ? (value >> 4) - 1 : byRegion;
  return { territory: territory < 0 ? null : territory, type: NUMBER_TYPES[value & 15] };
}

function strippedBy(territory, digits) {
  const value = lookUp(territory.nationalPrefix, digits);
  if (value === 0) return digits;
  const rest = digits.slice(value & 31);
  return value >> 10 ? territory.areaCode + digits.slice((value >> 5) & 31, value >> 10) + rest : rest;
}

// ── The strings that are compared ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Strings of digits that match the patterns of a calling code, and mutations of them. The same code gives the same strings. */
function testStrings({ code, territories }) {
  let state = code;
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const numbers = new Set([""]);
  const mutate = (digits) => {
    const at = random(digits.length + 1);
    const digit = String(random(10));
    switch (random(4)) {
      case 0:
        return digits.slice(0, at) + digit + digits.slice(at);
      case 1:
        return digits.slice(0, at) + digits.slice(at + 1);
      default:
        return digits.slice(0, at) + digit + digits.slice(at + 1);
    }
  };
  const add = (digits) => {
    if (digits.length > LONGEST_DIGITS) return;
    numbers.add(digits);
    numbers.add(mutate(digits));
    numbers.add(mutate(mutate(digits)));
  };
  const addAll = (pattern, more = () => "") => {
    if (pattern) for (const digits of samples(pattern, random)) add(digits + more());
  };
  const tail = () => String(random(1e9)).slice(0, random(9));
  for (const territory of territories) {
    for (const desc of [territory.general, ...Object.values(territory.types)]) {
      if (desc.example) add(desc.example);
      addAll(desc.pattern);
    }
    addAll(territory.leadingDigits, tail);
    addAll(territory.internationalPrefix, tail);
    addAll(territory.nationalPrefixForParsing, tail);
    for (const format of [...territory.formats, ...territory.internationalFormats])
      for (const pattern of format.leadingDigits) addAll(pattern, tail);
    for (const digits of [...numbers].slice(0, 200))
      if (territory.nationalPrefix) add(territory.nationalPrefix + digits);
  }
  for (let i = 0; i < 300; i += 1) add(String(random(1e9)) + String(random(1e8)).slice(0, random(8)));
  for (let i = 0; i < 1000; i += 1) numbers.add(String(i).padStart(3, "0"));
  return numbers;
}

/** The count of digits for a format's first pattern of leading digits. The table has only the last pattern. */
const FIRST_LEADING_DIGITS = 3;

/** Fails if an unpacked table differs from the metadata it was made from. Returns the count of compared strings. */
export function verify(metadata, unpacked) {
  let compared = 0;
  ensure(unpacked.plans.length === metadata.length, "the table has not as many calling codes as the metadata");
  metadata.forEach((source, i) => {
    const plan = unpacked.plans[i];
    const entry = unpacked.entries[i];
    const regions = source.territories.map(({ region }) => region);
    const owner = `+${source.code}`;
    const ensureSame = (what, actual, expected) =>
      ensure(
        JSON.stringify(actual) === JSON.stringify(expected),
        `the packed table is wrong: ${owner}, ${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
      );
    ensureSame("code", entry.code, source.code);
    ensureSame(
      "regions",
      plan.territories.map(({ region }) => region),
      regions,
    );
    const territories = source.territories.map(rules);
    territories.forEach((territory, k) => {
      const set = (lengths) => lengths.reduce((set, length) => set | (1 << length), 0);
      const packed = plan.territories[k];
      ensureSame(`${regions[k]}, possible lengths`, packed.possibleLengths, set(territory.general.lengths));
      ensureSame(
        `${regions[k]}, local lengths`,
        packed.localOnlyLengths,
        set(source.territories[k].general.localLengths),
      );
      ensureSame(`${regions[k]}, extension`, packed.extensionLabel, territory.extensionPrefix);
    });

    // The formats of each list in their order, with the leading digits that select them.
    const [main] = source.territories;
    const lists = [
      [main.formats, "isNational"],
      [main.internationalFormats, "isInternational"],
    ].map(([formats, flag]) => {
      const indexes = plan.formats.flatMap((format, index) => (format[flag] ? [index] : []));
      ensureSame(`number of formats, ${flag}`, indexes.length, formats.length);
      return formats.map((format, k) => {
        const packed = plan.formats[indexes[k]];
        const rule = format.prefixRule.replace("$NP", main.nationalPrefix).replace("$FG", "$1");
        const groups = packed.groups.map(([min, max]) => `(\\d{${min},${max}})`).join("");
        const plain = format.pattern.replace(/\{(\d+)\}/g, "{$1,$1}").replace(/\\d\)/g, "\\d{1,1})");
        ensureSame(`format ${k}, groups`, groups, plain);
        ensureSame(`format ${k}, template`, packed.template, format.template);
        ensureSame(`format ${k}, leading digits`, packed.leadingDigitsPatterns, format.leadingDigits.length);
        if (flag === "isNational") {
          ensureSame(`format ${k}, rule`, packed.prefixRule, rule);
          ensureSame(`format ${k}, optional prefix`, packed.isPrefixOptional, format.isPrefixOptional);
          ensureSame(`format ${k}, carrier's code`, packed.hasCarrierRule, format.hasCarrierRule);
        }
        return { bit: 1 << indexes[k], patterns: format.leadingDigits.map(lookingAt) };
      });
    });

    for (const digits of testStrings(source)) {
      compared += 1;
      const territory = territoryOf(territories, digits);
      const type = territory === null ? "unknown" : typeOf(territories[territory], digits);
      ensureSame(`class of ${digits}`, classOf(plan, digits), { territory, type });
      territories.forEach((rule, k) => {
        const packed = plan.territories[k];
        const what = `${regions[k]}, ${digits}`;
        ensureSame(`${what}, general`, lookUp(packed.general, digits) === 1, rule.general.pattern.test(digits));
        const dialled = (rule.international && rule.international.exec(digits)?.[0].length) || 0;
        ensureSame(`${what}, international prefix`, lookUp(packed.internationalPrefix, digits), dialled);
        ensureSame(`${what}, national prefix`, strippedBy(packed, digits), withoutNationalPrefix(rule, digits));
      });
      const set = lookUp(plan.leadingDigits, digits);
      for (const { bit, patterns } of lists.flat())
        ensureSame(`format for ${digits}`, (set & bit) !== 0, patterns.length === 0 || patterns.at(-1).test(digits));
      // as_you_type/template.rs assumes that an earlier pattern matches where the last one can still match.
      for (const { bit, patterns } of lists.flat()) {
        const earlier = patterns[digits.length - FIRST_LEADING_DIGITS];
        if (earlier === undefined || earlier === patterns.at(-1)) continue;
        ensureSame(
          `format while typing ${digits}`,
          canStillMatch(plan.leadingDigits, digits, bit),
          earlier.test(digits),
        );
      }
    }
  });
  return compared;
}

/** Whether a string that begins with the digits has the bit in its value. */
function canStillMatch({ root, nodes, rows, values }, digits, bit) {
  let place = root;
  for (const digit of digits) if (!(place & ROW)) place = nodes[place][Number(digit)];
  const any = (place) => (place & ROW ? (values[rows[place ^ ROW].at(-1)] & bit) !== 0 : nodes[place].some(any));
  return any(place);
}
