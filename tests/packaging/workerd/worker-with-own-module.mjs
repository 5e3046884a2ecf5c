import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import wasm from "update-phone/update-phone.wasm";
import { changeNumber } from "./change-number.mjs";
import { inProcess } from "./in-process.mjs";

export default {
  async fetch() {
    await updatePhone.init({ wasm });
    return Response.json(await changeNumber(updatePhone, inProcess(emulator)));
  },
};
