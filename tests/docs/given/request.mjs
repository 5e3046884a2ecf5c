// A request for a change, with codes that both phones have received.
import { createClient } from "update-phone";
import { accessToken, appId, client, host, newCode, oldCode, user } from "./client.mjs";

export { client };

const another = createClient({ host, appId, accessToken });
await another.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
await another.sendCode({ purpose: "old", phone: `+86 ${user.phone}` });
another.dispose();

export const request = {
  newPhoneCountryCode: "+86",
  newPhoneNumber: "13912345678",
  newPhonePassCode: newCode,
  oldPhoneCountryCode: "+86",
  oldPhoneNumber: user.phone,
  oldPhonePassCode: oldCode,
};
