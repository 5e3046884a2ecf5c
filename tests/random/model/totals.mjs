// What was counted in many sequences.

/** Adds counts by kind and name. */
export function addCounts(totals, counts) {
  for (const [kind, names] of Object.entries(counts)) {
    const sums = (totals[kind] ??= {});
    for (const [name, count] of Object.entries(names)) sums[name] = (sums[name] ?? 0) + count;
  }
}

/** A line for each kind, the most frequent first. */
export function linesOf(counts) {
  const kinds = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
  return kinds.map(([kind, names]) => {
    const sorted = Object.entries(names).sort(([, a], [, b]) => b - a);
    return `${kind}: ${sorted.map(([name, count]) => `${name} ${count}`).join(", ")}`;
  });
}
