import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./program.mjs";

console.log(JSON.stringify(await changeNumber(updatePhone, emulator)));
