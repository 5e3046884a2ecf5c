#!/usr/bin/env node
// Looks for contexts with which the table gets smaller, by trying changes at random, and writes them to contexts.json:
//
//   node tools/metadata/tune.mjs SECONDS [SEED]
//
// Nothing needs it: the contexts fit any release. Afterwards the table must be generated anew.

import { readFileSync, writeFileSync } from "node:fs";
import { Encoder, Model, MOST_CONTEXTS } from "./coder.mjs";
import { bitsOf, CONTEXTS, FEATURE_NAMES, PLAN, SETS, TRIE } from "./model.mjs";
import { codePlan, withPackedValues } from "./pack.mjs";
import { numberingPlan } from "./plan.mjs";
import { readMetadata, readPackage } from "./source.mjs";
import { divide, textsOf } from "./table.mjs";

/** A context must save so many bits, and more the more often it is asked: it takes time and bytes of its own. */
const WORTH = { bits: 24, bitsPerDecision: 0.012 };

const release = JSON.parse(readFileSync(new URL("release.json", import.meta.url), "utf8"));
const { text } = readPackage({ packageName: release.package, version: release.version });
const plans = readMetadata(text).map(numberingPlan);
const texts = textsOf(plans);
const entries = divide(plans, texts);

/** What was decided, by group and name of the decision and by chunk: `{ set, words, bit }`. */
const traces = new Map();
const decisionOfSet = new Map();
for (const decisions of [...TRIE, PLAN])
  for (const decision of Object.values(decisions)) decisionOfSet.set(decision.set, decision);
function trace(chunk, code) {
  const coder = new Encoder(new Model(SETS));
  const bit = coder.bit.bind(coder);
  coder.bit = (set, contexts, words, given) => {
    const { group, name, features } = decisionOfSet.get(set);
    const key = `${group} ${name}`;
    if (!traces.has(key)) traces.set(key, { group, name, features, chunks: new Map(), count: 0 });
    const trace = traces.get(key);
    if (!trace.chunks.has(chunk)) trace.chunks.set(chunk, []);
    trace.chunks.get(chunk).push({ set, words: Uint32Array.from(words), bit: given });
    trace.count += 1;
    return bit(set, contexts, words, given);
  };
  code(coder);
}
const last = Math.max(...entries.map(({ chunk }) => chunk));
for (let chunk = 0; chunk <= last; chunk += 1)
  trace(chunk, (coder) =>
    entries.forEach((entry, i) => {
      if (entry.chunk === chunk) codePlan(coder, entry, texts, withPackedValues(plans[i]));
    }),
  );

/** The bits that a decision takes with other contexts, each chunk beginning with what was learnt from the first. */
function cost({ chunks }, contexts) {
  const bits = contexts.map(bitsOf);
  const run = (model, decisions = []) =>
    decisions.reduce((sum, { set, words, bit }) => {
      const one = model.predict(set, bits, words);
      model.learn(bit);
      return sum - Math.log2((bit ? one : 65_536 - one) / 65_536);
    }, 0);
  const first = new Model(SETS);
  let sum = run(first, chunks.get(0));
  for (let chunk = 1; chunk <= last; chunk += 1) if (chunks.has(chunk)) sum += run(first.copy(), chunks.get(chunk));
  return sum;
}

const [seconds, seed = "1"] = process.argv.slice(2);
let state = Number(seed);
const random = (below) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % below;
};
const sorted = (names) => FEATURE_NAMES.filter((name) => names.includes(name)).join(" ");
const all = [...traces.values()].map((trace) => {
  const contexts = (CONTEXTS[trace.group][trace.name] ?? [""]).map((names) => sorted(names.split(" ")));
  return { ...trace, contexts, bits: cost(trace, contexts) };
});
const bytes = () => Math.round(all.reduce((sum, { bits }) => sum + bits, 0) / 8);
console.log(
  `${bytes()} bytes; ${all.map(({ group, name, bits }) => `${group} ${name} ${Math.round(bits / 8)}`).join(", ")}`,
);

const end = Date.now() + Number(seconds) * 1000;
let tries = 0;
while (Date.now() < end) {
  // The more a decision takes, the more often it is tried.
  const total = all.reduce((sum, { bits }) => sum + bits + 800, 0);
  let at = random(total);
  const one = all.find(({ bits }) => (at -= bits + 800) < 0) ?? all[0];
  const feature = () => one.features[random(one.features.length)];
  const toggled = (context, name) => {
    const names = context.split(" ").filter(Boolean);
    return sorted(names.includes(name) ? names.filter((other) => other !== name) : [...names, name]);
  };
  const contexts = [...one.contexts];
  const which = random(contexts.length);
  switch (random(8)) {
    case 0:
    case 1:
      if (contexts.length < MOST_CONTEXTS) contexts.push(sorted(Array.from({ length: 1 + random(4) }, feature)));
      break;
    case 2:
      if (contexts.length > 1) contexts.splice(which, 1);
      break;
    case 3:
      contexts[which] = sorted(Array.from({ length: 1 + random(4) }, feature));
      break;
    case 4:
    case 5:
      contexts[which] = toggled(contexts[which], feature());
      break;
    default:
      contexts[which] = toggled(toggled(contexts[which], feature()), feature());
  }
  if (new Set(contexts).size < contexts.length) continue;
  tries += 1;
  const worth = WORTH.bits + WORTH.bitsPerDecision * one.count;
  const bits = cost(one, contexts);
  if (bits + worth * contexts.length < one.bits + worth * one.contexts.length - 1)
    Object.assign(one, { bits, contexts });
}

const found = { inTries: {}, inLeadingDigits: {}, inPlans: {} };
for (const { group, name, contexts } of all) found[group][name] = contexts;
writeFileSync(new URL("contexts.json", import.meta.url), `${JSON.stringify(found, null, 2)}\n`);
console.log(`${bytes()} bytes after ${tries} tries`);
