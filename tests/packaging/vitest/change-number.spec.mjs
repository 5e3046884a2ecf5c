import { writeFileSync } from "node:fs";
import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { expect, test } from "vitest";
import { changeNumber } from "./change-number.mjs";
import { inProcess } from "./in-process.mjs";

test("a number is changed in jsdom", async () => {
  expect(navigator.userAgent).toContain("jsdom");
  writeFileSync("answer.json", JSON.stringify(await changeNumber(updatePhone, inProcess(emulator))));
});
