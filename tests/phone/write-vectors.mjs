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

/** Each shows a small fault of the engine that none of the others shows (docs/mutation-testing.md). */
const CHOSEN = [
  { input: "900", defaultRegion: "TR" },
  { input: "6837962", defaultRegion: "NU" },
  { input: "+1-8338073641 \uff03.3" },
  { input: "+17845114986;phone-context=a.b-c.d" },
  { input: "+1-" },
  { input: "+4781276158" },
  { input: { countryCode: "+999", number: " " } },
];
const CHOSEN_TYPED = [
  { text: "180020709", options: { defaultRegion: "GB" } },
  { text: "0884", options: { defaultRegion: "FR" } },
  { text: "0937", options: { defaultRegion: "AR" } },
  { text: "0174", options: { defaultRegion: "CN" } },
];

const reference = createReference();
const numbers = createNumbers(reference, SEED);
const { release } = JSON.parse(readFileSync(new URL("../../tools/metadata/release.json", import.meta.url), "utf8"));

/** What was chosen, and more until there are so many; `make` brings back what may be a line. */
function write(file, { chosen, more, count, make }) {
  const lines = chosen.map((each) => make({ kind: "chosen", ...each }));
  while (lines.length < count) {
    const line = make(more());
    if (line) lines.push(line);
  }
  lines.unshift({ about: `Made by write-vectors.mjs from seed ${SEED}`, package: reference.name, release });
  writeFileSync(new URL(file, import.meta.url), lines.map((line) => JSON.stringify(line)).join("\n") + "\n");
}

function judged({ kind, input, defaultRegion }) {
  const expected = reference.judge(input, defaultRegion);
  const text = typeof input === "string" ? input : Object.values(input).join("");
  const isExempt =
    EXEMPTIONS["digits lost in a double"].applies(expected) || EXEMPTIONS["digits of other scripts"].applies(text);
  // `null` stands for a field that is left out.
  const fields = Object.fromEntries(FIELDS.map((field) => [field, expected[field] ?? null]));
  return !isExempt && { kind, input, ...(defaultRegion !== undefined && { defaultRegion }), expected: fields };
}

function typed({ kind, text, options }) {
  if (EXEMPTIONS["a full-width plus sign, typed"].applies(text)) return undefined;
  const { steps } = reference.type(text, options);
  // With a caret separators are made anew, which the reference does not. It has no place before the first digit.
  const places = /^\+?[0-9]+$/.test(text) ? Array.from({ length: text.length }, (_, i) => i + 1) : [];
  const carets = places.map((caret) => reference.type(text, { ...options, caret }).caret ?? null);
  return { kind, text, ...options, steps, carets };
}

write("vectors.jsonl", { chosen: CHOSEN, more: numbers.next, count: CHOSEN.length + COUNT, make: judged });
write("as-you-type.jsonl", {
  chosen: CHOSEN_TYPED,
  more: numbers.typed,
  count: CHOSEN_TYPED.length + TYPED_COUNT,
  make: typed,
});
