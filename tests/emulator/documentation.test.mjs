import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { variants } from "update-phone/emulator";
import { run } from "./command.mjs";

const page = readFileSync(new URL("../../docs/emulator.md", import.meta.url), "utf8");

test("the documentation names every option of the command, every variant and every kind of fault", async () => {
  const help = run("--help");
  await help.ended;
  const options = help.output.match(/^ {2}--[a-z-]+/gm).map((option) => option.trim());
  assert.ok(options.length > 10);
  for (const option of options.filter((name) => !["--help", "--version"].includes(name))) {
    assert.ok(page.includes(`| \`${option}`), option);
  }
  for (const variant of variants) assert.ok(page.includes(`| \`${variant}\` |`), variant);
  const { createEmulator } = await import("update-phone/emulator");
  assert.throws(
    () => createEmulator().faults.add({ operation: "*" }),
    ({ message }) => {
      const kinds = message.replace("kind must be one of ", "").split(", ");
      return kinds.length === 12 && kinds.every((kind) => page.includes(`| \`${kind}\``));
    },
  );
});
