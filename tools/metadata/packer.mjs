// Codes decisions, numbers and records with the model's contexts. Every function of the packed table takes the value that is
// written as `input`, which is undefined when the coder is a decoder, and returns the value that was written or read.

import { Known } from "./model.mjs";
import { ensure } from "./source.mjs";

export class Packer {
  known = new Known();
  /** The count of nodes and rows in the tries so far. */
  places = 0;

  constructor(coder) {
    this.coder = coder;
  }

  bit(decision, input) {
    return this.coder.bit(decision.set, decision.contexts, this.known.words, Number(input));
  }

  /** Codes a number of `width` bits, most significant first. */
  number(decision, width, input = 0) {
    ensure(input >= 0 && input < 2 ** width, `the packed table has no place for ${input} in ${decision.name}`);
    let number = 1;
    for (let i = width - 1; i >= 0; i -= 1) {
      this.known.also({ node: number });
      number = (number << 1) | this.bit(decision, (input >> i) & 1);
    }
    return number - (1 << width);
  }

  /**
   * Codes numbers of the given widths. `last` is the record before them and part of their contexts. If there are exactly
   * eight widths, the eighth number is the count of pairs of 4-bit numbers that follow.
   */
  record(decision, widths, sign, last, input) {
    const numbers = [];
    for (let end = widths.length; numbers.length < end;) {
      const i = numbers.length;
      this.known.only({
        digit: i,
        previous: (last[i] ?? 0) & 31,
        before: (numbers[i - 1] ?? 0) & 31,
        above: (numbers[0] ?? 0) & 31,
        inner: (numbers[i - 2] ?? 0) & 15,
        sign,
      });
      numbers.push(this.number(decision, widths[i] ?? 4, input?.[i]));
      if (i === 7 && end === 8) end += 2 * numbers[7];
    }
    return numbers;
  }
}
