// Regular expressions of the metadata as automata over digits. Syntax that libphonenumber does not use is refused.

import { MetadataError } from "./source.mjs";

const ALL_DIGITS = 0b11_1111_1111;

/** Parses digits, classes, `\d`, groups, alternatives, counts and `$`; refuses anything else. */
function parse(pattern) {
  let at = 0;
  let captures = 0;
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
    return choices.length === 1 ? choices[0] : { choices };
  }
  function sequence() {
    const items = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") items.push(counted(atom()));
    return { items };
  }
  function atom() {
    const c = pattern[at];
    at += 1;
    if (c === "$") return { isEnd: true };
    if (c === "\\") {
      if (pattern[at] !== "d") refuse();
      at += 1;
      return { digits: ALL_DIGITS };
    }
    if (c === "[") {
      let digits = 0;
      while (pattern[at] !== "]") {
        const low = digit(pattern[at]);
        at += 1;
        let high = low;
        if (pattern[at] === "-") {
          high = digit(pattern[at + 1]);
          at += 2;
        }
        for (let d = low; d <= high; d += 1) digits |= 1 << d;
      }
      at += 1;
      return { digits };
    }
    if (c === "(") {
      let capture;
      if (pattern.startsWith("?:", at)) at += 2;
      else {
        captures += 1;
        capture = captures;
      }
      const group = alternatives();
      if (pattern[at] !== ")") refuse();
      at += 1;
      return capture === undefined ? group : { capture, item: group };
    }
    return { digits: 1 << digit(c) };
  }
  function counted(item) {
    if (pattern[at] === "?") {
      at += 1;
      return repeated(item, 0, 1);
    }
    const count = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at));
    if (!count) return item;
    at += count[0].length;
    return repeated(item, Number(count[1]), Number(count[2] ?? count[1]));
  }
  function repeated(item, min, max) {
    if (item.isEnd || max > 20 || min > max || "?*+{".includes(pattern[at] ?? " ")) refuse();
    return { item, min, max };
  }

  const whole = alternatives();
  if (at !== pattern.length) refuse();
  return { whole, captures };
}

/** Compiles a pattern to a program for Pike's virtual machine, with the preferred branch first. */
function compile(pattern) {
  const { whole, captures } = parse(pattern);
  const program = [];
  const emit = (instruction) => program.push(instruction) - 1;
  function walk(node) {
    if (node.digits !== undefined) emit({ digits: node.digits });
    else if (node.isEnd) emit({ isEnd: true });
    else if (node.items) node.items.forEach(walk);
    else if (node.choices) {
      const jumps = [];
      node.choices.forEach((choice, i) => {
        const isLast = i === node.choices.length - 1;
        const split = isLast ? undefined : emit({ to: [program.length + 1] });
        walk(choice);
        if (!isLast) {
          jumps.push(emit({ to: [] }));
          program[split].to.push(program.length);
        }
      });
      for (const jump of jumps) program[jump].to.push(program.length);
    } else if (node.capture) {
      emit({ save: node.capture * 2, to: [program.length + 1] });
      walk(node.item);
      emit({ save: node.capture * 2 + 1, to: [program.length + 1] });
    } else {
      for (let i = 0; i < node.min; i += 1) walk(node.item);
      const splits = [];
      for (let i = node.min; i < node.max; i += 1) {
        splits.push(emit({ to: [program.length + 1] }));
        walk(node.item);
      }
      for (const split of splits) program[split].to.push(program.length);
    }
  }
  walk(whole);
  emit({ isMatch: true });
  return { program, captures };
}

/**
 * The automaton of a pattern without `$`. States are small integers; from state `-1` no string matches. With `isPrefix` a string
 * that begins with a match matches too, as with libphonenumber's `lookingAt`. Otherwise the whole string must match.
 */
export class Automaton {
  #program;
  #isPrefix;
  #ids = new Map();
  #states = [];

  constructor(pattern, { isPrefix = false } = {}) {
    this.#program = compile(pattern).program;
    this.#isPrefix = isPrefix;
    if (this.#program.some((instruction) => instruction.isEnd))
      throw new MetadataError(`cannot read the pattern ${pattern}: an end of text is not expected here`);
    this.start = this.#intern([0]);
  }

  /** The state after one more digit. */
  next(state, digit) {
    if (state < 0) return -1;
    const from = this.#states[state];
    if (from.isFinal) return state;
    from.next[digit] ??= this.#intern(
      from.waiting.filter((pc) => (this.#program[pc].digits >> digit) & 1).map((pc) => pc + 1),
    );
    return from.next[digit];
  }

  /** Whether a string that led to `state` matches. */
  accepts(state) {
    return state >= 0 && this.#states[state].accepts;
  }

  #intern(starts) {
    const seen = new Set();
    const stack = [...starts];
    while (stack.length > 0) {
      const pc = stack.pop();
      if (seen.has(pc)) continue;
      seen.add(pc);
      stack.push(...(this.#program[pc].to ?? []));
    }
    const waiting = [...seen].filter((pc) => this.#program[pc].digits !== undefined).sort((a, b) => a - b);
    const accepts = seen.has(this.#program.length - 1);
    if (waiting.length === 0 && !accepts) return -1;
    const isFinal = accepts && this.#isPrefix;
    const key = isFinal ? "final" : `${waiting}${accepts ? "!" : ""}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#states.push({ waiting, accepts, isFinal, next: [] }) - 1;
      this.#ids.set(key, id);
    }
    return id;
  }
}

/**
 * The match of `new RegExp("^(?:pattern)").exec(digits)`, as an automaton over the digits. Leftmost choices are preferred,
 * repetitions are greedy, and `$` may stand only at the end.
 */
export class PrefixMatcher {
  #program;

  constructor(pattern) {
    const { program, captures } = compile(pattern);
    this.#program = program;
    this.captures = captures;
    this.start = this.#close([{ pc: 0, spans: [] }], 0, null);
  }

  /** The state after one more digit. */
  next(state, digit) {
    const threads = state.threads
      .filter(({ pc }) => (this.#program[pc].digits >> digit) & 1)
      .map(({ pc, spans }) => ({ pc: pc + 1, spans }));
    return this.#close(threads, state.at + 1, state.best);
  }

  /** The match of a string that ends in `state`: `{ length, spans }` with the start and end of each group, or `null`. */
  result(state) {
    for (const { pc, spans } of state.threads) if (this.#reachesEnd(pc)) return { length: state.at, spans };
    return state.best;
  }

  /** A text that is different for different states. */
  key(state) {
    return JSON.stringify([state.threads, state.best]);
  }

  /** Whether more digits cannot change the match. */
  isSettled(state) {
    return state.threads.length === 0;
  }

  #reachesEnd(pc) {
    if (!this.#program[pc].isEnd) return false;
    let next = pc + 1;
    for (;;) {
      const instruction = this.#program[next];
      if (instruction.isMatch) return true;
      if (instruction.to?.length !== 1)
        throw new MetadataError("an end of text is expected only at the end of a choice");
      next = instruction.to[0];
    }
  }

  #close(threads, at, best) {
    const seen = new Set();
    const closed = [];
    let match = best;
    const add = (pc, spans) => {
      if (seen.has(pc)) return false;
      seen.add(pc);
      const instruction = this.#program[pc];
      if (instruction.isMatch) {
        match = { length: at, spans };
        return true;
      }
      if (!instruction.to) {
        closed.push({ pc, spans });
        return false;
      }
      let after = spans;
      if (instruction.save !== undefined) {
        after = [...spans];
        after[instruction.save] = at;
      }
      return instruction.to.some((to) => add(to, after));
    };
    threads.some(({ pc, spans }) => add(pc, spans));
    return { threads: closed, at, best: match };
  }
}

/** Returns strings that match a pattern, a few for each of its branches. `random(n)` returns an integer below `n`. */
export function samples(pattern, random) {
  const { whole } = parse(pattern);
  const strings = [];
  const any = (list) => list[random(list.length)];
  const digitsOf = (set) => [..."0123456789"].filter((_, digit) => (set >> digit) & 1);
  /** Returns one string. `wanted` maps a node to the choice that must be taken there. */
  const one = (node, wanted) => {
    if (node.digits !== undefined) return any(digitsOf(node.digits));
    if (node.isEnd) return "";
    if (node.items) return node.items.map((item) => one(item, wanted)).join("");
    if (node.choices) return one(wanted.get(node) ?? any(node.choices), wanted);
    if (node.capture) return one(node.item, wanted);
    const times = wanted.get(node) ?? node.min + random(node.max - node.min + 1);
    return Array.from({ length: times }, () => one(node.item, wanted)).join("");
  };
  /** Adds strings for each choice, together with the choices that lead to it. */
  const walk = (node, wanted) => {
    const take = (choice) => new Map([...wanted, [node, choice]]);
    if (node.items) node.items.forEach((item) => walk(item, wanted));
    else if (node.choices) {
      for (const choice of node.choices) {
        for (let i = 0; i < 3; i += 1) strings.push(one(whole, take(choice)));
        walk(choice, take(choice));
      }
    } else if (node.capture) walk(node.item, wanted);
    else if (node.item) {
      for (const times of [node.min, node.max]) strings.push(one(whole, take(times)));
      walk(node.item, node.min > 0 ? wanted : take(node.max));
    }
  };
  for (let i = 0; i < 5; i += 1) strings.push(one(whole, new Map()));
  walk(whole, new Map());
  return strings;
}
