// The numbers that all libraries validate: international numbers of every region, as programs and people write them.
import { createNumbers } from "../../tests/phone/numbers.mjs";
import { createReference } from "../../tests/phone/reference.mjs";

const SEED = 1;
export const reference = createReference();

/** International numbers of all regions and types, valid and not: in E.164, as people write them, and half of each. */
export function benchmarkNumbers(count) {
  const numbers = createNumbers(reference, SEED);
  const all = [];
  while (all.length < count) {
    for (const { input } of numbers.everywhere()) {
      if (typeof input === "string" && /^\+[1-9]\d+$/.test(input)) all.push(input);
    }
  }
  // Spread over all regions for any count.
  const plain = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
  const written = plain.map((text) => reference.judge(text).internationalFormat || text);
  return { plain, written, mixed: plain.map((text, i) => (numbers.random.oneIn(2) ? written[i] : text)) };
}

/** The same numbers with separate calling codes, as a form with a list of countries has them. */
export const inTwoParts = (texts) =>
  texts.map((text) => {
    const { countryCode, nationalNumber } = reference.judge(text);
    return { countryCode, number: nationalNumber };
  });

/** National digits, and the region in which they are typed. */
export function benchmarkTyping(count) {
  const { places } = reference;
  return Array.from({ length: count }, (_, i) => {
    const place = places[(i * 7) % places.length];
    const region = place.isGeographic ? place.region : "US";
    const { example } = [...place.types.values()].find(({ example }) => example);
    return { region, digits: place.isGeographic ? (place.nationalPrefix ?? "") + example : "2015550123" };
  });
}
