// The rows of the matrix that install no tools. `make test-all` runs all rows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { readChecks, runCheck, tableOf } from "./matrix.mjs";
import { openMatrix } from "./stage.mjs";

const matrix = await openMatrix();
after(() => matrix.close());

const results = [];
after(() => console.log(`\n${tableOf(results)}\n`));

for (const check of (await readChecks()).filter(({ isBrief }) => isBrief)) {
  test(`the packed package changes a number in tests/packaging/${check.name}`, async () => {
    const rows = await runCheck(matrix, check);
    results.push(...rows);
    const errors = rows.flatMap(({ cells }) => Object.values(cells)).flatMap(({ error }) => error ?? []);
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, errors.join("\n"));
  });
}

test("the guide shows the tested configuration of Jest", () => {
  const read = (path) => readFileSync(join(import.meta.dirname, path), "utf8");
  const shown = [...read("../../docs/runtimes.md").matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, , code]) => code);
  assert.ok(read("jest/jsdom-with-fetch.cjs").endsWith(shown.find((code) => code.includes("TestEnvironment"))));
  const { testMatch, ...configuration } = JSON.parse(read("jest/jest.cjs.config.json"));
  assert.deepEqual(JSON.parse(shown.find((code) => code.includes("transformIgnorePatterns"))), configuration);
});
