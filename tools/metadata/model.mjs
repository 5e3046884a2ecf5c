// The model of the packed table: its decisions, the features that are known when one is made, and the contexts, which are sets
// of features. src/phone/metadata/unpacker.rs and features.rs have the same lists.

import { readFileSync } from "node:fs";
import { MOST_CONTEXTS } from "./coder.mjs";
import { ensure } from "./source.mjs";

/**
 * The features: the index of the word, the first bit, and the count of bits. `last1` is a part of `last6`. The meaning of a
 * feature depends on the decision. `node` and `own` share bits and are never known together.
 */
const FEATURES = {
  depth: [0, 0, 5],
  digit: [0, 5, 5],
  last1: [0, 10, 1],
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

/** The kinds of tries. Each kind learns its decisions separately. */
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

/** The decisions in a trie, then all others, each in the order of the enum `Decision` in unpacker.rs. */
const TRIE_DECISIONS = [
  "same",
  "above",
  "inner",
  "fresh",
  "rank",
  "root",
  "end",
  "usual",
  "constant",
  "like",
  "back",
  "newValue",
  "valueRank",
  "numberType",
  "territory",
  "inSet",
  "small",
  "keptEnd",
  "keptStart",
];
const PLAN_DECISIONS = ["sameAs", "formats", "lengths", "area", "format"];

/** The count of sets of decisions that are learnt separately. */
export const SETS = (2 * TRIE_DECISIONS.length + PLAN_DECISIONS.length) * KINDS;

/**
 * The features of each context, by decision: in tries, in tries of leading digits, and elsewhere. A search over release 9.0.40
 * found them. Any choice gives a correct table, so a later release only gets a table that could be a little smaller.
 */
const CONTEXTS = JSON.parse(readFileSync(new URL("contexts.json", import.meta.url), "utf8"));

/** The bits of the three words of features that a context looks at. */
function contextBits(names) {
  const words = [0, 0, 0];
  for (const name of names.split(" ").filter(Boolean)) {
    ensure(FEATURES[name], `contexts.json: there is no feature ${name}`);
    const [word, first, width] = FEATURES[name];
    words[word] |= (2 ** width - 1) << first;
  }
  return words;
}

/** Decisions by name. `setOf` gives the set in which a decision is learnt, from its index. */
function decisionsOf(names, group, setOf) {
  return Object.fromEntries(
    names.map((name, index) => {
      const contexts = CONTEXTS[group][name] ?? [];
      ensure(contexts.length <= MOST_CONTEXTS, `contexts.json: ${name} in ${group} has too many contexts`);
      return [name, { name, set: setOf(index), contexts: contexts.map(contextBits) }];
    }),
  );
}

/** The decisions of each kind of trie, by name. */
export const TRIE = Object.values(KIND).map((kind) =>
  decisionsOf(
    TRIE_DECISIONS,
    kind === KIND.leadingDigits ? "inLeadingDigits" : "inTries",
    (index) => index * KINDS + kind,
  ),
);
/** The other decisions, by name. */
export const PLAN = decisionsOf(PLAN_DECISIONS, "inPlans", (index) => (2 * TRIE_DECISIONS.length + index) * KINDS);

/** The contexts of all decisions in one list, and the index of each decision's first context. */
export function contextTable() {
  const decisions = [
    ...TRIE_DECISIONS.map((name) => TRIE[KIND.numbers][name]),
    ...TRIE_DECISIONS.map((name) => TRIE[KIND.leadingDigits][name]),
    ...PLAN_DECISIONS.map((name) => PLAN[name]),
  ];
  const starts = [];
  const contexts = [];
  for (const decision of decisions) {
    starts.push(contexts.length);
    contexts.push(...decision.contexts);
  }
  ensure(contexts.length < 256, "there are more contexts than a byte can count");
  return { contexts, starts };
}

/** The features that are known when a decision is made, packed in words. */
export class Known {
  words = new Uint32Array(3);

  /** Sets these features and clears all others. */
  only(values) {
    this.words.fill(0);
    this.also(values);
  }

  /** Sets these features and keeps the others. */
  also(values) {
    for (const name in values) {
      const [word, first, width] = FEATURES[name];
      const value = Number(values[name]);
      ensure(value >= 0 && value < 2 ** width, `the packed table has no place for ${name} = ${value}`);
      this.words[word] = (this.words[word] & ~((2 ** width - 1) << first)) | (value << first);
    }
  }
}
