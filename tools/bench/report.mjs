// Tables of the results, in Markdown, which reads well in a terminal too.

const integer = (value) => Math.round(value).toLocaleString("en-US");
const short = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
const times = ({ median, low, high }) => `${short(median)} (${short(low)}–${short(high)})`;

/** Columns as wide as what stands in them, numbers to the right. */
export function table([head, ...rows]) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join("\n");
}

/** Speeds: the first row is what the others are compared with. */
export const speedTable = (head, results) =>
  table([
    [head, "µs each (middle half of the rounds)", "each second", "times the time of update-phone"],
    ...Object.entries(results).map(([name, { micros, ratio }], i) => [
      name,
      times(micros),
      integer(1e6 / micros.median),
      i === 0 ? "1" : times(ratio),
    ]),
  ]);

export const startTable = (head, results) =>
  table([
    [head, "ms (middle half of the rounds)", "times the time of update-phone"],
    ...Object.entries(results).map(([name, { millis, ratio }], i) => [
      name,
      times(millis),
      i === 0 ? "1" : times(ratio),
    ]),
  ]);

export const bytesTable = (rows) => {
  const engine = Object.values(rows)[0].brotli;
  return table([
    ["", "minified", "gzip", "brotli", "times the brotli bytes of update-phone"],
    ...Object.entries(rows).map(([name, { raw, gzip, brotli }], i) => [
      name,
      integer(raw),
      integer(gzip),
      integer(brotli),
      i === 0 ? "1" : short(brotli / engine),
    ]),
  ]);
};

/** `[what, bar, measured, isMet]` each. */
export const barTable = (bars) =>
  table([
    ["", "bar", "measured", "met"],
    ...bars.map(([what, bar, measured, isMet]) => [what, bar, measured, isMet ? "yes" : "**no**"]),
  ]);

export const format = { integer, short };
