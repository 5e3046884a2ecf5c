// The rows of the matrix that need nothing but what the tests have anyway; `make test-all` runs all of them.
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
