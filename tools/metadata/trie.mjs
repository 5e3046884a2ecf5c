// Functions of a string of digits as tries. A node branches by the next digit; a row has values that depend on the length only.

/** The longest length with a value of its own. All longer strings share the value of `LONGEST + 1` digits. */
export const LONGEST = 17;

/**
 * Builds the trie of a function. `start` is the first state, `next(state, digit)` the state after a digit,
 * `value(state, length)` the value of a string of that length that ends in the state, and `key(state)` a text that is equal for
 * states that behave equally.
 *
 * A row is `{ row }`, the values of each length from its depth to `LONGEST + 1`. A node is `{ children, end }`. Equal
 * subtrees of the same depth are one object.
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
