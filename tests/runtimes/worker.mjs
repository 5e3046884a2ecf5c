import * as updatePhone from "update-phone";
import * as emulator from "update-phone/emulator";
import { changeNumber } from "./program.mjs";

export default {
  async fetch() {
    return Response.json(await changeNumber(updatePhone, emulator));
  },
};
