// The decisions of the packed table. Each function writes what it is given, or reads it when the coder is a decoder; either
// way it gives it back. src/phone/metadata/unpack.rs and unpack_trie.rs read the same decisions.
//
// A trie is coded from its root, children in the order of the digits. Most children are like the one before, like the one
// at the same digit in the node of the same depth that was coded last, or like another one that was there before: places
// are kept in lists, those used last first. Only the first time a subtree or a row is written out.

import { KIND, Known, PLAN, TRIE } from "./model.mjs";
import { NUMBER_TYPES, UNKNOWN } from "./plan.mjs";
import { ensure } from "./source.mjs";
import { LONGEST } from "./trie.mjs";

/** Tells the number of a row from the number of a node. */
export const ROW = 1 << 15;
/** No place. */
const NONE = 0xffff;
export const ROW_WIDTH = LONGEST + 2;
const ALL_LENGTHS = 2 ** (ROW_WIDTH - 1) - 1;
/** Only a corrupt table has more nodes and rows in a plan. */
const MOST_PLACES = 1 << 13;

/** What `sign` is for nothing of interest, for a node and for no place. */
const NO_SIGN = UNKNOWN;
const NODE_SIGN = 13;
const NONE_SIGN = 15;

const PARTS = Object.fromEntries(Object.entries(KIND).map(([name, kind]) => [kind, name]));

class Packer {
  known = new Known();
  /** How many nodes and rows the tries have so far. */
  places = 0;

  constructor(coder) {
    this.coder = coder;
  }

  bit(decision, given) {
    return this.coder.bit(decision.set, decision.contexts, this.known.words, Number(given));
  }

  /** A number of so many bits, the high ones first. */
  number(decision, width, given = 0) {
    ensure(given >= 0 && given < 2 ** width, `the packed table has no place for ${given} in ${decision.name}`);
    let read = 1;
    for (let i = width - 1; i >= 0; i -= 1) {
      this.known.also({ node: read });
      read = (read << 1) | this.bit(decision, (given >> i) & 1);
    }
    return read - (1 << width);
  }

  /**
   * Numbers of given widths; what the record before had in their places tells something about them. The eighth of them, if
   * there are just eight, says how many pairs of numbers of four bits follow.
   */
  record(decision, widths, sign, last, given) {
    const read = [];
    for (let end = widths.length; read.length < end;) {
      const i = read.length;
      this.known.only({
        digit: i,
        previous: (last[i] ?? 0) & 31,
        before: (read[i - 1] ?? 0) & 31,
        above: (read[0] ?? 0) & 31,
        inner: (read[i - 2] ?? 0) & 15,
        sign,
      });
      read.push(this.number(decision, widths[i] ?? 4, given?.[i]));
      if (i === 7 && end === 8) end += 2 * read[7];
    }
    return read;
  }
}

/** A trie with its values, whose indexes are in its rows. */
class PackedTrie {
  nodes = [];
  rows = [];
  rowInfos = [];
  nodeInfos = [];
  values;
  root;

  // While it is coded.
  #packer;
  #decisions;
  #kind;
  #plan;
  #lengths;
  #aligned;
  #alignedSign = 0;
  #rowList = [];
  #nodeLists = Array.from({ length: ROW_WIDTH }, () => []);
  #lastNode = new Array(ROW_WIDTH).fill(NONE);
  // The trie that is written: the node of it that each node was made from.
  #sources = [];

  /**
   * `plan` is what is known of the plan: its code, how many territories it has and, for leading digits, its formats;
   * `lengths` those that the trie tells apart; `aligned` a trie whose strings are the same numbers, already coded.
   */
  constructor(packer, kind, plan, lengths, aligned, given) {
    this.#packer = packer;
    this.#decisions = TRIE[kind];
    this.#kind = kind;
    this.#plan = plan;
    this.#lengths = [];
    for (let length = 0; length < ROW_WIDTH - 1; length += 1) if ((lengths >> length) & 1) this.#lengths.push(length);
    this.#aligned = aligned;
    this.values = [kind === KIND.numbers ? UNKNOWN : 0];
    packer.coder.part = PARTS[kind];

    this.#constant(0);
    const place = aligned?.root ?? NONE;
    this.#alignedSign = aligned?.info(place).sign ?? 0;
    packer.known.only({ aligned: aligned !== undefined && !(place & ROW), alignedSign: this.#alignedSign });
    this.root = this.#bit("root", given && !given.row) ? this.#node(0, place, given) : this.#row(0, place, given) | ROW;
    ensure(packer.places < MOST_PLACES, `+${plan.code} has more nodes and rows than a plan can have`);
    ensure(this.values.length < 256, `+${plan.code} has more different values than a byte can count`);
  }

  info(place) {
    return place & ROW ? this.rowInfos[place ^ ROW] : this.nodeInfos[place];
  }

  #bit(name, given) {
    return this.#packer.bit(this.#decisions[name], given);
  }
  #number(name, width, given) {
    return this.#packer.number(this.#decisions[name], width, given);
  }

  /** A number for a place that hardly any other place of any plan has. */
  #own(place) {
    const number = place === NONE ? NONE : this.info(place).number | (place & ROW);
    return Math.imul((this.#plan.code << 16) | number, 0x9e3779b1) >>> 14;
  }
  #sign(place) {
    return place === NONE ? NONE_SIGN : this.info(place).sign;
  }
  /** A small number that says what sort of value it is. */
  #valueSign(index) {
    const value = this.values[index];
    if (this.#kind === KIND.numbers) return value & 15;
    if (value === 0) return NO_SIGN;
    return 1 + ((this.#kind === KIND.leadingDigits ? 31 - Math.clz32(value) : value) & 7);
  }

  #addRow(row, depth) {
    let sign = this.#valueSign(row.at(-1));
    let mask = 0;
    for (const length of [...this.#lengths].reverse()) {
      const valueSign = this.#valueSign(row[length]);
      if (valueSign === NO_SIGN) continue;
      sign = valueSign;
      mask |= 1 << length;
    }
    if (this.#kind === KIND.leadingDigits) mask = lengthsOf(this.#plan.formats, this.values[row.at(-1)]);
    this.rowInfos.push({ sign, mask, birth: depth, follower: NONE, number: this.#packer.places++ });
    return this.rows.push(row) - 1;
  }
  /** The row that has one value for all lengths. */
  #constant(value) {
    const known = this.rows.findIndex((row) => row.every((other) => other === value));
    if (known >= 0) return known;
    const row = this.#addRow(new Array(ROW_WIDTH).fill(value), 0);
    this.#rowList.unshift(row);
    return row;
  }

  /** Whether a place is what is to be written at a depth. */
  #is(place, depth, given) {
    if (given === undefined || place === NONE) return false;
    if (!(place & ROW)) return this.#sources[place] === given;
    return (
      given.row !== undefined &&
      this.rows[place ^ ROW].every(
        (value, length) => length < depth || this.values[value] === given.row[length - depth],
      )
    );
  }

  /** An index in the values; `purpose` tells what it is for. */
  #value(purpose, depth, given) {
    const count = this.values.length;
    const index = given === undefined ? -1 : this.values.indexOf(given);
    const { known } = this.#packer;
    known.only({
      previous: purpose,
      known: Math.min(count, 12),
      depth,
      lengths: this.#lengths.length,
      alignedSign: this.#alignedSign,
    });
    if (this.#bit("newValue", index < 0)) {
      this.values.push(this.#newValue(purpose, depth, given));
      return count;
    }
    for (let rank = 0; rank < count - 1; rank += 1) {
      const value = count - 1 - rank;
      known.also({ rank: Math.min(rank, 31), sign: this.#valueSign(value) });
      if (this.#bit("valueRank", value === index)) return value;
    }
    return 0;
  }
  #newValue(purpose, depth, given) {
    const { known } = this.#packer;
    if (this.#kind === KIND.numbers) {
      const type = this.#number("numberType", 4, given & 15);
      if (this.#plan.territories < 2) return type;
      known.also({ sign: type });
      return type | (this.#number("territory", 5, given >> 4) << 4);
    }
    if (this.#kind === KIND.leadingDigits) return this.#newSet(given);
    known.only({ depth, previous: purpose });
    const expected = this.#kind === KIND.regions ? this.values.length : depth;
    const value = (this.#number("small", 5, (given - expected) & 31) + expected) & 31;
    if (this.#kind !== KIND.nationalPrefix) return value;
    const end = this.#number("keptEnd", 4, given === undefined ? undefined : given >> 10);
    if (end === 0) return value;
    return value | (this.#number("keptStart", 4, (given >> 5) & 31) << 5) | (end << 10);
  }
  #newSet(given) {
    const { formats } = this.#plan;
    const last = this.values[this.rows[this.#rowList[0]].at(-1)];
    const seen = this.values.reduce((set, value) => set | value, 0);
    let set = 0;
    let count = 0;
    let taken = 0;
    formats.forEach((format, i) => {
      const lengths = lengthsOfFormat(format);
      this.#packer.known.only({
        alignedSign: this.#alignedSign,
        previous: (last >>> i) & 1,
        above: (seen >>> i) & 1,
        inner: Math.min(count, 2),
        rank: Math.min(formats.length - i, 31),
        fit: set === 0 ? 0 : lengths & taken ? 2 : 1,
      });
      if (!this.#bit("inSet", (given >>> i) & 1)) return;
      set |= 1 << i;
      count += 1;
      taken |= lengths;
    });
    return set >>> 0;
  }

  /** Whether the aligned trie has something for a length: 0 no, 1 yes, 2 that depends on more digits, 3 there is none. */
  #alignedAt(place, length) {
    if (this.#aligned === undefined) return 3;
    return place & ROW ? (this.#aligned.info(place).mask >> length) & 1 : 2;
  }
  #row(depth, aligned, given) {
    const { known } = this.#packer;
    const at = (length) => given?.row[length - depth];
    const start = { depth, alignedSign: this.#alignedSign, lengths: this.#lengths.length };
    known.only({ ...start, aligned: this.#aligned !== undefined && !(aligned & ROW) });
    const usualValue = at(ROW_WIDTH - 1);
    const usual = this.#bit("usual", usualValue === this.values[0]) ? 0 : this.#value(1, depth, usualValue);
    const row = new Array(ROW_WIDTH).fill(usual);
    if (this.#kind >= KIND.regions) {
      known.only({ depth, last1: usual === 0 });
      const isConstant = given?.row.every((value) => value === usualValue);
      if (this.#bit("constant", isConstant)) return this.#addRow(row, depth);
    }
    let last = usual;
    this.#lengths.forEach((length) => {
      if (length < depth) return;
      known.only({
        ...start,
        digit: length,
        last1: last === usual,
        aligned: this.#alignedAt(aligned, length),
      });
      const value = at(length);
      if (!this.#bit("like", value === this.values[last]))
        last = last !== usual && this.#bit("back", value === this.values[usual]) ? usual : this.#value(2, depth, value);
      row[length] = last;
    });
    ensure(
      !given || row.every((value, length) => length < depth || this.values[value] === at(length)),
      `+${this.#plan.code}: a ${PARTS[this.#kind]} trie has something for a length that is not possible`,
    );
    return this.#addRow(row, depth);
  }

  /** How the lengths of a row go with those of the aligned place. */
  #fit(place, aligned, depth) {
    if (place === NONE || !(place & ROW)) return 7;
    const mask = this.info(place).mask & (-1 << depth);
    const both = mask & aligned;
    if (aligned === 0) return 0;
    if (mask === 0) return 1;
    if (mask === aligned) return 2;
    if (both === mask) return 3;
    if (both === aligned) return 4;
    return both === 0 ? 5 : 6;
  }

  #child(depth, digit, siblings, aligned, given) {
    const { previous, before } = siblings;
    const { known } = this.#packer;
    const above = siblings.above === NONE ? NONE : this.nodes[siblings.above][digit];
    const follower = previous === NONE ? NONE : this.info(previous).follower;
    let alignedPlace = NONE;
    let alignedMask = 0;
    let alignedHow = 0;
    if (this.#aligned !== undefined) {
      const node = aligned & ROW ? undefined : this.#aligned.nodes[aligned];
      alignedPlace = node?.[digit] ?? aligned;
      const how = node === undefined ? 1 : digit === 0 ? 4 : node[digit - 1] === alignedPlace ? 2 : 3;
      alignedHow = how * 2 + Number(!(alignedPlace & ROW));
      const info = this.#aligned.info(alignedPlace);
      alignedMask = info.mask & (-1 << depth);
      this.#alignedSign = info.sign;
    }
    known.only({
      depth,
      digit,
      last6: siblings.history & 63,
      previous: this.#sign(previous),
      before: this.#sign(before),
      above: this.#sign(above),
      isAboveBefore: above === before,
      isFollowerAbove: follower === NONE ? 2 : Number(follower === above),
      aligned: alignedHow,
      alignedSign: this.#alignedSign,
      lengths: this.#lengths.length,
      fit: this.#fit(previous, alignedMask, depth),
      own: this.#own(previous),
    });
    if (previous !== NONE && this.#bit("same", this.#is(previous, depth, given))) return previous;
    if (above !== NONE && above !== previous && this.#bit("above", this.#is(above, depth, given))) return above;

    const isInner = this.#bit("inner", given && !given.row);
    const mark = isInner ? 0 : ROW;
    const list = isInner ? this.#nodeLists[depth] : this.#rowList;
    const candidates = list.map((number) => number | mark).filter((place) => place !== previous && place !== above);
    const index = candidates.findIndex((place) => this.#is(place, depth, given));
    known.also({ isInner });
    if (candidates.length > 0 && !this.#bit("fresh", index < 0)) {
      const found = candidates.find((place, i) => {
        if (i === candidates.length - 1) return true;
        const info = this.info(place);
        known.also({
          sign: info.sign,
          isBefore: place === before,
          isFollower: place === follower,
          birth: info.birth,
          fit: this.#fit(place, alignedMask, depth),
          own: this.#own(place),
        });
        return this.#bit("rank", i === index);
      });
      list.splice(list.indexOf(found ^ mark), 1);
      list.unshift(found ^ mark);
      return found;
    }
    if (isInner) return this.#node(depth, alignedPlace, given);
    const row = this.#row(depth, alignedPlace, given);
    this.#rowList.unshift(row);
    return row | ROW;
  }

  #node(depth, aligned, given) {
    const siblings = { previous: NONE, before: NONE, history: 1, above: this.#lastNode[depth] };
    const node = [];
    let mask = 0;
    let common = -1;
    for (let digit = 0; digit < 10; digit += 1) {
      const { previous } = siblings;
      const place = this.#child(depth + 1, digit, siblings, aligned, given?.children[digit]);
      siblings.history = (siblings.history << 1) | Number(place === previous);
      if (place !== previous) {
        siblings.before = previous;
        if (previous !== NONE) this.info(previous).follower = place;
      }
      siblings.previous = place;
      mask |= this.info(place).mask;
      common &= this.values[this.rows[(place & ROW ? place : this.nodes[place][10]) ^ ROW].at(-1)];
      node.push(place);
    }
    let expected = 0;
    if (this.#kind === KIND.leadingDigits) {
      // A format whose leading digits end here goes for all that begins so.
      expected = this.values.indexOf(common >>> 0);
      if (expected < 0) expected = this.values.push(common >>> 0) - 1;
    }
    this.#packer.known.only({ known: Math.min(this.values.length, 2), last1: expected === 0 });
    const isExpected = this.#bit("end", given && given.end === this.values[expected]);
    node.push(this.#constant(isExpected ? expected : this.#value(3, depth, given?.end)) | ROW);
    const index = this.nodes.push(node) - 1;
    this.#sources.push(given);
    this.nodeInfos.push({ sign: NODE_SIGN, mask, birth: depth, follower: NONE, number: this.#packer.places++ });
    this.#nodeLists[depth].unshift(index);
    this.#lastNode[depth] = index;
    return index;
  }
}

/** The lengths of numbers that a format can write. */
function lengthsOfFormat({ groups }) {
  const fewest = groups.reduce((sum, [min]) => sum + min, 0);
  const most = groups.reduce((sum, [, max]) => sum + max, 0);
  return (2 ** (Math.min(most, 31) + 1) - 1) & (-1 << Math.min(fewest, 31));
}
const lengthsOf = (formats, set) =>
  formats.reduce((lengths, format, i) => ((set >>> i) & 1 ? lengths | lengthsOfFormat(format) : lengths), 0);

/** A trie of the model with other values. */
function mapTrie(trie, change) {
  const done = new Map();
  const walk = (place) => {
    let made = done.get(place);
    if (!made) {
      made = place.row
        ? { row: place.row.map(change) }
        : { children: place.children.map(walk), end: change(place.end) };
      done.set(place, made);
    }
    return made;
  };
  return walk(trie);
}

/** The plan of the model as it is packed: the values of its tries are single numbers. */
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

const isSameTrie = (a, b) => {
  const text = (trie) => JSON.stringify(trie, (key, value) => (key === "id" ? undefined : value));
  return text(a) === text(b);
};

/** For each length from 2 whether it is possible and whether it is local only. */
const LENGTHS = new Array(32).fill(1);
/** An area code's length and digits, and the label of extensions. */
const AREA = [3, 4, 4, 4, 4, 3];
/** Template, rule, four flags, how many patterns of leading digits and how many groups. */
const FORMAT = [5, 4, 1, 1, 1, 1, 3, 3];
const FLAGS = ["isPrefixOptional", "hasCarrierRule", "isNational", "isInternational"];

const formatNumbers = (format, { templates, rules }) => [
  templates.indexOf(format.template),
  rules.indexOf(format.prefixRule),
  ...FLAGS.map((flag) => Number(format[flag])),
  format.leadingDigitsPatterns,
  format.groups.length,
  ...format.groups.flatMap(([min, max]) => [min, max - min]),
];
function formatOf([template, rule, ...numbers], { templates, rules }) {
  const groups = [];
  for (let i = 6; i < numbers.length; i += 2) groups.push([numbers[i], numbers[i] + numbers[i + 1]]);
  return {
    template: templates[template],
    prefixRule: rules[rule],
    ...Object.fromEntries(FLAGS.map((flag, i) => [flag, numbers[i] === 1])),
    leadingDigitsPatterns: numbers[4],
    groups,
  };
}

/** A plan; its code and regions are known, and `texts` has the templates, rules and labels that it names by number. */
export function codePlan(coder, { code, regions }, texts, given) {
  const packer = new Packer(coder);
  const territories = [];
  let lengths = [];
  let area = [];
  let all = 0;
  for (const [i, region] of (regions.length === 0 ? ["001"] : regions).entries()) {
    const of = given?.territories[i];
    coder.part = "lengths";
    const bits =
      of && LENGTHS.map((_, k) => ((k & 1 ? of.localOnlyLengths : of.possibleLengths) >> ((k >> 1) + 2)) & 1);
    lengths = packer.record(PLAN.lengths, LENGTHS, i > 0, lengths, bits);
    coder.part = "area code and label";
    const digits = of && [...of.areaCode.padEnd(4, "0")].map(Number);
    ensure(!of || digits.length === 4, `${region}: the area code ${of?.areaCode} has more than four digits`);
    const areaNumbers = of && [of.areaCode.length, ...digits, texts.labels.indexOf(of.extensionLabel)];
    area = packer.record(PLAN.area, AREA, i > 0, area, areaNumbers);
    const setOf = (which) =>
      lengths.reduce((set, bit, k) => (k % 2 === which ? set | (bit << ((k >> 1) + 2)) : set), 0);
    const territory = {
      region,
      possibleLengths: setOf(0),
      localOnlyLengths: setOf(1),
      areaCode: area.slice(1, 1 + area[0]).join(""),
      extensionLabel: texts.labels[area[5]],
    };
    territories.push(territory);
    all |= territory.possibleLengths | territory.localOnlyLengths;
  }

  const outline = { code, territories: territories.length };
  const trie = (kind, lengths, aligned, given) => new PackedTrie(packer, kind, outline, lengths, aligned, given);
  const general = trie(KIND.general, all, undefined, given?.territories[0].general);
  let regionTrie;
  if (territories.length > 1) regionTrie = trie(KIND.regions, ALL_LENGTHS, undefined, given?.regions);
  const numbers = trie(KIND.numbers, all, general, given?.numbers);

  territories.forEach((territory, i) => {
    const of = given?.territories[i];
    const before = given?.territories[i - 1];
    territory.general = i === 0 ? general : trie(KIND.otherGeneral, all, numbers, of?.general);
    ["internationalPrefix", "nationalPrefix"].forEach((name) => {
      packer.known.only({ digit: KIND[name] });
      const isLikeBefore = i > 0 && packer.bit(PLAN.sameAs, of && isSameTrie(of[name], before[name]));
      territory[name] = isLikeBefore ? territories[i - 1][name] : trie(KIND[name], ALL_LENGTHS, undefined, of?.[name]);
    });
  });

  coder.part = "formats";
  packer.known.only({});
  const count = packer.number(PLAN.formats, 5, given?.formats.length);
  const formats = [];
  let last = [];
  for (let i = 0; i < count; i += 1) {
    last = packer.record(PLAN.format, FORMAT, i === 0, last, given && formatNumbers(given.formats[i], texts));
    formats.push(formatOf(last, texts));
  }
  outline.formats = formats;
  const leadingDigits = trie(KIND.leadingDigits, ALL_LENGTHS, numbers, given?.leadingDigits);
  return { code, territories, regions: regionTrie, numbers, formats, leadingDigits };
}
