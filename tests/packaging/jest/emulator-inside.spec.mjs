import { writeFileSync } from "node:fs";
import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./change-number.mjs";
import { inProcess } from "./in-process.mjs";

test("a number is changed in jsdom, with the emulator inside", async () => {
  expect(navigator.userAgent).toContain("jsdom");
  writeFileSync("answer.json", JSON.stringify(await changeNumber(updatePhone, inProcess(emulator))));
});
