// Tables of the results in Markdown.

const integer = (value) => Math.round(value).toLocaleString("en-US");
const short = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
/** A spread of measure.mjs: the median, with the middle half in brackets. */
const times = ({ median, low, high }, factor = 1) =>
  `${short(median * factor)} (${short(low * factor)}–${short(high * factor)})`;

/** Aligns the columns: the first to the left, the others to the right. */
export function table([head, ...rows]) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join("\n");
}

/** The speeds of a race. The other rows are compared with the first one. */
export const speedTable = (head, results) =>
  table([
    [head, "µs each (middle half of the rounds)", "each second", "times the time of update-phone"],
    ...Object.entries(results).map(([name, { millis, ratio }], i) => [
      name,
      times(millis, 1_000),
      integer(1_000 / millis.median),
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

/** A bar is `[what, limit, measured, isMet]`. */
export const barTable = (bars) =>
  table([
    ["", "bar", "measured", "met"],
    ...bars.map(([what, limit, measured, isMet]) => [what, limit, measured, isMet ? "yes" : "**no**"]),
  ]);

export const format = { integer, short, times };
