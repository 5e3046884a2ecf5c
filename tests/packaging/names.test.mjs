// The module and the TypeScript layer use the same names for languages, checks, channels, fields, codes and so on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const root = join(import.meta.dirname, "../..");

/** Returns the members of the unions of strings that a file declares, by name. */
function unionsOf(path) {
  const text = readFileSync(join(root, path), "utf8");
  const unions = [...text.matchAll(/^export type (\w+) =((?:\s*\|?\s*"[^"]+")+);/gm)];
  return new Map(unions.map(([, name, members]) => [name, members.match(/"[^"]+"/g).map((each) => each.slice(1, -1))]));
}

const module = unionsOf("pkg/src/wasm/module.d.ts");
const layer = unionsOf("pkg/src/types.ts");
// The fields of the API are the members of a request.
const types = readFileSync(join(root, "pkg/src/types.ts"), "utf8");
const [, request] = /^export interface UpdatePhoneRequest \{(.*?)^\}/ms.exec(types);
const [, others] = /^export type ErrorField = keyof UpdatePhoneRequest \|(.*);$/m.exec(types);
layer.set("ErrorField", [
  ...[...request.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field),
  ...others.match(/\w+/g),
]);
/** The layer's names of unions that it names differently. */
const RENAMED = { Field: "ErrorField" };
/** Codes that only the layer uses. */
const OWN_CODES = ["ERR_INVALID_OPTIONS", "ERR_NOT_READY", "ERR_WASM_LOAD", "ERR_DISPOSED", "ERR_INTERNAL"];

test("the layer's types have the same names as the module's", () => {
  const compared = [];
  for (const [name, members] of module) {
    const own = layer.get(RENAMED[name] ?? name);
    if (!own) continue;
    const expected = name === "ErrorCode" ? [...members, ...OWN_CODES] : members;
    assert.deepEqual(own.toSorted?.() ?? [...own].sort(), [...expected].sort(), name);
    compared.push(name);
  }
  const all = [
    "ErrorCode",
    "Field",
    "FlowState",
    "Language",
    "PhoneCheck",
    "PhoneIssue",
    "PhoneNumberType",
    "Recovery",
    "SmsChannel",
  ];
  assert.deepEqual(compared.sort(), all);
});

test("options accept each of the module's values", () => {
  const { createClient } = updatePhonePackage;
  for (const [option, name] of [
    ["language", "Language"],
    ["phoneCheck", "PhoneCheck"],
  ]) {
    for (const value of module.get(name)) {
      createClient({ host: "https://example.authing.cn", appId: "a", [option]: value }).dispose();
    }
  }
});
