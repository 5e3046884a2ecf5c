// The table of scenarios and browsers.

export class Results {
  #browsers;
  #rows = new Map();

  /** `browsers`: their names, one for each column. */
  constructor(browsers) {
    this.#browsers = new Map(browsers.map((name) => [name, name]));
  }

  setVersion(browser, version) {
    this.#browsers.set(browser, `${browser} ${version}`);
  }

  /** A cell. It has failed unless it is told otherwise. */
  begin(scenario, hands, browser) {
    const name = `${scenario}, by ${hands}`;
    const cells = this.#rows.get(name) ?? new Map();
    this.#rows.set(name, cells.set(browser, "FAILED"));
    const start = performance.now();
    return {
      pass(note) {
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        cells.set(browser, `passed, ${seconds} s${note && ` (${note})`}`);
      },
    };
  }

  /** In Markdown. */
  toString() {
    const names = [...this.#browsers.keys()];
    const rows = [
      ["scenario", ...this.#browsers.values()],
      ...[...this.#rows].map(([name, cells]) => [name, ...names.map((browser) => cells.get(browser) ?? "not run")]),
    ];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const line = (cells, fill) => `| ${cells.map((cell, column) => cell.padEnd(widths[column], fill)).join(" | ")} |`;
    const [head, ...body] = rows.map((row) => line(row));
    const rule = line(
      widths.map(() => ""),
      "-",
    );
    return [head, rule, ...body].join("\n");
  }
}
