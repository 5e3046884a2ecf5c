// The table of scenarios and browsers.

export class Results {
  #browsers;
  /** By scenario and browser: what came out, by what the person used. */
  #rows = new Map();

  /** `browsers`: their names, one for each column. */
  constructor(browsers) {
    this.#browsers = new Map(browsers.map((name) => [name, name]));
  }

  setVersion(browser, version) {
    this.#browsers.set(browser, `${browser} ${version}`);
  }

  /** What a test is going to add to a cell. It has failed unless it is told otherwise. */
  begin(scenario, browser, hands) {
    const row = this.#rows.get(scenario) ?? new Map();
    const cell = row.get(browser) ?? new Map();
    this.#rows.set(scenario, row.set(browser, cell.set(hands, `✗ ${hands}`)));
    const start = performance.now();
    return {
      pass(note) {
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        cell.set(hands, `✓ ${hands} ${seconds} s${note && ` (${note})`}`);
      },
    };
  }

  /** In Markdown. */
  toString() {
    const names = [...this.#browsers.keys()];
    const textOf = (cell) => (cell ? [...cell.values()].join(", ") : "not run");
    const rows = [
      ["scenario", ...this.#browsers.values()],
      ...[...this.#rows].map(([scenario, row]) => [scenario, ...names.map((browser) => textOf(row.get(browser)))]),
    ];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
    const rule = line(widths.map((width) => "-".repeat(width)));
    const [head, ...body] = rows.map(line);
    return [head, rule, ...body].join("\n");
  }
}
