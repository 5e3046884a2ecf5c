import * as updatePhone from "update-phone";
import { changeNumber } from "../../../change-number.mjs";

export async function GET({ url }) {
  return Response.json(await changeNumber(updatePhone, JSON.parse(url.searchParams.get("service"))));
}
