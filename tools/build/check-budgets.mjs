// Compares the ledger of the last build with the budgets of bytes.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const ledger = read("target/package/ledger.json");
let isOver = false;
for (const [part, budget] of Object.entries(read("tools/build/budgets.json").budgets)) {
  const row = ledger.find((row) => row.part === part);
  if (!row) throw new Error(`The ledger has no row "${part}".`);
  if (row.brotli <= budget) continue;
  isOver = true;
  console.error(`${part.trim()}: ${row.brotli} bytes (brotli), ${row.brotli - budget} over its budget of ${budget}.`);
}
if (isOver) process.exit(1);
