// Adaptive binary range coder: the same model on both sides, so that what is written can be read back.
// src/phone/metadata/decoder.rs is the other reader; both must count alike.

const TABLE_BITS = 16;
const HALF = 1 << 15;
const RATE = 4;

/** The probabilities that were learnt, one for each context. */
class Model {
  #ones = new Uint16Array(1 << TABLE_BITS).fill(HALF);

  static slot(context) {
    return Math.imul(context, 0x9e3779b1) >>> (32 - TABLE_BITS);
  }
  one(slot) {
    return this.#ones[slot];
  }
  learn(slot, bit) {
    if (bit) this.#ones[slot] += (65535 - this.#ones[slot]) >> RATE;
    else this.#ones[slot] -= this.#ones[slot] >> RATE;
  }
}

export class Encoder {
  #model = new Model();
  #low = 0;
  #high = 0xffffffff;
  #bytes = [];
  isDecoder = false;
  /** What was spent on each part, in bits. */
  spent = new Map();
  part = "";

  bit(context, bit) {
    const slot = Model.slot(context);
    const one = Math.max(this.#model.one(slot), 1);
    const range = this.#high - this.#low;
    const middle = this.#low + Math.floor(range / 65536) * one + Math.floor(((range % 65536) * one) / 65536);
    if (bit) this.#high = middle;
    else this.#low = middle + 1;
    this.#model.learn(slot, bit);
    this.spent.set(this.part, (this.spent.get(this.part) ?? 0) - Math.log2((bit ? one : 65536 - one) / 65536));
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#bytes.push(this.#high >>> 24);
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 255) >>> 0;
    }
    return bit;
  }
  /** The bytes, as few as the reader needs when it reads zeros after them. */
  finish() {
    const bytes = [...this.#bytes];
    for (let shift = 24; shift >= 0; shift -= 8) {
      const value = Math.ceil(this.#low / 2 ** shift) * 2 ** shift;
      if (value <= this.#high) {
        for (let at = 24; at >= shift; at -= 8) bytes.push((value / 2 ** at) & 255);
        break;
      }
    }
    while (bytes.at(-1) === 0) bytes.pop();
    return Uint8Array.from(bytes);
  }
}

export class Decoder {
  #model = new Model();
  #low = 0;
  #high = 0xffffffff;
  #code = 0;
  #at = 0;
  #bytes;
  isDecoder = true;
  part = "";

  constructor(bytes) {
    this.#bytes = bytes;
    for (let i = 0; i < 4; i += 1) this.#shift();
  }
  bit(context) {
    const slot = Model.slot(context);
    const one = Math.max(this.#model.one(slot), 1);
    const range = this.#high - this.#low;
    const middle = this.#low + Math.floor(range / 65536) * one + Math.floor(((range % 65536) * one) / 65536);
    const bit = this.#code <= middle ? 1 : 0;
    if (bit) this.#high = middle;
    else this.#low = middle + 1;
    this.#model.learn(slot, bit);
    while (((this.#low ^ this.#high) & 0xff000000) === 0) {
      this.#low = (this.#low << 8) >>> 0;
      this.#high = ((this.#high << 8) | 255) >>> 0;
      this.#shift();
    }
    return bit;
  }
  #shift() {
    this.#code = ((this.#code << 8) | (this.#bytes[this.#at] ?? 0)) >>> 0;
    this.#at += 1;
  }
}
