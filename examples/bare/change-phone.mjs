// Changes a phone number with the WebAssembly module alone, without the npm package's TypeScript layer:
//
//   wasm-pack build --target nodejs --out-dir target/bare/nodejs
//   HOST=https://example.authing.cn APP_ID=… ACCESS_TOKEN=… NEW_PHONE="+86 139 1234 5678" node examples/bare/change-phone.mjs
//
// First too late: the token's seconds run down to zero, and what comes after that is refused without a request. Then in time. With
// EMULATOR set to an emulator's URL the codes are read from its inbox, else you are asked for them.
import { setTimeout as sleep } from "node:timers/promises";
import { closeTerminal, readCode } from "../node/codes.mjs";
import {
  Client,
  getProfile,
  parsePhone,
  sendCode,
  updatePhone,
  updatePhoneRequest,
} from "../../target/bare/nodejs/update_phone.js";

const { HOST: host, APP_ID: appId, ACCESS_TOKEN: accessToken, NEW_PHONE = "+86 139 1234 5678" } = process.env;
const requests = [];
const client = new Client({ host, appId, accessToken, onRequest: ({ operation }) => requests.push(operation) });

const { phone, phoneCountryCode = "+86" } = await getProfile(client);
const before = parsePhone({ countryCode: phoneCountryCode, number: phone });
const after = parsePhone(NEW_PHONE);
console.log(`Profile before: ${before.e164}`);

const late = await verify();
late.countdown.subscribe((seconds) => console.log(`${seconds} s left`));
await sleep(late.countdown.remainingMs + 100); // a countdown keeps no process alive
const sent = requests.length;
const refusal = await updatePhone(client, late).catch((error) => error);
console.log(`${refusal.code}: ${refusal.message} Requests: ${requests.length - sent}`);

const inTime = await verify();
console.log(`${inTime.countdown.remainingSeconds} s left`);
console.log(`updatePhone: ${(await updatePhone(client, inTime)).outcome}`);
console.log(`Profile after: ${after.countryCode}${(await getProfile(client)).phone}`);
client.free();
closeTerminal();

/** Sends a code to both numbers, and trades the codes for a token. */
async function verify() {
  await sendCode(client, { purpose: "new", phone: after.e164 });
  await sendCode(client, { purpose: "old", phone: before.e164 });
  return updatePhoneRequest(client, {
    newPhoneCountryCode: after.countryCode,
    newPhoneNumber: after.nationalNumber,
    newPhonePassCode: await readCode(after.e164),
    oldPhoneCountryCode: before.countryCode,
    oldPhoneNumber: before.nationalNumber,
    oldPhonePassCode: await readCode(before.e164),
  });
}
