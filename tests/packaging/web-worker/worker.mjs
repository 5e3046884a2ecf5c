import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

addEventListener("message", async ({ data }) => {
  postMessage(await changeNumber(updatePhone, data).catch((error) => String(error.stack)));
});
