// The summary of a table: one line for each fact, so that the diff of two summaries shows what a release changed.

import { Automaton } from "./pattern.mjs";
import { TYPES_BY_PRECEDENCE } from "./source.mjs";
import { createHash } from "node:crypto";

const short = (value) => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);

/** The count of an automaton's nodes, the count of numbers that match, and a hash of the pattern in eight digits. */
function measure({ pattern, lengths }) {
  if (pattern === "" || lengths[0] === -1) return null;
  const automaton = new Automaton(pattern);
  const longest = 17;
  const memo = new Map();
  // By length, the count of strings that lead from a state to a match. Equal states have equal texts.
  const count = (state) => {
    if (state < 0) return { counts: [], text: "" };
    if (!memo.has(state)) {
      const next = Array.from({ length: 10 }, (_, digit) => count(automaton.next(state, digit)));
      const counts = [automaton.accepts(state) ? 1n : 0n];
      for (let i = 0; i < longest; i += 1)
        counts[i + 1] = next.reduce((sum, { counts }) => sum + (counts[i] ?? 0n), 0n);
      memo.set(state, { counts, text: short([automaton.accepts(state), next.map(({ text }) => text)]) });
    }
    return memo.get(state);
  };
  const { counts, text } = count(automaton.start);
  const numbers = counts.reduce(
    (sum, number, length) => (lengths.length === 0 || lengths.includes(length) ? sum + number : sum),
    0n,
  );
  return { nodes: new Set([...memo.values()].map(({ text }) => text)).size, numbers, mark: short([text, lengths]) };
}

const list = (values) => (values.length === 0 ? "none" : values.join(" "));
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The lines of one calling code. */
function linesOf({ code, territories }, plan) {
  const lines = [`+${code}: ${territories.map(({ region }) => region).join(" ")}`];
  territories.forEach((territory) => {
    const owner = territory.region === "001" ? `+${code}` : territory.region;
    const add = (what, text) => lines.push(`${owner} ${what}: ${text}`);
    const { lengths, localLengths } = territory.general;
    add("lengths", list(lengths) + (localLengths.length > 0 ? `; only within the area ${list(localLengths)}` : ""));
    for (const [name, desc] of [
      ["general", territory.general],
      ...TYPES_BY_PRECEDENCE.map((type) => [type, territory.types[type]]),
    ]) {
      const measured = measure(desc);
      if (measured) add(kebab(name), `${measured.numbers} numbers, ${measured.nodes} nodes, ${measured.mark}`);
    }
    if (territory.isMobileLikeFixedLine) add("mobile and fixed line", "the same pattern");
    if (territory.leadingDigits) add("leading digits", territory.leadingDigits);
    if (territory.internationalPrefix) add("international prefix", territory.internationalPrefix);
    if (territory.nationalPrefixForParsing) {
      const { nationalPrefixForParsing: pattern, transformRule } = territory;
      add(
        "national prefix",
        (pattern.length > 60 ? short(pattern) : pattern) + (transformRule && ` -> ${transformRule}`),
      );
    }
    if (territory.extensionPrefix) add("extension", JSON.stringify(territory.extensionPrefix));
  });
  const [{ region, formats, internationalFormats }] = territories;
  if (plan.formats.length > 0)
    lines.push(
      `${region === "001" ? `+${code}` : region} formats: ${formats.length} national, ${internationalFormats.length} international, ` +
        `${plan.formats.length} different, ${short([formats, internationalFormats])}`,
    );
  return lines;
}

/** The summary as text. */
export function summaryOf(release, metadata, plans, table) {
  const regions = metadata.flatMap(({ territories }) => territories).filter(({ region }) => region !== "001");
  const world = metadata.length - new Set(regions.map(({ callingCode }) => callingCode)).size;
  return [
    `libphonenumber ${release.release} (${release.package} ${release.version})`,
    `${metadata.length} calling codes, ${world} of them of no country; ${regions.length} regions`,
    `packed: ${table.bytes.length} bytes in ${table.chunks} chunks`,
    "",
    ...metadata.flatMap((source, i) => [...linesOf(source, plans[i]), ""]),
  ].join("\n");
}

const facts = (summary) =>
  new Map(
    summary
      .split("\n")
      .map((line) => /^([+\w][^:]*): (.*)$/.exec(line))
      .filter(Boolean)
      .map(([, what, text]) => [what, text]),
  );

/** The changes from one summary to another: one line for each region or calling code. */
export function changes(before, after) {
  const [old, now] = [facts(before), facts(after)];
  const owners = new Map();
  const add = (what, change) => {
    const [owner, ...rest] = what.split(" ");
    if (!owners.has(owner)) owners.set(owner, []);
    owners.get(owner).push(`${rest.join(" ") || "regions"} ${change}`);
  };
  for (const what of new Set([...old.keys(), ...now.keys()])) {
    if (what === "packed") continue;
    if (!old.has(what)) add(what, `added (${now.get(what)})`);
    else if (!now.has(what)) add(what, "removed");
    else if (old.get(what) !== now.get(what)) add(what, `${old.get(what)} -> ${now.get(what)}`);
  }
  return [...owners].map(([owner, notes]) => `${owner}: ${notes.join("; ")}`);
}
