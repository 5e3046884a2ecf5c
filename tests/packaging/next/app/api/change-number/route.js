import * as updatePhone from "update-phone";
import { changeNumber } from "../../../change-number.mjs";

export async function GET(request) {
  const service = JSON.parse(new URL(request.url).searchParams.get("service"));
  return Response.json(await changeNumber(updatePhone, service));
}
