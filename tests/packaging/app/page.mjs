// The page of every bundler: where the service is stands in the page's address.
import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

const service = JSON.parse(new URLSearchParams(location.search).get("service"));
globalThis.answer = changeNumber(updatePhone, service);
