import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import wasm from "update-phone/update-phone.wasm?url";
import { changeNumber } from "./program.mjs";

globalThis.answer = updatePhone.init({ wasm }).then(() => changeNumber(updatePhone, emulator));
