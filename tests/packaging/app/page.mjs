// The page of every bundler. Its address has `service` as JSON.
import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

const service = JSON.parse(new URLSearchParams(location.search).get("service"));
globalThis.answer = changeNumber(updatePhone, service);
