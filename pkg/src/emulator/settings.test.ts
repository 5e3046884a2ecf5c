import assert from "node:assert/strict";
import { test } from "vitest";
import { createEmulator, variants } from "./index.js";
import { serveEmulator } from "./node.js";

const BAD = [
  ["codeLength", [3, 9, 4.5, Number.NaN, "6", null]],
  ["fixedCode", ["123", "123456789", "12 34", ""]],
  ["wrongTries", [0, -1, 1.5, "1"]],
  ["smsIntervalSeconds", [-1, 0.5, Number.POSITIVE_INFINITY]],
  ["dailyCap", [0, -1, 1.5, "10"]],
  ["verifyOldPhone", ["no", 0]],
  ["variant", ["nonsense", "toString", ""]],
  ["allowOrigin", ["app.example", "https://app.example/path", "*", "null", ["https://app.example", "x"]]],
  ["smsHost", ["https://app.example", "app.example:80", "", "a b"]],
] as [string, unknown[]][];

for (const [option, values] of BAD) {
  test(`a value that ${option} cannot have is an error that names it`, async () => {
    for (const value of values) {
      const isNamed = (error) => error instanceof RangeError && error.message.startsWith(`${option} must be `);
      assert.throws(() => createEmulator({ [option]: value }), isNamed, String(value));
      await assert.rejects(serveEmulator({ port: 0, [option]: value }), isNamed, String(value));
    }
  });
}

test("an option that is undefined has its default", () => {
  const names = [...BAD.map(([option]) => option), "clock", "createCode", "control", "store"];
  createEmulator(Object.fromEntries(names.map((name) => [name, undefined])));
});

test("the variants are named, and cannot be added to", () => {
  assert.deepEqual(variants, ["default", "ambiguous", "codeless", "legacy", "http-status"]);
  assert.throws(() => (variants as string[]).push("mine"), TypeError);
});
