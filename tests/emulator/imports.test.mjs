import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the emulator for any runtime imports nothing of Node", async () => {
  const seen = new Set();
  async function visit(url) {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const source = await readFile(fileURLToPath(url), "utf8");
    for (const [, specifier] of source.matchAll(/\bfrom "([^"]+)"/g)) {
      assert.match(specifier, /^\.\.?\//, `${url.pathname} imports ${specifier}`);
      await visit(new URL(specifier, url));
    }
  }
  await visit(new URL(import.meta.resolve("update-phone/emulator")));
  assert.ok(seen.size > 5);
});
