#!/usr/bin/env node
// Writes vectors.jsonl and as-you-type.jsonl, which `cargo test` holds the engine against without Node.js or the reference: after the
// release of the metadata has changed, run node tests/phone/write-vectors.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { EXEMPTIONS } from "./comparison.mjs";
import { createNumbers } from "./numbers.mjs";
import { createReference, FIELDS } from "./reference.mjs";

const SEED = 1;
const COUNT = 900;
const TYPED_COUNT = 700;

const reference = createReference();
const numbers = createNumbers(reference, SEED);
const { release } = JSON.parse(readFileSync(new URL("../../tools/metadata/release.json", import.meta.url), "utf8"));

/** Lines until there are so many; `make` brings back what may be one. */
function write(file, count, make) {
  const lines = [{ about: `Made by write-vectors.mjs from seed ${SEED}`, package: reference.name, release }];
  while (lines.length <= count) {
    const line = make();
    if (line) lines.push(line);
  }
  writeFileSync(new URL(file, import.meta.url), lines.map((line) => JSON.stringify(line)).join("\n") + "\n");
}

write("vectors.jsonl", COUNT, () => {
  const { kind, input, defaultRegion } = numbers.next();
  const expected = reference.judge(input, defaultRegion);
  const text = typeof input === "string" ? input : Object.values(input).join("");
  const isExempt =
    EXEMPTIONS["digits lost in a double"].applies(expected) || EXEMPTIONS["digits of other scripts"].applies(text);
  // `null` stands for a field that is left out.
  const fields = Object.fromEntries(FIELDS.map((field) => [field, expected[field] ?? null]));
  return !isExempt && { kind, input, ...(defaultRegion !== undefined && { defaultRegion }), expected: fields };
});

write("as-you-type.jsonl", TYPED_COUNT, () => {
  const { kind, text, options } = numbers.typed();
  if (EXEMPTIONS["a full-width plus sign, typed"].applies(text)) return undefined;
  const { steps } = reference.type(text, options);
  // With a caret separators are made anew, which the reference does not. It has no place before the first digit.
  const places = /^\+?[0-9]+$/.test(text) ? Array.from({ length: text.length }, (_, i) => i + 1) : [];
  const carets = places.map((caret) => reference.type(text, { ...options, caret }).caret ?? null);
  return { kind, text, ...options, steps, carets };
});
