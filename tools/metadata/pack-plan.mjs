// The decisions of a packed numbering plan. src/phone/metadata/unpacker.rs reads the same ones.

import { KIND, PLAN } from "./model.mjs";
import { ALL_LENGTHS, PackedTrie } from "./pack-trie.mjs";
import { Packer } from "./packer.mjs";
import { ensure } from "./source.mjs";

const isSameTrie = (a, b) => {
  const text = (trie) => JSON.stringify(trie, (key, value) => (key === "id" ? undefined : value));
  return text(a) === text(b);
};

/** The widths of a territory's lengths: for each length from 2, whether it is possible and whether it is local only. */
const LENGTH_WIDTHS = new Array(32).fill(1);
/** The widths of an area code's length, its digits, and the label of extensions. */
const AREA_WIDTHS = [3, 4, 4, 4, 4, 3];
/** The widths of template, rule, four flags, count of patterns of leading digits, and count of groups. */
const FORMAT_WIDTHS = [5, 4, 1, 1, 1, 1, 3, 3];
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

/** Codes the plan of a calling code. `texts` has the templates, rules and labels that the plan names by number. */
export function codePlan(coder, { code, regions }, texts, input) {
  const packer = new Packer(coder);
  const territories = [];
  let lengths = [];
  let area = [];
  let allLengths = 0;
  for (const [i, region] of (regions.length === 0 ? ["001"] : regions).entries()) {
    const source = input?.territories[i];
    coder.part = "lengths";
    const bits =
      source &&
      LENGTH_WIDTHS.map((_, k) => ((k & 1 ? source.localOnlyLengths : source.possibleLengths) >> ((k >> 1) + 2)) & 1);
    lengths = packer.record(PLAN.lengths, LENGTH_WIDTHS, i > 0, lengths, bits);
    coder.part = "area code and label";
    const digits = source && [...source.areaCode.padEnd(4, "0")].map(Number);
    ensure(!source || digits.length === 4, `${region}: the area code ${source?.areaCode} has more than four digits`);
    const areaNumbers = source && [source.areaCode.length, ...digits, texts.labels.indexOf(source.extensionLabel)];
    area = packer.record(PLAN.area, AREA_WIDTHS, i > 0, area, areaNumbers);
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
    allLengths |= territory.possibleLengths | territory.localOnlyLengths;
  }

  const outline = { code, territories: territories.length };
  const trie = (kind, lengths, aligned, input) => new PackedTrie(packer, kind, outline, lengths, aligned, input);
  const general = trie(KIND.general, allLengths, undefined, input?.territories[0].general);
  let regionTrie;
  if (territories.length > 1) regionTrie = trie(KIND.regions, ALL_LENGTHS, undefined, input?.regions);
  const numbers = trie(KIND.numbers, allLengths, general, input?.numbers);

  territories.forEach((territory, i) => {
    const source = input?.territories[i];
    const before = input?.territories[i - 1];
    territory.general = i === 0 ? general : trie(KIND.otherGeneral, allLengths, numbers, source?.general);
    ["internationalPrefix", "nationalPrefix"].forEach((name) => {
      packer.known.only({ digit: KIND[name] });
      const isSameAsBefore = i > 0 && packer.bit(PLAN.sameAs, source && isSameTrie(source[name], before[name]));
      territory[name] = isSameAsBefore
        ? territories[i - 1][name]
        : trie(KIND[name], ALL_LENGTHS, undefined, source?.[name]);
    });
  });

  coder.part = "formats";
  packer.known.only({});
  const count = packer.number(PLAN.formats, 5, input?.formats.length);
  const formats = [];
  let last = [];
  for (let i = 0; i < count; i += 1) {
    last = packer.record(PLAN.format, FORMAT_WIDTHS, i === 0, last, input && formatNumbers(input.formats[i], texts));
    formats.push(formatOf(last, texts));
  }
  outline.formats = formats;
  const leadingDigits = trie(KIND.leadingDigits, ALL_LENGTHS, numbers, input?.leadingDigits);
  return { code, territories, regions: regionTrie, numbers, formats, leadingDigits };
}
