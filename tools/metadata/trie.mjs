// Functions of a string of digits as tries: nodes as long as digits matter, rows of values by length where they do not.

/** The longest string whose length is told apart; longer ones all have the value of one that is one digit longer. */
export const LONGEST = 17;

/**
 * Builds the trie of a function. `start` is a state, `next(state, digit)` the one after a digit, `value(state, length)`
 * what a string of so many digits has that ends there, `key(state)` a text that is equal for states that behave equally.
 *
 * A row is `{ row: [value of each length from its depth up to LONGEST + 1] }`, a node `{ children, end }`. Equal subtrees
 * of one depth are one object.
 */
export function buildTrie({ start, next, value, key }) {
  const built = new Map();
  const interned = new Map();
  const intern = (text, make) => {
    let known = interned.get(text);
    if (!known) {
      known = { ...make(), id: interned.size };
      interned.set(text, known);
    }
    return known;
  };

  function build(state, depth) {
    const name = `${depth} ${key(state)}`;
    let place = built.get(name);
    if (!place) {
      place = make(state, depth);
      built.set(name, place);
    }
    return place;
  }
  function make(state, depth) {
    const end = value(state, depth);
    if (depth > LONGEST) return intern(`${end}`, () => ({ row: [end] }));
    const children = Array.from({ length: 10 }, (_, digit) => build(next(state, digit), depth + 1));
    const [first] = children;
    if (first.row && children.every((child) => child === first)) {
      const row = [end, ...first.row];
      return intern(`${row}`, () => ({ row }));
    }
    return intern(`${depth}:${end}:${children.map((child) => child.id)}`, () => ({ children, end }));
  }
  return build(start, 0);
}
