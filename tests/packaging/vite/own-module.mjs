import * as updatePhone from "update-phone";
import wasm from "update-phone/update-phone.wasm?url";
import { changeNumber } from "./change-number.mjs";

const service = JSON.parse(new URLSearchParams(location.search).get("service"));
globalThis.answer = updatePhone.init({ wasm }).then(() => changeNumber(updatePhone, service));
