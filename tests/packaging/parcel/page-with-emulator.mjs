// The same page with the emulator inside, which is another entry of the package.
import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./change-number.mjs";
import { inProcess } from "./in-process.mjs";

globalThis.answer = changeNumber(updatePhone, inProcess(emulator));
