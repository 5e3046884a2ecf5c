// The numbers that all have to judge: international ones, of every region, as programs and people write them.
import { createNumbers } from "../../tests/phone/numbers.mjs";
import { createReference } from "../../tests/phone/reference.mjs";

const SEED = 1;
export const reference = createReference();

/** Numbers of all regions and types, valid and not, half of them in groups: what every library reads alike. */
export function benchmarkNumbers(count) {
  const numbers = createNumbers(reference, SEED);
  const texts = [];
  while (texts.length < count) {
    for (const { input } of numbers.everywhere()) {
      if (typeof input !== "string" || !/^\+[1-9]\d+$/.test(input)) continue;
      const { internationalFormat } = reference.judge(input);
      texts.push(numbers.random.oneIn(2) && internationalFormat !== "" ? internationalFormat : input);
    }
  }
  // Spread over all regions, whatever the count.
  return Array.from({ length: count }, (_, i) => texts[Math.floor((i * texts.length) / count)]);
}

/** The same numbers with their codes apart, as a form with a list of countries has them. */
export const inTwoParts = (texts) =>
  texts.map((text) => {
    const { countryCode, nationalNumber } = reference.judge(text);
    return { countryCode, number: nationalNumber };
  });

/** National digits and the region they are typed in. */
export function benchmarkTyping(count) {
  const { places } = reference;
  return Array.from({ length: count }, (_, i) => {
    const place = places[(i * 7) % places.length];
    const region = place.isGeographic ? place.region : "US";
    const { example } = [...place.types.values()].find(({ example }) => example);
    return { region, digits: place.isGeographic ? (place.nationalPrefix ?? "") + example : "2015550123" };
  });
}
