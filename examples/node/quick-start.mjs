import { createClient } from "update-phone";
import { createEmulator } from "update-phone/emulator";

const emulator = createEmulator({ fixedCode: "123456" }); // stands in for the service and the two phones
const client = createClient({ host: "http://localhost", fetch: emulator.fetch, ...emulator.users[0] });

await client.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
await client.sendCode({ purpose: "old", phone: "+86 188 1234 5678" });
const answer = await client.updatePhoneRequest({
  newPhoneCountryCode: "+86",
  newPhoneNumber: "139 1234 5678",
  newPhonePassCode: "123456",
  oldPhoneCountryCode: "+86",
  oldPhoneNumber: "188 1234 5678",
  oldPhonePassCode: "123456",
});
console.log(`${answer.countdown.remainingSeconds} s left to confirm`);
console.log((await client.updatePhone(answer)).outcome, (await client.getProfile()).phone);
