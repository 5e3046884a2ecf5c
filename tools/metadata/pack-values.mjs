// Turns the values of a plan's tries, which are indexes in lists of objects, into the single numbers that are packed.

import { NUMBER_TYPES } from "./plan.mjs";

/** Returns a trie with changed values. Subtrees that are one object stay one object. */
function mapTrie(trie, change) {
  const changed = new Map();
  const walk = (place) => {
    let result = changed.get(place);
    if (!result) {
      result = place.row
        ? { row: place.row.map(change) }
        : { children: place.children.map(walk), end: change(place.end) };
      changed.set(place, result);
    }
    return result;
  };
  return walk(trie);
}

/** Returns a plan of plan.mjs as it is packed. */
export function withPackedValues(plan) {
  const classes = plan.classes.map(
    ({ territory, type }) => NUMBER_TYPES.indexOf(type) | ((territory === null ? 0 : territory + 1) << 4),
  );
  return {
    ...plan,
    numbers: mapTrie(plan.numbers, (index) => classes[index]),
    leadingDigits: mapTrie(plan.leadingDigits, (index) => plan.sets[index]),
    territories: plan.territories.map((territory) => {
      const prefixes = territory.prefixes.map(
        ({ taken, kept }) => taken | ((kept?.[0] ?? 0) << 5) | ((kept?.[1] ?? 0) << 10),
      );
      return {
        ...territory,
        nationalPrefix: mapTrie(territory.nationalPrefix, (index) => (index ? prefixes[index - 1] : 0)),
      };
    }),
  };
}
