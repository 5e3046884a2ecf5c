#!/usr/bin/env node
// Writes vectors.jsonl, which `cargo test` holds the engine against without Node.js or the reference: after the release of the
// metadata has changed, run node tests/phone/write-vectors.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { EXEMPTIONS } from "./comparison.mjs";
import { createNumbers } from "./numbers.mjs";
import { createReference, FIELDS } from "./reference.mjs";

const SEED = 1;
const COUNT = 900;

const reference = createReference();
const numbers = createNumbers(reference, SEED);
const { release } = JSON.parse(readFileSync(new URL("../../tools/metadata/release.json", import.meta.url), "utf8"));

const lines = [{ about: `Made by write-vectors.mjs from seed ${SEED}`, package: reference.name, release }];
while (lines.length <= COUNT) {
  const { kind, input, defaultRegion } = numbers.next();
  const expected = reference.judge(input, defaultRegion);
  const text = typeof input === "string" ? input : Object.values(input).join("");
  const isExempt =
    EXEMPTIONS["digits lost in a double"].applies(expected) || EXEMPTIONS["digits of other scripts"].applies(text);
  // `null` stands for a field that is left out.
  if (!isExempt) {
    const fields = Object.fromEntries(FIELDS.map((field) => [field, expected[field] ?? null]));
    lines.push({ kind, input, ...(defaultRegion !== undefined && { defaultRegion }), expected: fields });
  }
}
writeFileSync(new URL("vectors.jsonl", import.meta.url), lines.map((line) => JSON.stringify(line)).join("\n") + "\n");
