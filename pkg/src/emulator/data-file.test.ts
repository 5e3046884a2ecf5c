import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileStore } from "./data-file.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "update-phone-data-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file that does not exist is no state, and what is saved is loaded", () => {
  const store = createFileStore(join(folder, "data.json"));
  expect(store.load()).toBeUndefined();
  store.save("{}");
  expect(store.load()).toBe("{}\n");
});

test("only its owner can read it, and no temporary file stays", () => {
  const store = createFileStore(join(folder, "data.json"));
  store.save("{}");
  expect(statSync(store.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toStrictEqual(["data.json"]);
});

test("a file that cannot be read or written is an error that names it", () => {
  const store = createFileStore(folder);
  expect(() => store.load()).toThrow(`Cannot read ${folder}`);
  writeFileSync(join(folder, "file"), "");
  const below = createFileStore(join(folder, "file", "data.json"));
  expect(() => below.save("{}")).toThrow(`Cannot write ${below.path}`);
});
