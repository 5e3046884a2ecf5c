// Numbers as people, programs and mistakes write them, made from the metadata of the reference by a seed.
import { KNOWN_ZEROS, OTHER_ZEROS } from "./digits.mjs";
import { branches, readPattern, sample } from "./patterns.mjs";
import { createRandom } from "./random.mjs";

// ── How a number is written ─────────────────────────────────────────────────────────────────────────────────────────

const SEPARATORS = [
  ..." -.()/[]~*x\u00a0\u00ad\u200b\u2010\u2011\u2013\u2015\u2053\u2060\u2212\u223c\u3000\u30fc",
].concat([..."\uff08\uff09\uff0d\uff0e\uff0f\uff3b\uff3d\uff5e", "  ", ") ", " (", "(0)", " - "]);
const PLUS_SIGNS = ["+", "+", "+", "+", "\uff0b", "++", "+ ", "(+", "+("];
const LABELS = [..."x\uff58X#\uff03~\uff5e;,"].concat([
  ";ext=",
  ";EXT=",
  "ext",
  "ext.",
  "Ext:",
  "extn",
  "xt",
  "xtn",
  "extension",
  "extensi\u00f3n",
  "extensio\u0301n",
  "EXTENSI\u00d3N",
  "\uff45\uff58\uff54",
  "\uff58\uff54\uff4e",
  "\uff25\uff38\uff34",
  "\u0434\u043e\u0431",
  "\u0414\u041e\u0411.",
  "anexo",
  "int",
  "\uff49\uff4e\uff54",
  ",,",
  ",,,",
  "exten",
  "e",
  "",
]);
const CONTEXTS = [
  "example.com",
  "a.b-c.d",
  "1example.com",
  "example.1",
  "a-.b",
  "+",
  "",
  "+1-2;x=y",
  "+86 1",
  "tel:+1",
  "\u4f8b",
];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
const AROUND = [
  "Tel: ",
  "\u7535\u8bdd\uff1a",
  "\u260e ",
  "(",
  "#",
  "*",
  "\t",
  "a",
  "tel:",
  "Fax +",
  "\u200e",
  "\ufeff",
];
const ODD = [
  ...SEPARATORS,
  ...LETTERS.slice(0, 30),
  ..."+\uff0b#*;=,:@%$&\"'\\<>|^_`{}",
  "\u{1f4de}",
  "\u4e00",
  "\u0301",
  "\0",
  "\n",
];
const GARBAGE = [
  "",
  " ",
  "\t\n",
  "+",
  "++",
  "0",
  "00",
  "1",
  "12",
  "112",
  "-",
  "*",
  "x",
  "abc",
  "+0",
  "+00",
  "000",
  "tel:",
  "ext",
  "\u4e94",
];

/** What texts with numbers in them are made of, and letters that are other letters in another case. */
const PARTS = [" ", " ", " ext. ", "/  x", "\0", "\t", "\n", "\u00ad", "\u200b", "\u2060"].concat(
  "+ + + \uff0b ++ 00 011 0 1 8 15 +1 +39 +44 +54 +86 +800 +999 650 253 0000 12345678901234567 2 34 567".split(" "),
  "- - . ( ) (0) / * # [ ] ~ x X ext e xt n extensi \u0434\u043e\u0431 anexo int ;ext= ,, ; , : /x \\x".split(" "),
  "tel: ;phone-context= ;isub= example.com FLOWERS \uff21 \u0661 \u06f4 \uff17 \u30fc \u260e \u0301".split(" "),
  "\u00f3 \u017f \u212a \u0130 \u00b2 \u00bd \u2167 \u00e9 \u0416".split(" "),
);

const written = (zero, digits) => [...digits].map((d) => String.fromCodePoint(zero + Number(d))).join("");

/** @param reference what {@link createReference} gives; its metadata says which numbers there are. */
export function createNumbers(reference, seed) {
  const random = createRandom(seed);
  const { places } = reference;
  const regions = places.filter(({ isGeographic }) => isGeographic);
  const read = new Map();
  const tree = (pattern) => {
    if (!read.has(pattern)) read.set(pattern, readPattern(pattern));
    return read.get(pattern);
  };
  const from = (pattern, route) => sample(tree(pattern), random, route);

  /** Separators at random between the characters. */
  function punctuated(number, oneIn = 3) {
    return [...number].map((c) => (random.oneIn(oneIn) ? c + random.pick(SEPARATORS) : c)).join("");
  }

  function inOtherDigits(text) {
    const zero = random.oneIn(6) ? random.pick(OTHER_ZEROS) : random.pick(KNOWN_ZEROS.slice(1));
    const mixed = random.oneIn(5);
    return [...text].map((c) => (/\d/.test(c) && !(mixed && random.oneIn(2)) ? written(zero, c) : c)).join("");
  }

  function extension() {
    const label = random.pick(LABELS);
    const before = random.pick(["", "", " ", "  ", ", ", "\t", "\u00a0", "-", " - "]);
    const after = random.pick(["", "", "", " ", ".", ":", ". ", ": ", "\uff0e", ",", "-", ".  -,"]);
    const digits = random.digits(
      random.weighted([
        [8, random.between(1, 5)],
        [2, random.between(6, 10)],
        [1, random.between(11, 22)],
      ]),
    );
    const end = random.pick(["", "", "", "#", "##", ".", "/x302", " x5", "\\ x5"]);
    return before + label + after + digits + end;
  }

  function withLetters(number) {
    const at = random.below(Math.max(1, number.length - 2));
    const until = random.oneIn(3) ? at + 3 : number.length;
    return [...number].map((c, i) => (i >= at && i < until && !random.oneIn(6) ? random.pick(LETTERS) : c)).join("");
  }

  /** RFC 3966, right and wrong. */
  function asUri(code, number) {
    const local = random.oneIn(3) ? punctuated(number, 4) : number;
    const context = random.weighted([
      [4, `+${code}`],
      [1, `+${punctuated(code)}`],
      [1, `+${code}${random.digits(2)}`],
      [4, random.pick(CONTEXTS)],
    ]);
    const parts = [
      random.pick(["tel:", "tel:", "tel:", "", "TEL:", "x tel:"]) + (random.oneIn(3) ? `+${code}${local}` : local),
      random.pick(["", "", "", `;ext=${random.digits(4)}`, ";isub=123", ";isub=12;ext=3", ";a=b"]),
      random.oneIn(4) ? "" : `;phone-context=${context}`,
      random.pick(["", "", "", ";ext=7", ";isub=9", ";", ";a=b"]),
    ];
    return parts.join("");
  }

  // ── Which digits ────────────────────────────────────────────────────────────────────────────────────────────────

  const someDescription = (place) => random.pick([place.general, ...place.types.values(), ...place.types.values()]);

  /** A national number that some pattern of the place knows. */
  const assigned = (place) => from(someDescription(place).pattern);

  /** The digits with one to three of them changed, added, taken away or changed over. */
  function altered(digits, first = 0, last = digits.length) {
    let changed = digits;
    for (
      let times = random.weighted([
        [6, 1],
        [2, 2],
        [1, 3],
      ]);
      times > 0;
      times -= 1
    ) {
      const at = Math.min(random.between(first, last), changed.length);
      const [head, tail] = [changed.slice(0, at), changed.slice(at)];
      const digit = random.digits(1);
      changed = random.weighted([
        [6, head + digit + tail.slice(1)],
        [1, head + digit + tail],
        [1, head + tail.slice(1)],
        [1, head + (tail[1] ?? "") + (tail[0] ?? "") + tail.slice(2)],
      ]);
    }
    return changed;
  }

  /** Begins as one of the formats wants it and goes on at random. */
  function formattable(place) {
    if (place.leadingDigits.length === 0) return assigned(place);
    const start = from(random.pick(place.leadingDigits));
    const length = random.pick(place.general.lengths) + random.pick([0, 0, 0, 0, -1, 1]);
    return start + random.digits(Math.max(0, length - start.length));
  }

  const inParts = () =>
    Array.from(
      { length: random.between(1, 11) },
      () => random.pick(PARTS) + (random.oneIn(2) ? random.digits(random.between(1, 5)) : ""),
    ).join("");

  /** As it is dialled at home: with trunk prefix, carrier code or what else is taken off before a number is judged. */
  function dialledAtHome(place, number) {
    const prefixes = [place.nationalPrefixForParsing, place.nationalPrefixForParsing, place.nationalPrefix, "0", "00"];
    const prefix = from(random.pick(prefixes.filter(Boolean)));
    return prefix + (random.oneIn(8) ? from(place.nationalPrefixForParsing ?? "0") : "") + number;
  }

  const dialledAbroad = (home, place, number) => from(home.internationalPrefix ?? "00") + place.callingCode + number;

  // ── Kinds of input ──────────────────────────────────────────────────────────────────────────────────────────────

  const KINDS = {
    pattern: [20, assigned],
    "altered at the head": [14, (place) => altered(assigned(place), 0, 3)],
    "altered anywhere": [12, (place) => altered(assigned(place))],
    "altered at the tail": [4, (place) => altered(assigned(place), 6)],
    formattable: [10, formattable],
    "wrong length": [5, (place) => (assigned(place) + random.digits(8)).slice(0, random.between(1, 20))],
    "random digits": [
      5,
      (place) => random.digits(random.oneIn(3) ? random.between(1, 22) : random.pick(place.general.lengths)),
    ],
    "leading zeros": [2, (place) => "0".repeat(random.between(1, 4)) + assigned(place)],
    "national prefix": [8, (place) => dialledAtHome(place, random.oneIn(4) ? formattable(place) : assigned(place))],
    "own code pasted": [
      2,
      (place) =>
        `${random.pick(["", "", "00", "0"])}${place.callingCode}${random.oneIn(4) ? dialledAtHome(place, assigned(place)) : assigned(place)}`,
    ],
    "code of another": [2, (place) => random.pick(places).callingCode + assigned(place)],
    "dialled abroad": [
      4,
      (place) => dialledAbroad(place, random.oneIn(4) ? place : random.pick(places), assigned(place)),
    ],
    "full number pasted": [
      3,
      (place) => {
        const other = random.oneIn(3) ? random.pick(places) : place;
        return random.pick(PLUS_SIGNS) + other.callingCode + random.pick(["", " ", "-", "(0)"]) + assigned(other);
      },
    ],
    punctuated: [5, (place) => punctuated(random.oneIn(3) ? dialledAtHome(place, assigned(place)) : assigned(place))],
    formatted: [
      4,
      (place) => {
        const { nationalFormat, internationalFormat } = reference.judge(`+${place.callingCode}${assigned(place)}`);
        return random.pick([nationalFormat, internationalFormat]);
      },
    ],
    "other digits": [3, (place) => inOtherDigits(random.oneIn(3) ? punctuated(assigned(place)) : assigned(place))],
    extension: [
      6,
      (place) => {
        const number = assigned(place) + extension();
        return random.oneIn(12) ? inOtherDigits(number) : number;
      },
    ],
    "RFC 3966": [4, (place) => asUri(String(place.callingCode), assigned(place))],
    letters: [2, (place) => withLetters(random.oneIn(3) ? punctuated(assigned(place)) : assigned(place))],
    "in other text": [2, (place) => random.pick(AROUND) + assigned(place) + random.pick([...AROUND, "", "", ""])],
    "odd characters": [
      2,
      (place) => [...assigned(place)].map((c) => (random.oneIn(6) ? random.pick(ODD) : c)).join(""),
    ],
    "parts of numbers": [4, inParts],
    garbage: [
      1,
      () =>
        random.oneIn(2)
          ? random.pick(GARBAGE)
          : Array.from({ length: random.between(0, 30) }, () =>
              random.oneIn(2) ? random.digits(1) : random.pick(ODD),
            ).join(""),
    ],
    "about 250 characters": [
      1,
      (place) => {
        const number = assigned(place);
        const fill = random.pick([" ", "-", "1", "0", "a", "#"]).repeat(random.between(225, 260) - number.length);
        return random.pick([fill + number, number + fill, number.slice(0, 4) + fill + number.slice(4)]);
      },
    ],
  };
  const weights = Object.entries(KINDS).map(([kind, [weight, make]]) => [weight, { kind, make }]);

  const spelledCode = (code) =>
    random.weighted([
      [8, `+${code}`],
      [
        1,
        random.pick([
          `${code}`,
          `00${code}`,
          ` +${code} `,
          `(+${code})`,
          `+ ${code}`,
          `\uff0b${written(0xff10, String(code))}`,
        ]),
      ],
    ]);
  const unknownCode = () => random.pick(["+999", "+0", "+", "210", "+1234", "+86a", "x", "+7 7"]);
  const spelledRegion = (region) => (random.oneIn(20) ? region.toLowerCase() : region);
  const unknownRegion = () => random.pick(["ZZ", "XX", "001", "UK", "USA", "86"]);

  /** The input in one of its forms: in two parts, with a region, or as one text. */
  function put(place, number, form) {
    const region = place.isGeographic ? place.region : random.pick(regions).region;
    switch (form) {
      case "countryCode":
        return { input: { countryCode: random.oneIn(60) ? unknownCode() : spelledCode(place.callingCode), number } };
      case "region":
        return { input: { region: random.oneIn(60) ? unknownRegion() : spelledRegion(region), number } };
      case "national text":
        return { input: number, defaultRegion: random.oneIn(60) ? unknownRegion() : spelledRegion(region) };
      case "international text":
        return {
          input: random.pick(PLUS_SIGNS) + place.callingCode + random.pick(["", "", " ", "-", " (0)"]) + number,
          defaultRegion: random.weighted([
            [4, undefined],
            [1, region],
            [1, random.pick(regions).region],
          ]),
        };
      case "left empty":
        return {
          input: random.pick([
            { countryCode: " ", number },
            { region: "", number },
          ]),
          defaultRegion: random.oneIn(3) ? undefined : region,
        };
      default:
        return { input: number, defaultRegion: undefined };
    }
  }

  function next() {
    const place = random.pick(places);
    const { kind, make } = random.weighted(weights);
    const form = random.weighted([
      [30, "countryCode"],
      [20, "region"],
      [18, "national text"],
      [26, "international text"],
      [2, "left empty"],
      [2, "text alone"],
    ]);
    return { kind, ...put(place, make(place), form) };
  }

  /** The examples, a sample of each branch of each pattern, and neighbours of both, in three forms. */
  function* everywhere() {
    for (const place of places) {
      for (const [type, { pattern, example }] of [["general", place.general], ...place.types]) {
        const routes = branches(tree(pattern));
        const samples = routes.map((route) => ["branch", from(pattern, route)]);
        if (routes.length === 0) samples.push(["branch", from(pattern)]);
        if (example) samples.push(["example", example]);
        for (const [kind, number] of samples) {
          for (const [change, digits] of [
            ["", number],
            [", altered", altered(number, 0, 4)],
            [", dialled at home", dialledAtHome(place, number)],
          ]) {
            const form = change === "" ? "countryCode" : random.pick(["countryCode", "region", "national text"]);
            const named = `${type}: ${kind}${change}`;
            yield { kind: named, ...put(place, digits, form) };
            if (change === "") yield { kind: named, ...put(place, digits, "international text") };
            if (change === "" && random.oneIn(2)) yield { kind: named, ...put(place, digits, "region") };
          }
        }
      }
    }
  }

  /** Something to be typed, and what the field knows about it. */
  function typed() {
    const place = random.pick(places);
    const code = String(place.callingCode);
    const home = random.pick(regions);
    const { region } = place.isGeographic ? place : home;
    const number = random.weighted([
      [4, assigned(place)],
      [4, formattable(place)],
      [2, altered(assigned(place))],
    ]);
    const [kind, text, options] = random.weighted([
      [8, ["national", number, { defaultRegion: region }]],
      [3, ["of a country code", number, { countryCode: `+${code}` }]],
      [6, ["national prefix", dialledAtHome(place, number), { defaultRegion: region }]],
      [8, ["international", `+${code}${number}`, random.oneIn(3) ? { defaultRegion: home.region } : {}]],
      [3, ["international, with prefix", `+${code}${dialledAtHome(place, number)}`, {}]],
      [5, ["dialled abroad", dialledAbroad(home, place, number), { defaultRegion: home.region }]],
      [2, ["too long", number + random.digits(random.between(1, 6)), { defaultRegion: region }]],
      [2, ["random digits", random.digits(random.between(1, 20)), { defaultRegion: region }]],
      [1, ["no region", number, random.oneIn(2) ? {} : { defaultRegion: "ZZ" }]],
      [3, ["punctuated", (random.oneIn(3) ? `+${code}` : "") + punctuated(number, 5), { defaultRegion: region }]],
      [1, ["other digits", written(random.pick(KNOWN_ZEROS), number), { defaultRegion: region }]],
      [
        1,
        [
          "odd characters",
          [...number].map((c) => (random.oneIn(8) ? random.pick(ODD) : c)).join(""),
          { defaultRegion: region },
        ],
      ],
      [1, ["star and hash", random.pick(["*", "#", "*#06#", "**21*"]) + number, { defaultRegion: region }]],
    ]);
    return { kind, text, options };
  }

  return { next, everywhere, typed, random };
}
