// The numbering plan of a calling code: libphonenumber's patterns as tries. src/phone/metadata/plan.rs describes them.

import { Automaton, PrefixMatcher } from "./pattern.mjs";
import { ensure, TYPES_BY_PRECEDENCE } from "./source.mjs";
import { buildTrie, LONGEST } from "./trie.mjs";

/** The types of numbers in the order of `PhoneNumberType` in src/phone/number.rs. */
export const NUMBER_TYPES = [
  "fixedLine",
  "mobile",
  "fixedLineOrMobile",
  "tollFree",
  "premiumRate",
  "sharedCost",
  "voip",
  "personalNumber",
  "pager",
  "uan",
  "voicemail",
  "unknown",
];
export const UNKNOWN = NUMBER_TYPES.indexOf("unknown");

const MOST_FORMATS = 31;
const MOST_GROUPS = 5;

/** Numbers distinct values in the order of their first use. */
class Numbering {
  #numbers = new Map();
  values = [];

  constructor(...first) {
    first.forEach((value) => this.of(value));
  }
  of(value) {
    const text = JSON.stringify(value);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

/** `isNumberMatchingDesc`: the length is possible, if any are listed, and the pattern matches. */
const descMatcher = (desc) => ({
  automaton: desc.pattern === "" || desc.lengths[0] === -1 ? null : new Automaton(desc.pattern),
  lengths: desc.lengths,
});
const matches = ({ automaton, lengths }, state, length) =>
  automaton !== null && (lengths.length === 0 || lengths.includes(length)) && automaton.accepts(state);

/** `getNumberTypeHelper` for a number whose automata are in the given states. */
function numberType(territory, states, length) {
  const has = (name) => matches(territory.descs[name], states[territory.indexes[name]], length);
  if (!has("general")) return "unknown";
  for (const type of TYPES_BY_PRECEDENCE) {
    if (type === "fixedLine" || type === "mobile" || !has(type)) continue;
    return type;
  }
  if (has("fixedLine")) return territory.isMobileLikeFixedLine || has("mobile") ? "fixedLineOrMobile" : "fixedLine";
  return !territory.isMobileLikeFixedLine && has("mobile") ? "mobile" : "unknown";
}

/**
 * Classifies every number of a calling code: `{ regions, numbers, classes }`.
 *
 * `regions` gives the index, plus 1, of the first territory whose leading digits match; with one territory it always gives
 * that one. `numbers` gives an index in `classes`. A class is `{ territory, type }`, where `territory` is an index, or `null`
 * if `regions` decides.
 */
function numbersOf(territories) {
  const automata = [];
  const add = (automaton) => (automaton === null ? -1 : automata.push(automaton) - 1);
  const matchers = territories.map((territory) => {
    const descs = { general: descMatcher(territory.general) };
    for (const type of TYPES_BY_PRECEDENCE) descs[type] = descMatcher(territory.types[type]);
    const indexes = Object.fromEntries(Object.entries(descs).map(([name, desc]) => [name, add(desc.automaton)]));
    const leadingDigits = territory.leadingDigits
      ? add(new Automaton(territory.leadingDigits, { isPrefix: true }))
      : undefined;
    return { descs, indexes, leadingDigits, isMobileLikeFixedLine: territory.isMobileLikeFixedLine };
  });
  const begins = ({ leadingDigits }, states) =>
    matchers.length === 1 || (leadingDigits !== undefined && automata[leadingDigits].accepts(states[leadingDigits]));

  // `getRegionCodeForNumber`, and the type of the number in that region.
  const classOf = (states, length) => {
    for (const [index, territory] of matchers.entries()) {
      if (begins(territory, states)) return { territory: null, type: numberType(territory, states, length) };
      if (territory.leadingDigits !== undefined) continue;
      const type = numberType(territory, states, length);
      if (type !== "unknown") return { territory: index, type };
    }
    return { territory: null, type: "unknown" };
  };

  const classes = new Numbering({ territory: null, type: "unknown" });
  const trieOf = (value) =>
    buildTrie({
      start: automata.map((automaton) => automaton.start),
      next: (states, digit) => states.map((state, i) => automata[i].next(state, digit)),
      value,
      key: (states) => states.join(),
    });
  return {
    regions: trieOf((states) => matchers.findIndex((territory) => begins(territory, states)) + 1),
    numbers: trieOf((states, length) => classes.of(classOf(states, length))),
    classes: classes.values,
  };
}

/** The trie of 1 for strings that match a pattern as a whole, otherwise 0. */
function wholeMatches(pattern) {
  const automaton = new Automaton(pattern);
  return buildTrie({
    start: automaton.start,
    next: (state, digit) => automaton.next(state, digit),
    value: (state) => Number(automaton.accepts(state)),
    key: String,
  });
}

/** The trie of `valueOf(match, captures)` for a prefix pattern's match in all dialled digits. */
function prefixTrie(pattern, valueOf) {
  const matcher = new PrefixMatcher(pattern);
  return buildTrie({
    start: matcher.start,
    next: (state, digit) => matcher.next(state, digit),
    value: (state) => valueOf(matcher.result(state), matcher.captures),
    key: (state) => matcher.key(state),
  });
}

const NOTHING = buildTrie({ start: 0, next: () => 0, value: () => 0, key: String });

const internationalPrefixTrie = (pattern) =>
  pattern === "" ? NOTHING : prefixTrie(pattern, (match) => match?.length ?? 0);

/** `maybeStripNationalPrefixAndCarrierCode` as `{ trie, prefixes, areaCode }`. The trie gives an index in `prefixes`, plus 1. */
function nationalPrefixOf(territory) {
  const { region, nationalPrefixForParsing: pattern, transformRule } = territory;
  if (pattern === "") {
    ensure(transformRule === "", `${region}: a transform rule without a national prefix for parsing`);
    return { trie: NOTHING, prefixes: [], areaCode: "" };
  }
  const rule = /^(\d*)\$(\d)$/.exec(transformRule);
  ensure(transformRule === "" || rule, `${region}: cannot read the transform rule ${transformRule}`);
  const group = rule ? Number(rule[2]) : 0;
  const prefixes = new Numbering();
  const trie = prefixTrie(pattern, (match, captures) => {
    ensure(group <= captures, `${region}: the transform rule ${transformRule} names a group that is not there`);
    if (!match || match.length === 0) return 0;
    const span = (n) => (match.spans[n * 2 + 1] === undefined ? undefined : match.spans.slice(n * 2, n * 2 + 2));
    const last = captures === 0 ? undefined : span(captures);
    const isTransformed = rule !== null && (captures === 0 || (last !== undefined && last[0] < last[1]));
    if (isTransformed) ensure(span(group), `${region}: group ${group} can be absent where ${captures} is present`);
    return prefixes.of({ taken: match.length, kept: isTransformed ? span(group) : null }) + 1;
  });
  return { trie, prefixes: prefixes.values, areaCode: rule?.[1] ?? "" };
}

/** The fewest and most digits of each group in a format's pattern, `[min, max]`. */
function groupsOf(pattern, owner) {
  ensure(
    /^(?:\(\\d(?:\{\d+(?:,\d+)?\})?\))+$/.test(pattern),
    `${owner}: cannot read the format ${pattern}, which is more than groups of digits`,
  );
  const groups = [...pattern.matchAll(/\(\\d(?:\{(\d+)(?:,(\d+))?\})?\)/g)].map(([, min, max]) => [
    Number(min ?? 1),
    Number(max ?? min ?? 1),
  ]);
  ensure(groups.length <= MOST_GROUPS, `${owner}: the format ${pattern} has more than ${MOST_GROUPS} groups`);
  ensure(
    groups.every(([min, max]) => min >= 1 && min <= max && max <= LONGEST),
    `${owner}: the format ${pattern} has a group of no digits or of too many`,
  );
  return groups;
}

/** The shortest list that has the items of both lists in their orders. */
function mergeInOrder(left, right, isSame) {
  const best = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      best[i][j] = isSame(left[i], right[j]) ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && isSame(left[i], right[j])) merged.push([left[i++], right[j++]]);
    else if (j >= right.length || (i < left.length && best[i + 1][j] >= best[i][j + 1]))
      merged.push([left[i++], undefined]);
    else merged.push([undefined, right[j++]]);
  }
  return merged;
}

/** The count of digits for the first pattern of leading digits. Each later pattern needs one digit more. */
const FIRST_LEADING_DIGITS = 3;

/**
 * The table has only the last pattern of leading digits. While a number is typed, an earlier pattern must match exactly the
 * digits that can still become a match of the last one. as_you_type/template.rs relies on that.
 */
function ensureEarlierFollowFromLast(patterns, owner) {
  const last = new Automaton(patterns.at(-1), { isPrefix: true });
  const possible = new Map([[-1, false]]);
  const canMatch = (state) => {
    if (!possible.has(state)) {
      const next = () => Array.from({ length: 10 }, (_, digit) => last.next(state, digit));
      possible.set(state, last.accepts(state) || next().some(canMatch));
    }
    return possible.get(state);
  };
  patterns.slice(0, -1).forEach((pattern, i) => {
    const earlier = new Automaton(pattern, { isPrefix: true });
    let states = new Map([["", [earlier.start, last.start]]]);
    for (let digits = 0; digits < FIRST_LEADING_DIGITS + i; digits += 1) {
      const next = new Map();
      for (const [a, b] of states.values())
        for (let digit = 0; digit < 10; digit += 1) {
          const both = [earlier.next(a, digit), last.next(b, digit)];
          next.set(both.join(), both);
        }
      states = next;
    }
    for (const [a, b] of states.values())
      ensure(
        earlier.accepts(a) === canMatch(b),
        `${owner}: the leading digits ${pattern} do not follow from ${patterns.at(-1)}, which as_you_type/template.rs relies on`,
      );
  });
}

/** The formats of a territory: `{ formats, leadingDigits, sets }`. */
function formatsOf(territory, owner) {
  const isSame = (a, b) =>
    a.pattern === b.pattern &&
    a.template === b.template &&
    JSON.stringify(a.leadingDigits) === JSON.stringify(b.leadingDigits);
  const merged = mergeInOrder(territory.formats, territory.internationalFormats, isSame);
  ensure(merged.length <= MOST_FORMATS, `${owner} has more than ${MOST_FORMATS} formats`);

  const automata = merged.map(([national, international]) => {
    const leadingDigits = (national ?? international).leadingDigits;
    if (leadingDigits.length > 1) ensureEarlierFollowFromLast(leadingDigits, owner);
    return leadingDigits.length === 0 ? null : new Automaton(leadingDigits.at(-1), { isPrefix: true });
  });
  const sets = new Numbering(0);
  const leadingDigits = buildTrie({
    start: automata.map((automaton) => automaton?.start ?? 0),
    next: (states, digit) => states.map((state, i) => automata[i]?.next(state, digit) ?? 0),
    value: (states) =>
      sets.of(
        automata.reduce((set, automaton, i) => set | (!automaton || automaton.accepts(states[i]) ? 1 << i : 0), 0) >>>
          0,
      ),
    key: (states) => states.join(),
  });
  const formats = merged.map(([national, international]) => {
    const format = national ?? international;
    return {
      groups: groupsOf(format.pattern, owner),
      template: format.template,
      // The fields below are for national formats only.
      prefixRule: national?.prefixRule.replace("$NP", territory.nationalPrefix).replace("$FG", "$1") ?? "",
      isPrefixOptional: national?.isPrefixOptional ?? false,
      hasCarrierRule: national?.hasCarrierRule ?? false,
      leadingDigitsPatterns: format.leadingDigits.length,
      isNational: national !== undefined,
      isInternational: international !== undefined,
    };
  });
  for (const { groups, template, prefixRule } of formats) {
    const used = [...template.matchAll(/\$(\d)/g)].map(([, n]) => Number(n));
    ensure(/^(?:\$\d|[ ().\-/\d])+$/.test(template), `${owner}: cannot read the template ${template}`);
    ensure(Math.max(...used) <= groups.length, `${owner}: the template ${template} has more groups than the pattern`);
    ensure(/^$|^[\d ()-]*\$1[)]?$/.test(prefixRule), `${owner}: cannot read the national prefix rule ${prefixRule}`);
  }
  return { formats, leadingDigits, sets: sets.values };
}

const lengthsOf = (lengths, owner) =>
  lengths.reduce((set, length) => {
    ensure(length >= 2 && length <= LONGEST, `${owner}: a possible length of ${length} digits`);
    return set | (1 << length);
  }, 0);

/** Everything that the packed table holds for one calling code. */
export function numberingPlan({ code, territories }) {
  const [main] = territories;
  for (const { region, formats, internationalFormats } of territories.slice(1))
    ensure(
      formats.length === 0 && internationalFormats.length === 0,
      `${region} has formats, but is not the main region of +${code}`,
    );
  const { regions, numbers, classes } = numbersOf(territories);
  return {
    code,
    territories: territories.map((territory) => {
      const owner = `${territory.region} (+${code})`;
      const national = nationalPrefixOf(territory);
      return {
        region: territory.region,
        possibleLengths: lengthsOf(territory.general.lengths, owner),
        localOnlyLengths: lengthsOf(territory.general.localLengths, owner),
        general: wholeMatches(territory.general.pattern),
        internationalPrefix: internationalPrefixTrie(territory.internationalPrefix),
        nationalPrefix: national.trie,
        prefixes: national.prefixes,
        areaCode: national.areaCode,
        extensionLabel: territory.extensionPrefix,
      };
    }),
    regions,
    numbers,
    classes,
    ...formatsOf(main, `+${code}`),
  };
}
