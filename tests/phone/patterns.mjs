// Numbers that match a pattern of libphonenumber's metadata.

/**
 * Reads a regular expression: digits, classes, `\d`, groups, alternatives, counts, and `$`, which adds nothing to a number
 * that is made from the pattern. The metadata uses nothing else; anything else is refused.
 */
export function readPattern(pattern) {
  let at = 0;
  const refuse = () => {
    throw new Error(`cannot read the pattern ${pattern} at ${at}`);
  };
  function alternatives() {
    const choices = [sequence()];
    while (pattern[at] === "|") {
      at += 1;
      choices.push(sequence());
    }
    return choices.length > 1 ? { choices } : choices[0];
  }
  function sequence() {
    const items = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") items.push(counted(atom()));
    return { items };
  }
  function atom() {
    const start = at;
    const c = pattern[at];
    at += 1;
    if (c === "$") return { items: [] };
    if (c === "(") {
      if (pattern.startsWith("?:", at)) at += 2;
      const group = alternatives();
      if (pattern[at] !== ")") refuse();
      at += 1;
      return group;
    }
    if (c === "[") at = pattern.indexOf("]", at) + 1;
    else if (c === "\\") at += 1;
    const set = pattern.slice(start, at);
    if (!/^(?:\d|\\d|\[[\d-]+\])$/.test(set)) refuse();
    return { digits: [..."0123456789"].filter((digit) => new RegExp(set).test(digit)) };
  }
  function counted(item) {
    const [text, min, max] = /^(?:\{(\d+)(?:,(\d+))?\}|\?)/.exec(pattern.slice(at)) ?? [];
    if (text === undefined) return item;
    at += text.length;
    return text === "?" ? { item, min: 0, max: 1 } : { item, min: Number(min), max: Number(max ?? min) };
  }
  const whole = alternatives();
  if (at !== pattern.length) refuse();
  return whole;
}

/** Digits that match. `route` says which way to take at some of the alternatives; the others are left to chance. */
export function sample(node, random, route) {
  if (node.digits) return random.pick(node.digits);
  if (node.items) return node.items.map((item) => sample(item, random, route)).join("");
  if (node.choices) return sample(route?.get(node) ?? random.pick(node.choices), random, route);
  const times = Math.max(route?.get(node) ?? 0, random.between(node.min, node.max));
  return Array.from({ length: times }, () => sample(node.item, random, route)).join("");
}

/** A route to each branch of a pattern: together they go everywhere. */
export function branches(node, before = []) {
  if (node.items) return node.items.flatMap((item) => branches(item, before));
  if (node.item) return branches(node.item, [...before, [node, 1]]);
  if (node.choices) {
    return node.choices.flatMap((choice) => {
      const way = [...before, [node, choice]];
      const inside = branches(choice, way);
      return inside.length > 0 ? inside : [new Map(way)];
    });
  }
  return [];
}
