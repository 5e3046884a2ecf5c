import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./program.mjs";

globalThis.answer = changeNumber(updatePhone, emulator);
