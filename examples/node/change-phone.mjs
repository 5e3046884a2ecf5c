// Changes the signed-in user's phone number, step by step.
//
//   HOST=https://example.authing.cn APP_ID=… ACCESS_TOKEN=… node change-phone.mjs
//
// NEW_PHONE may hold the new number, else it is asked for. With EMULATOR set to an emulator's URL the codes are read from its
// inbox, and what can go wrong is shown at the end.
import { createClient, init, parsePhone } from "update-phone";
import { ask, closeTerminal, emulator, readCode } from "./codes.mjs";
import { showFailures } from "./failures.mjs";
import { clock } from "./time.mjs";

const { HOST: host, APP_ID: appId, ACCESS_TOKEN: accessToken } = process.env;
if (!host || !appId || !accessToken) {
  console.error("Set HOST, APP_ID and ACCESS_TOKEN, or run `make demo` without them to use the emulator.");
  process.exit(2);
}
const client = createClient({ host, appId, accessToken, clock });
await init(); // only for parsePhone, which answers at once

const before = await currentPhone();
if (!before.e164) throw new Error("This user has no phone number yet: there is nothing to change.");
console.log(`Profile before:        ${before.e164}`);

const after = parsePhone(process.env.NEW_PHONE ?? (await ask("New number, such as +86 139 1234 5678: ")));
if (after.issue) throw new Error(`That number cannot be used: ${after.issue}`);

const newCode = await sendCode("new", after);
const oldCode = await sendCode("old", before);

const answer = await client.updatePhoneRequest({
  newPhoneCountryCode: after.countryCode,
  newPhoneNumber: after.nationalNumber,
  newPhonePassCode: newCode,
  oldPhoneCountryCode: before.countryCode,
  oldPhoneNumber: before.nationalNumber,
  oldPhonePassCode: oldCode,
});
console.log(`updatePhoneRequest:    token received, good for ${answer.data.tokenExpiresIn} s`);

// A person would now be asked "really?". The countdown shows how long they may think.
for await (const seconds of answer.countdown) {
  process.stdout.write(
    `${process.stdout.isTTY ? "\r" : ""}Countdown:             ${seconds} s left ${process.stdout.isTTY ? "" : "\n"}`,
  );
  if (seconds <= answer.data.tokenExpiresIn - 3) break;
}
if (process.stdout.isTTY) process.stdout.write("\n");

const { outcome } = await client.updatePhone(answer);
console.log(`updatePhone:           ${outcome}`);
const now = await currentPhone();
console.log(`Profile after:         ${now.e164}`);

if (emulator) await showFailures(client, now);
client.dispose();
closeTerminal();
console.log(`\nChanged the phone number from ${before.e164} to ${now.e164}.`);

async function currentPhone() {
  const { phone, phoneCountryCode } = await client.getProfile();
  return parsePhone({ countryCode: phoneCountryCode ?? "+86", number: phone ?? "" });
}

async function sendCode(purpose, phone) {
  const { cooldown } = await client.sendCode({ purpose, phone: phone.e164 });
  console.log(
    `Code to the ${purpose} phone: sent to ${phone.e164}; the next one may be sent in ${cooldown.remainingSeconds} s`,
  );
  return await readCode(phone.e164);
}
