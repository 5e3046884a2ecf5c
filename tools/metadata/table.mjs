// The packed table: a head with the calling codes, and the chunks that hold their plans.

import { Decoder, Encoder, Model } from "./coder.mjs";
import { contextTable, SETS } from "./model.mjs";
import { codePlan } from "./pack-plan.mjs";
import { withPackedValues } from "./pack-values.mjs";
import { ensure } from "./source.mjs";

// Every other chunk starts with the model learnt from the first one, so the other chunks do not depend on each other. The first
// chunk is always read first, so it is small, about 1 KB. It has the plan of China, which most users of this package need first.
// The others were found by exchanging plans at random while the table got smaller. Any choice gives a correct table.
const FIRST_CHUNK = new Set([20, 65, 86, 212, 222, 228, 236, 240, 253, 255, 258, 265, 598, 870, 960, 977]);
const CHUNK_BYTES = 3200;

/** The texts that plans refer to by number. */
export function textsOf(plans) {
  const distinct = (texts, most, what) => {
    const all = [...new Set(["", ...texts])];
    ensure(all.length <= most, `there are more than ${most} ${what}`);
    return all;
  };
  const formats = plans.flatMap((plan) => plan.formats);
  return {
    templates: distinct(
      formats.map(({ template }) => template),
      33,
      "templates of formats",
    ).slice(1),
    rules: distinct(
      formats.map(({ prefixRule }) => prefixRule),
      16,
      "rules for national prefixes",
    ),
    labels: distinct(
      plans.flatMap(({ territories }) => territories.map(({ extensionLabel }) => extensionLabel)),
      8,
      "labels of extensions",
    ),
  };
}

const regionsOf = ({ territories }) => territories.map(({ region }) => region).filter((region) => region !== "001");
const bytesSpent = (coder) => [...coder.spent.values()].reduce((sum, bits) => sum + bits, 0) / 8;

/** The chunk of each plan. */
function divide(plans, texts) {
  const coder = new Encoder(new Model(SETS));
  const sizes = new Map();
  for (const plan of plans) {
    const before = bytesSpent(coder);
    codePlan(coder, { code: plan.code, regions: regionsOf(plan) }, texts, withPackedValues(plan));
    sizes.set(plan, bytesSpent(coder) - before);
  }

  let chunk = 0;
  let size = Infinity;
  return plans.map((plan) => {
    const isFirst = FIRST_CHUNK.has(plan.code);
    if (!isFirst) {
      if (size + sizes.get(plan) > CHUNK_BYTES) {
        chunk += 1;
        size = 0;
      }
      size += sizes.get(plan);
    }
    return { code: plan.code, regions: regionsOf(plan), chunk: isFirst ? 0 : chunk };
  });
}

/** The entries of the head: the count of regions and the chunk of each code, then the differences of the codes, then the regions. */
function entryBytes(entries) {
  let code = 0;
  let last = 0;
  const kinds = [];
  const steps = [];
  for (const entry of entries) {
    const step = entry.code - code;
    code = entry.code;
    const chunkKind = entry.chunk === 0 ? 0 : entry.chunk === last ? 1 : 2;
    if (chunkKind === 2) last += 1;
    ensure(entry.chunk === 0 || entry.chunk === last, "the chunks are not in order");
    ensure(step < 256 && entry.regions.length < 64, `the packed table has no place for +${entry.code}`);
    kinds.push(entry.regions.length * 4 + chunkKind);
    steps.push(step);
  }
  return [...kinds, ...steps, ...Buffer.from(entries.flatMap(({ regions }) => regions).join(""), "ascii")];
}

/** Returns the bytes of the table and how many of them each part takes. */
export function packTable(plans, texts) {
  const entries = divide(plans, texts);
  ensure(entries.length < 255, "there are more calling codes than a byte can count");
  const spent = new Map();
  const chunks = [];
  const finish = (coder) => {
    chunks.push(coder.finish());
    for (const [part, bits] of coder.spent) spent.set(part, (spent.get(part) ?? 0) + bits / 8);
  };

  let learnt = new Model(SETS);
  for (let chunk = 0; entries.some((entry) => entry.chunk === chunk); chunk += 1) {
    const coder = new Encoder(chunk === 0 ? learnt : learnt.copy());
    for (const [i, entry] of entries.entries())
      if (entry.chunk === chunk) codePlan(coder, entry, texts, withPackedValues(plans[i]));
    finish(coder);
  }

  ensure(chunks.length < 256, "there are more chunks than a byte can count");
  const sizes = chunks.flatMap(({ length }) => {
    ensure(length < 65_536, "a chunk is too large");
    return [length & 255, length >> 8];
  });
  const head = Buffer.from([chunks.length, ...sizes, entries.length, ...entryBytes(entries)]);
  spent.set("head", head.length);
  return { bytes: Buffer.concat([head, ...chunks]), spent, chunks: chunks.length };
}

/** Returns the entries and plans of a packed table. */
export function unpackTable(bytes, texts) {
  let at = 0;
  const take = (count) => bytes.subarray(at, (at += count));
  const [chunkCount] = take(1);
  const sizes = take(2 * chunkCount);
  const [entryCount] = take(1);
  const kinds = take(entryCount);
  const steps = take(entryCount);
  const entries = [];
  let code = 0;
  let last = 0;
  for (let i = 0; i < entryCount; i += 1) {
    const kind = kinds[i];
    code += steps[i];
    if ((kind & 3) === 2) last += 1;
    const regions =
      take((kind >> 2) * 2)
        .toString("ascii")
        .match(/../g) ?? [];
    entries.push({ code, regions, chunk: (kind & 3) === 0 ? 0 : last });
  }
  const learnt = new Model(SETS);
  const plans = new Map();
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    const coder = new Decoder(chunk === 0 ? learnt : learnt.copy(), take(sizes.readUInt16LE(2 * chunk)));
    for (const entry of entries) if (entry.chunk === chunk) plans.set(entry.code, codePlan(coder, entry, texts));
  }
  return { entries, plans: entries.map(({ code }) => plans.get(code)) };
}

/** The texts and contexts that the reader in Rust needs besides the table. */
export const readerTables = (texts) => ({ ...texts, ...contextTable() });
