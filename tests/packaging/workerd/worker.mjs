import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./change-number.mjs";
import { inProcess } from "./in-process.mjs";

export default {
  async fetch() {
    return Response.json(await changeNumber(updatePhone, inProcess(emulator)));
  },
};
