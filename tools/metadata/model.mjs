// What is decided when a table is packed, what is known then, and which of it makes up the contexts of a decision.
// src/phone/metadata/unpack.rs and features.rs have the same lists.

import { readFileSync } from "node:fs";
import { MOST_CONTEXTS } from "./coder.mjs";
import { ensure } from "./source.mjs";

/**
 * What may be known: the word it is in, its first bit and how many it has. `last1`, `last3` and `last6` are parts of one
 * history. Some stand for other things in other decisions; `node` and `own` are never known together.
 */
const FEATURES = {
  depth: [0, 0, 5],
  digit: [0, 5, 5],
  last1: [0, 10, 1],
  last3: [0, 10, 3],
  last6: [0, 10, 6],
  previous: [0, 16, 5],
  before: [0, 21, 5],
  above: [0, 26, 5],
  isInner: [0, 31, 1],
  inner: [1, 0, 4],
  aligned: [1, 4, 4],
  alignedSign: [1, 8, 4],
  fit: [1, 12, 3],
  lengths: [1, 15, 5],
  rank: [1, 20, 5],
  isAboveBefore: [1, 25, 1],
  isFollowerAbove: [1, 26, 2],
  isBefore: [1, 28, 1],
  isFollower: [1, 29, 1],
  known: [2, 0, 5],
  sign: [2, 5, 4],
  birth: [2, 9, 5],
  own: [2, 14, 18],
  node: [2, 14, 8],
};

const IN_CHILD =
  "depth digit last1 last3 last6 previous before above isAboveBefore isFollowerAbove aligned alignedSign fit lengths own";
const IN_RECORD = "node digit previous before above inner sign";

/** What is decided in a trie, and what is known then. */
const IN_TRIES = {
  same: IN_CHILD,
  above: IN_CHILD,
  inner: IN_CHILD,
  fresh: `${IN_CHILD} isInner`,
  rank: `${IN_CHILD} isInner sign isBefore isFollower birth`,
  root: "aligned alignedSign",
  end: "known last1",
  usual: "depth aligned alignedSign lengths",
  constant: "depth last1",
  like: "depth digit last1 aligned alignedSign lengths",
  back: "depth digit last1 aligned alignedSign lengths",
  newValue: "depth previous known lengths alignedSign",
  valueRank: "depth previous known lengths alignedSign rank sign",
  numberType: "node depth previous known lengths alignedSign",
  territory: "node depth previous known lengths alignedSign sign",
  inSet: "alignedSign previous above inner rank fit",
  small: "node depth previous",
  keptEnd: "node depth previous",
  keptStart: "node depth previous",
};
/** The same for everything else. */
const IN_PLANS = {
  sameAs: "digit",
  formats: "node",
  lengths: IN_RECORD,
  area: IN_RECORD,
  format: IN_RECORD,
};

/** The kinds of tries; decisions are learnt apart for each. */
export const KIND = {
  numbers: 0,
  general: 1,
  otherGeneral: 2,
  regions: 3,
  internationalPrefix: 4,
  nationalPrefix: 5,
  leadingDigits: 6,
};
const KINDS = Object.keys(KIND).length;

const TRIE_DECISIONS = Object.keys(IN_TRIES);
const PLAN_DECISIONS = Object.keys(IN_PLANS);

/** How many sorts of decisions are learnt apart. */
export const SETS = (2 * TRIE_DECISIONS.length + PLAN_DECISIONS.length) * KINDS;

/** The names of the features of each context, by decision: in tries, in those of leading digits, and elsewhere. */
export const CONTEXTS = JSON.parse(readFileSync(new URL("contexts.json", import.meta.url), "utf8"));

const FEATURE_NAMES = Object.keys(FEATURES);

/** The known bits that a context looks at, a word each. */
export function bitsOf(names) {
  const words = [0, 0, 0];
  for (const name of names.split(" ").filter(Boolean)) {
    ensure(FEATURES[name], `contexts.json: there is no feature ${name}`);
    const [word, first, width] = FEATURES[name];
    words[word] |= (2 ** width - 1) << first;
  }
  return words;
}

/** What can be decided: its number among the sorts learnt apart, its contexts, and what may be in these. */
function decision(group, name, set, features) {
  const names = CONTEXTS[group][name] ?? [];
  for (const name of names.flatMap((context) => context.split(" ").filter(Boolean)))
    ensure(features.split(" ").includes(name), `contexts.json: ${name} is not known in ${group}`);
  ensure(names.length <= MOST_CONTEXTS, `contexts.json: ${name} in ${group} has too many contexts`);
  return { group, name, set, contexts: names.map(bitsOf), features: features.split(" ") };
}

/** The decisions of each kind of trie, by name. */
export const TRIE = Object.values(KIND).map((kind) =>
  Object.fromEntries(
    Object.entries(IN_TRIES).map(([name, features], i) => [
      name,
      decision(kind === KIND.leadingDigits ? "inLeadingDigits" : "inTries", name, i * KINDS + kind, features),
    ]),
  ),
);
/** The other decisions, by name. */
export const PLAN = Object.fromEntries(
  Object.entries(IN_PLANS).map(([name, features], i) => [
    name,
    decision("inPlans", name, (2 * TRIE_DECISIONS.length + i) * KINDS, features),
  ]),
);

/** The contexts of all decisions one after the other, and where those of each decision begin. */
export function contextTable() {
  const all = [
    ...TRIE_DECISIONS.map((name) => TRIE[KIND.numbers][name]),
    ...TRIE_DECISIONS.map((name) => TRIE[KIND.leadingDigits][name]),
    ...PLAN_DECISIONS.map((name) => PLAN[name]),
  ];
  const starts = [];
  const contexts = [];
  for (const decision of all) {
    starts.push(contexts.length);
    contexts.push(...decision.contexts);
  }
  ensure(contexts.length < 256, "there are more contexts than a byte can count");
  return { contexts, starts };
}

/** What is known when something is decided, packed in words. */
export class Known {
  words = new Uint32Array(3);

  /** Says what is known, and that nothing else is. */
  only(values) {
    this.words.fill(0);
    this.also(values);
  }

  /** Says what else is known. */
  also(values) {
    for (const name in values) {
      const [word, first, width] = FEATURES[name];
      const value = Number(values[name]);
      ensure(value >= 0 && value < 2 ** width, `the packed table has no place for ${name} = ${value}`);
      this.words[word] = (this.words[word] & ~((2 ** width - 1) << first)) | (value << first);
    }
  }
}

export { FEATURE_NAMES };
