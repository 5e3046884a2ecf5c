// A binary range coder. Each probability is mixed from the predictions of several contexts, which learn from every decision.
// Encoder and decoder run the same model in integers; src/phone/metadata/decoder.rs is the decoder in Rust.

const SLOT_BITS = 17;
/** The most contexts of one decision. */
export const MOST_CONTEXTS = 5;
/** A slot has the probability of a one in its upper 12 bits, here 0.5, and below it how often the context was seen. */
const NEW_SLOT = 2 ** 15;
const SEEN = 15;
/** 0.5 in 8192ths. */
const NEW_WEIGHT = 4096;
const MIX = [0x2c1b3c6d, 0x85ebca6b, 0xc2b2ae35, 0x9e3779b1];

/** 65536 / (1 + exp(-x)) for x from -8 to 8 in halves. */
const SQUASH = Array.from({ length: 33 }, (_, i) => Math.round(65_536 / (1 + Math.exp((16 - i) / 2))));

/** The probability of a one, in 65536ths, for log odds in 256ths from -2047 to 2047. */
function squash(logOdds) {
  const offset = logOdds + 2048;
  const low = SQUASH[offset >> 7];
  return low + (((SQUASH[(offset >> 7) + 1] - low) * (offset & 127)) >> 7);
}

/** The inverse of `squash`, by probability in 4096ths. */
const STRETCH = (() => {
  let logOdds = -2047;
  return Int16Array.from({ length: 4096 }, (_, probability) => {
    while (logOdds < 2047 && squash(logOdds) >> 4 < probability) logOdds += 1;
    return logOdds;
  });
})();

/** The probabilities and weights learnt so far. */
export class Model {
  slots;
  weights;
  // The state of the last prediction, for `learn`.
  #used = new Int32Array(MOST_CONTEXTS);
  #inputs = new Int32Array(MOST_CONTEXTS);
  #first = 0;
  #count = 0;
  #one = 0;

  /** `sets` is the count of sets of decisions that are learnt separately. */
  constructor(sets) {
    this.slots = new Uint16Array(1 << SLOT_BITS).fill(NEW_SLOT);
    this.weights = new Int16Array(sets * MOST_CONTEXTS).fill(NEW_WEIGHT);
  }

  copy() {
    const model = new Model(0);
    model.slots = this.slots.slice();
    model.weights = this.weights.slice();
    return model;
  }

  /** Returns the probability of a one, in 65536ths. `contexts` are masks of `words`; `set` is the set of the decision. */
  predict(set, contexts, words) {
    let sum = 0;
    this.#first = set * MOST_CONTEXTS;
    this.#count = contexts.length;
    for (let i = 0; i < contexts.length; i += 1) {
      const number = this.#first + i;
      const bits = contexts[i];
      let hash = Math.imul(number + 1, MIX[3]);
      for (let k = 0; k < 3; k += 1) hash += Math.imul(words[k] & bits[k], MIX[k]);
      hash |= 0;
      const at = Math.imul(hash ^ (hash >>> 15), MIX[3]) >>> (32 - SLOT_BITS);
      this.#used[i] = at;
      this.#inputs[i] = STRETCH[this.slots[at] >> 4];
      sum += this.weights[number] * this.#inputs[i];
    }
    const logOdds = Math.max(-2047, Math.min(2047, sum >> 13));
    this.#one = Math.max(16, Math.min(65_520, squash(logOdds)));
    return this.#one;
  }

  /** Learns the outcome of the last prediction. */
  learn(bit) {
    const error = (bit << 16) - this.#one;
    for (let i = 0; i < this.#count; i += 1) {
      this.weights[this.#first + i] += Math.imul(error, this.#inputs[i]) >> 18;
      // The more often a context was seen, the less an error moves its probability.
      const slot = this.slots[this.#used[i]];
      const seen = slot & SEEN;
      const probability = slot >> 4;
      const changed = probability + Math.trunc((2 * (bit * 4095 - probability)) / (2 * seen + 3));
      this.slots[this.#used[i]] = (changed << 4) | Math.min(seen + 1, SEEN);
    }
  }
}

/** Returns where the probability of a one splits a range in two. */
function split(low, high, one) {
  const range = high - low;
  return low + Math.floor(range / 65_536) * one + Math.floor(((range % 65_536) * one) / 65_536);
}

export class Encoder {
  #low = 0;
  #high = 0xffffffff;
  #bytes = [];
  /** The part of the table that is written now, for `spent`. */
  part = "";
  /** The bits that each part took. */
  spent = new Map();

  constructor(model) {
    this.model = model;
  }

  /** Writes a decision and returns it. */
  bit(set, contexts, words, bit) {
    const one = this.model.predict(set, contexts, words);
    const middle = split(this.#low, this.#high, one);
    if (bit) this.#high = middle;
    else this.#low = middle + 1;
    this.model.learn(bit);
    this.spent.set(this.part, (this.spent.get(this.part) ?? 0) - Math.log2((bit ? one : 65_536 - one) / 65_536));
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#bytes.push(this.#high >>> 24);
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 255) >>> 0;
    }
    return bit;
  }

  /** Returns the bytes without trailing zeros: the decoder reads zeros after the end. */
  finish() {
    const bytes = [...this.#bytes];
    for (let count = 0; count <= 4; count += 1) {
      const unit = 2 ** (32 - 8 * count);
      const value = Math.ceil(this.#low / unit) * unit;
      if (value > this.#high) continue;
      for (let i = 0; i < count; i += 1) bytes.push(Math.floor(value / 2 ** (24 - 8 * i)) & 255);
      break;
    }
    while (bytes.at(-1) === 0) bytes.pop();
    return Uint8Array.from(bytes);
  }
}

export class Decoder {
  #low = 0;
  #high = 0;
  #code = 0;
  #at = 0;
  #bytes;
  part = "";

  constructor(model, bytes) {
    this.model = model;
    this.#bytes = bytes;
  }

  /** Reads a decision. */
  bit(set, contexts, words) {
    // Low and high are equal at first, so the first decision fills low, high and the code.
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 255) >>> 0;
      this.#code = ((this.#code << 8) | (this.#bytes[this.#at] ?? 0)) >>> 0;
      this.#at += 1;
    }
    const middle = split(this.#low, this.#high, this.model.predict(set, contexts, words));
    const bit = this.#code <= middle ? 1 : 0;
    if (bit) this.#high = middle;
    else this.#low = middle + 1;
    this.model.learn(bit);
    return bit;
  }
}
