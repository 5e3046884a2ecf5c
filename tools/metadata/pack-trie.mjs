// The decisions of a packed trie. src/phone/metadata/trie_unpacker.rs reads the same ones.
//
// A trie is coded from its root, with children in the order of their digits. Most children equal the previous sibling, the
// child of the same digit in the last node of the same depth, or an earlier place. Earlier places are kept in lists, most
// recently used first. Only a new subtree or row is written out.

import { KIND, TRIE } from "./model.mjs";
import { UNKNOWN } from "./plan.mjs";
import { ensure } from "./source.mjs";
import { LONGEST } from "./trie.mjs";

/** The bit of a place that tells a row from a node. */
export const ROW = 1 << 15;
const NONE = 0xffff;
export const ROW_WIDTH = LONGEST + 2;
export const ALL_LENGTHS = 2 ** (ROW_WIDTH - 1) - 1;
/** Only a corrupt table has more nodes and rows in a plan. */
const MOST_PLACES = 1 << 13;

/** The signs of a value of no interest, of a node and of no place. */
const NO_SIGN = UNKNOWN;
const NODE_SIGN = 13;
const NONE_SIGN = 15;

const KIND_NAMES = Object.keys(KIND);

/** A trie as it is packed: its rows hold indexes in `values`. A place is the number of a node, or of a row with the bit `ROW`. */
export class PackedTrie {
  nodes = [];
  rows = [];
  rowInfos = [];
  nodeInfos = [];
  values;
  root;

  // Used only while the trie is coded.
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
  // When a trie is written: the input of each node.
  #sources = [];

  /**
   * `plan` has the calling code, the count of territories and, for leading digits, the formats. `lengths` is the set of
   * lengths that the trie tells apart. `aligned` is a trie over the same numbers that is already coded.
   */
  constructor(packer, kind, plan, lengths, aligned, input) {
    this.#packer = packer;
    this.#decisions = TRIE[kind];
    this.#kind = kind;
    this.#plan = plan;
    this.#lengths = [];
    for (let length = 0; length < ROW_WIDTH - 1; length += 1) if ((lengths >> length) & 1) this.#lengths.push(length);
    this.#aligned = aligned;
    this.values = [kind === KIND.numbers ? UNKNOWN : 0];
    packer.coder.part = KIND_NAMES[kind];

    this.#constant(0);
    const place = aligned?.root ?? NONE;
    this.#alignedSign = aligned?.info(place).sign ?? 0;
    packer.known.only({ aligned: aligned !== undefined && !(place & ROW), alignedSign: this.#alignedSign });
    this.root = this.#bit("root", input && !input.row) ? this.#node(0, place, input) : this.#row(0, place, input) | ROW;
    ensure(packer.places < MOST_PLACES, `+${plan.code} has more nodes and rows than a plan can have`);
    ensure(this.values.length < 256, `+${plan.code} has more different values than a byte can count`);
  }

  info(place) {
    return place & ROW ? this.rowInfos[place ^ ROW] : this.nodeInfos[place];
  }

  #bit(name, input) {
    return this.#packer.bit(this.#decisions[name], input);
  }
  #number(name, width, input) {
    return this.#packer.number(this.#decisions[name], width, input);
  }

  /** A hash of a place and the calling code, nearly unique among all plans. */
  #own(place) {
    const number = place === NONE ? NONE : this.info(place).number | (place & ROW);
    return Math.imul((this.#plan.code << 16) | number, 0x9e3779b1) >>> 14;
  }
  #sign(place) {
    return place === NONE ? NONE_SIGN : this.info(place).sign;
  }
  /** The sign of a value: a small number for its class. */
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

  /** Whether a place equals the input at a depth. */
  #matches(place, depth, input) {
    if (input === undefined || place === NONE) return false;
    if (!(place & ROW)) return this.#sources[place] === input;
    return (
      input.row !== undefined &&
      this.rows[place ^ ROW].every(
        (value, length) => length < depth || this.values[value] === input.row[length - depth],
      )
    );
  }

  /** Codes an index in the values. `purpose` is 1 for a row's usual value, 2 for a value of one length, 3 for a node's end. */
  #value(purpose, depth, input) {
    const count = this.values.length;
    const index = input === undefined ? -1 : this.values.indexOf(input);
    const { known } = this.#packer;
    known.only({
      previous: purpose,
      known: Math.min(count, 12),
      depth,
      lengths: this.#lengths.length,
      alignedSign: this.#alignedSign,
    });
    if (this.#bit("newValue", index < 0)) {
      this.values.push(this.#newValue(purpose, depth, input));
      return count;
    }
    for (let rank = 0; rank < count - 1; rank += 1) {
      const value = count - 1 - rank;
      known.also({ rank: Math.min(rank, 31), sign: this.#valueSign(value) });
      if (this.#bit("valueRank", value === index)) return value;
    }
    return 0;
  }
  #newValue(purpose, depth, input) {
    const { known } = this.#packer;
    if (this.#kind === KIND.numbers) {
      const type = this.#number("numberType", 4, input & 15);
      if (this.#plan.territories < 2) return type;
      known.also({ sign: type });
      return type | (this.#number("territory", 5, input >> 4) << 4);
    }
    if (this.#kind === KIND.leadingDigits) return this.#newSet(input);
    known.only({ depth, previous: purpose });
    const expected = this.#kind === KIND.regions ? this.values.length : depth;
    const value = (this.#number("small", 5, (input - expected) & 31) + expected) & 31;
    if (this.#kind !== KIND.nationalPrefix) return value;
    const end = this.#number("keptEnd", 4, input === undefined ? undefined : input >> 10);
    if (end === 0) return value;
    return value | (this.#number("keptStart", 4, (input >> 5) & 31) << 5) | (end << 10);
  }
  #newSet(input) {
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
      if (!this.#bit("inSet", (input >>> i) & 1)) return;
      set |= 1 << i;
      count += 1;
      taken |= lengths;
    });
    return set >>> 0;
  }

  /** Whether the aligned trie has a value for a length: 0 no, 1 yes, 2 depends on more digits, 3 there is no aligned trie. */
  #alignedAt(place, length) {
    if (this.#aligned === undefined) return 3;
    return place & ROW ? (this.#aligned.info(place).mask >> length) & 1 : 2;
  }
  #row(depth, aligned, input) {
    const { known } = this.#packer;
    const inputAt = (length) => input?.row[length - depth];
    const common = { depth, alignedSign: this.#alignedSign, lengths: this.#lengths.length };
    known.only({ ...common, aligned: this.#aligned !== undefined && !(aligned & ROW) });
    const usualValue = inputAt(ROW_WIDTH - 1);
    const usual = this.#bit("usual", usualValue === this.values[0]) ? 0 : this.#value(1, depth, usualValue);
    const row = new Array(ROW_WIDTH).fill(usual);
    if (this.#kind >= KIND.regions) {
      known.only({ depth, last1: usual === 0 });
      const isConstant = input?.row.every((value) => value === usualValue);
      if (this.#bit("constant", isConstant)) return this.#addRow(row, depth);
    }
    let last = usual;
    this.#lengths.forEach((length) => {
      if (length < depth) return;
      known.only({
        ...common,
        digit: length,
        last1: last === usual,
        aligned: this.#alignedAt(aligned, length),
      });
      const value = inputAt(length);
      if (!this.#bit("like", value === this.values[last]))
        last = last !== usual && this.#bit("back", value === this.values[usual]) ? usual : this.#value(2, depth, value);
      row[length] = last;
    });
    ensure(
      !input || row.every((value, length) => length < depth || this.values[value] === inputAt(length)),
      `+${this.#plan.code}: a ${KIND_NAMES[this.#kind]} trie has a value for a length that is not possible`,
    );
    return this.#addRow(row, depth);
  }

  /** How the lengths of a row relate to those of the aligned place. */
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

  #child(depth, digit, siblings, aligned, input) {
    const { previous, before } = siblings;
    const { known } = this.#packer;
    const above = siblings.above === NONE ? NONE : this.nodes[siblings.above][digit];
    const follower = previous === NONE ? NONE : this.info(previous).follower;
    let alignedPlace = NONE;
    let alignedMask = 0;
    let alignedState = 0;
    if (this.#aligned !== undefined) {
      const node = aligned & ROW ? undefined : this.#aligned.nodes[aligned];
      alignedPlace = node?.[digit] ?? aligned;
      const relation = node === undefined ? 1 : digit === 0 ? 4 : node[digit - 1] === alignedPlace ? 2 : 3;
      alignedState = relation * 2 + Number(!(alignedPlace & ROW));
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
      aligned: alignedState,
      alignedSign: this.#alignedSign,
      lengths: this.#lengths.length,
      fit: this.#fit(previous, alignedMask, depth),
      own: this.#own(previous),
    });
    if (previous !== NONE && this.#bit("same", this.#matches(previous, depth, input))) return previous;
    if (above !== NONE && above !== previous && this.#bit("above", this.#matches(above, depth, input))) return above;

    const isInner = this.#bit("inner", input && !input.row);
    const mark = isInner ? 0 : ROW;
    const list = isInner ? this.#nodeLists[depth] : this.#rowList;
    const candidates = list.map((number) => number | mark).filter((place) => place !== previous && place !== above);
    const index = candidates.findIndex((place) => this.#matches(place, depth, input));
    known.also({ isInner });
    if (candidates.length > 0 && !this.#bit("fresh", index < 0)) {
      const reused = candidates.find((place, i) => {
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
      list.splice(list.indexOf(reused ^ mark), 1);
      list.unshift(reused ^ mark);
      return reused;
    }
    if (isInner) return this.#node(depth, alignedPlace, input);
    const row = this.#row(depth, alignedPlace, input);
    this.#rowList.unshift(row);
    return row | ROW;
  }

  #node(depth, aligned, input) {
    const siblings = { previous: NONE, before: NONE, history: 1, above: this.#lastNode[depth] };
    const node = [];
    let mask = 0;
    let common = -1;
    for (let digit = 0; digit < 10; digit += 1) {
      const { previous } = siblings;
      const place = this.#child(depth + 1, digit, siblings, aligned, input?.children[digit]);
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
      // A format whose leading digits end here applies to every longer string as well.
      expected = this.values.indexOf(common >>> 0);
      if (expected < 0) expected = this.values.push(common >>> 0) - 1;
    }
    this.#packer.known.only({ known: Math.min(this.values.length, 2), last1: expected === 0 });
    const isExpected = this.#bit("end", input && input.end === this.values[expected]);
    node.push(this.#constant(isExpected ? expected : this.#value(3, depth, input?.end)) | ROW);
    const index = this.nodes.push(node) - 1;
    this.#sources.push(input);
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
/** The lengths of numbers that the formats of a set can write. */
const lengthsOf = (formats, set) =>
  formats.reduce((lengths, format, i) => ((set >>> i) & 1 ? lengths | lengthsOfFormat(format) : lengths), 0);
