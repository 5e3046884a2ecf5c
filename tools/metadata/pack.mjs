// The bits of the packed table. Each function writes what it is given, or reads it when the coder is a decoder; either way it returns it.
// src/phone/metadata/unpack.rs reads the same bits.

import { LONGEST } from "./trie.mjs";
import { NUMBER_TYPES, UNKNOWN } from "./plan.mjs";

const CONTEXT = (kind, a = 0, b = 0, c = 0) => (kind << 24) | (a << 16) | (b << 8) | c;

const NUMBERS = 0;
const GENERAL = 1;
const INTERNATIONAL_PREFIX = 2;
const NATIONAL_PREFIX = 3;
const LEADING_DIGITS = 4;

const K = {
  leaf: 1,
  lastRow: 2,
  newRow: 3,
  rowIndex: 4,
  sameValue: 5,
  newValue: 6,
  valueIndex: 7,
  value: 8,
  length: 9,
  local: 10,
  sameAs: 11,
  area: 12,
  label: 13,
  format: 14,
  end: 15,
  header: 16,
};

/** A number of `width` bits, the high ones first. */
function number(coder, kind, a, width, value = 0) {
  let read = 1;
  for (let i = width - 1; i >= 0; i -= 1)
    read = (read << 1) | coder.bit(CONTEXT(kind, a, read >> 8, read & 255), (value >> i) & 1);
  return read - (1 << width);
}

const widthFor = (count) => 32 - Math.clz32(Math.max(count - 1, 0));

/** An unsigned value of a trie: a class, a set of formats, a prefix. */
function value(coder, kind, formats, given) {
  if (kind === NUMBERS) return number(coder, K.value, kind, 10, given);
  if (kind === LEADING_DIGITS) {
    let read = 0;
    for (let i = 0; i < formats; i += 1) read |= coder.bit(CONTEXT(K.value, kind, i), (given >>> i) & 1) << i;
    return read >>> 0;
  }
  if (kind === NATIONAL_PREFIX) {
    const taken = number(coder, K.value, 8, 5, given & 31);
    const start = number(coder, K.value, 9, 5, (given >> 5) & 31);
    return taken | (start << 5) | (number(coder, K.value, 10, 5, (given >> 10) & 31) << 10);
  }
  return number(coder, K.value, kind, 5, given);
}

class TrieCoder {
  rows = [];
  values = [0];
  lastRow = 0;

  constructor(coder, kind, formats, first) {
    this.coder = coder;
    this.kind = kind;
    this.formats = formats;
    this.values = [first];
  }
  bit(kind, a, b, given) {
    return this.coder.bit(CONTEXT(kind, this.kind, a, b), given);
  }
  value(place, given) {
    const known = this.values.indexOf(given);
    if (this.bit(K.newValue, place, Math.min(this.values.length, 7), Number(known < 0))) {
      const read = value(this.coder, this.kind, this.formats, given);
      this.values.push(read);
      return read;
    }
    return this.values[number(this.coder, K.valueIndex, this.kind, widthFor(this.values.length), known)];
  }
  row(depth, given) {
    const isLike = (row) => row.every((v, length) => length < depth || v === given[length - depth]);
    if (this.rows.length > 0) {
      if (this.bit(K.lastRow, 0, 0, Number(given !== undefined && isLike(this.rows[this.lastRow]))))
        return this.rows[this.lastRow];
      const known = given ? this.rows.findIndex(isLike) : -1;
      if (!this.bit(K.newRow, Math.min(this.rows.length, 31), 0, Number(known < 0))) {
        this.lastRow = number(this.coder, K.rowIndex, this.kind, widthFor(this.rows.length), known);
        return this.rows[this.lastRow];
      }
    }
    const row = new Array(depth).fill(0);
    let last = this.values[0];
    for (let length = depth; length <= LONGEST + 1; length += 1) {
      const v = given?.[length - depth];
      if (!this.bit(K.sameValue, length, Number(last !== this.values[0]), Number(v === last))) last = this.value(1, v);
      row.push(last);
    }
    this.lastRow = this.rows.push(row) - 1;
    return row;
  }
  place(depth, previous, given) {
    const isRow = depth > LONGEST || this.bit(K.leaf, depth, previous, Number(given?.row !== undefined));
    if (isRow) return { row: this.row(depth, given?.row).slice(depth) };
    const end = this.bit(K.end, depth, 0, Number(given?.end === this.values[0]))
      ? this.values[0]
      : this.value(0, given?.end);
    const children = [];
    let before = 2;
    for (let digit = 0; digit < 10; digit += 1) {
      const child = this.place(depth + 1, before, given?.children[digit]);
      before = child.row ? 1 : 0;
      children.push(child);
    }
    return { children, end };
  }
}

/** A trie with the values themselves in its rows. */
const trie = (coder, kind, formats, first, given) => new TrieCoder(coder, kind, formats, first).place(0, 2, given);

/** The trie with each value replaced. */
export function mapTrie(place, change) {
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
  return walk(place);
}

const classValue = ({ isGeneral, territory, type }) =>
  NUMBER_TYPES.indexOf(type) | (Number(isGeneral) << 4) | ((territory === null ? 0 : territory + 1) << 5);
const classOf = (v) => ({
  isGeneral: Boolean(v & 16),
  territory: v >> 5 === 0 ? null : (v >> 5) - 1,
  type: NUMBER_TYPES[v & 15],
});
const prefixValue = (prefix) =>
  prefix ? prefix.taken | ((prefix.kept?.[0] ?? 0) << 5) | ((prefix.kept?.[1] ?? 0) << 10) : 0;
const prefixOf = (v) => (v === 0 ? null : { taken: v & 31, kept: v >> 10 ? [(v >> 5) & 31, v >> 10] : null });

/** One calling code's plan, with the values in its tries where the model has their numbers. */
export function resolve(plan) {
  return {
    ...plan,
    numbers: mapTrie(plan.numbers, (i) => classValue(plan.classes[i])),
    leadingDigits: mapTrie(plan.leadingDigits, (i) => plan.sets[i]),
    territories: plan.territories.map((territory) => ({
      ...territory,
      nationalPrefix: mapTrie(territory.nationalPrefix, (i) => prefixValue(territory.prefixes[i - 1])),
    })),
  };
}

function lengths(coder, kind, given) {
  let read = 0;
  let last = 0;
  for (let length = 2; length <= LONGEST; length += 1) {
    last = coder.bit(CONTEXT(kind, length, last), (given >> length) & 1);
    read |= last << length;
  }
  return read;
}

const isSameTrie = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const strip = (t) => JSON.stringify(t, (k, v) => (k === "id" ? undefined : v));

function format(coder, texts, given) {
  const groups = [];
  const template = texts.templates[number(coder, K.format, 0, 5, given && texts.templates.indexOf(given.template))];
  const count = number(coder, K.format, 9, 3, given?.groups.length);
  for (let i = 0; i < count; i += 1) {
    const min = number(coder, K.format, 1, 5, given?.groups[i][0]);
    const more = number(coder, K.format, 2, 5, given && given.groups[i][1] - given.groups[i][0]);
    groups.push([min, min + more]);
  }
  const prefixRule = texts.rules[number(coder, K.format, 3, 4, given && texts.rules.indexOf(given.prefixRule))];
  const flag = (i, name) => Boolean(coder.bit(CONTEXT(K.format, 4, i), Number(given?.[name])));
  return {
    groups,
    template,
    prefixRule,
    isPrefixOptional: flag(0, "isPrefixOptional"),
    hasCarrierRule: flag(1, "hasCarrierRule"),
    isNational: flag(2, "isNational"),
    isInternational: flag(3, "isInternational"),
    leadingDigitsPatterns: number(coder, K.format, 5, 4, given?.leadingDigitsPatterns),
  };
}

/** A plan whose code and regions are known. */
export function plan(coder, { code, regions }, texts, given) {
  const territories = [];
  for (let i = 0; i < regions.length; i += 1) {
    const g = given?.territories[i];
    const before = given?.territories[i - 1];
    const beforeRead = territories.at(-1);
    const t = { region: regions[i] };
    coder.part = "lengths";
    t.possibleLengths = lengths(coder, K.length, g?.possibleLengths);
    t.localOnlyLengths = lengths(coder, K.local, g?.localOnlyLengths);
    coder.part = "general";
    if (i > 0) t.general = trie(coder, GENERAL, 0, 0, g?.general);
    coder.part = "idd";
    if (
      i > 0 &&
      coder.bit(CONTEXT(K.sameAs, 0), Number(g && strip(g.internationalPrefix) === strip(before.internationalPrefix)))
    )
      t.internationalPrefix = beforeRead.internationalPrefix;
    else t.internationalPrefix = trie(coder, INTERNATIONAL_PREFIX, 0, 0, g?.internationalPrefix);
    coder.part = "national prefix";
    if (i > 0 && coder.bit(CONTEXT(K.sameAs, 1), Number(g && strip(g.nationalPrefix) === strip(before.nationalPrefix))))
      t.nationalPrefix = beforeRead.nationalPrefix;
    else t.nationalPrefix = trie(coder, NATIONAL_PREFIX, 0, 0, g?.nationalPrefix);
    const areaLength = number(coder, K.area, 0, 3, g?.areaCode.length);
    t.areaCode = "";
    for (let k = 0; k < areaLength; k += 1) t.areaCode += number(coder, K.area, 1, 4, g && Number(g.areaCode[k]));
    coder.part = "label";
    t.extensionLabel = texts.labels[number(coder, K.label, 0, 3, g && texts.labels.indexOf(g.extensionLabel))];
    territories.push(t);
  }
  coder.part = "formats";
  const count = number(coder, K.format, 6, 6, given?.formats.length);
  const formats = [];
  for (let i = 0; i < count; i += 1) formats.push(format(coder, texts, given?.formats[i]));
  coder.part = "leading digits";
  const leadingDigits = trie(coder, LEADING_DIGITS, count, 0, given?.leadingDigits);
  coder.part = "numbers";
  const first = (regions.length === 1 ? 1 << 5 : 0) | UNKNOWN;
  const numbers = trie(coder, NUMBERS, 0, first, given?.numbers);
  return { code, territories, formats, leadingDigits, numbers };
}

/** All plans. */
export function table(coder, texts, given) {
  const count = number(coder, K.header, 0, 8, given?.length);
  const plans = [];
  let code = 0;
  for (let i = 0; i < count; i += 1) {
    coder.part = "header";
    const g = given?.[i];
    code += number(coder, K.header, 1, 10, g && g.code - code);
    const known = g && (g.territories[0].region === "001" ? [] : g.territories.map((t) => t.region));
    const regions = [];
    const n = number(coder, K.header, 2, 5, known?.length);
    const letter = (which, k) =>
      String.fromCharCode(65 + number(coder, K.header, 3 + which, 5, known && known[k].charCodeAt(which) - 65));
    for (let k = 0; k < n; k += 1) {
      const first = letter(0, k);
      regions.push(first + letter(1, k));
    }
    plans.push(plan(coder, { code, regions: n === 0 ? ["001"] : regions }, texts, g));
  }
  return plans;
}
