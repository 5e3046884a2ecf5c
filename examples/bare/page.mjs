import init, {
  Client,
  parsePhone,
  sendCode,
  updatePhone,
  updatePhoneRequest,
} from "../../target/bare/web/update_phone.js";

await init(); // finds update_phone_bg.wasm beside update_phone.js
const { host, appId, accessToken } = Object.fromEntries(new URLSearchParams(location.search));
let requests = 0;
const client = new Client({ host, appId, accessToken, onRequest: () => (requests += 1) });
let answer;

const log = (text) => {
  const line = document.createElement("li");
  line.textContent = text;
  document.querySelector("#log").append(line);
};
const field = (name) => document.querySelector(`[name=${name}]`).value;

/** Does something when a form is submitted or a button is pressed, and says what went wrong. */
function on(selector, event, action) {
  document.querySelector(selector).addEventListener(event, async (occurred) => {
    occurred.preventDefault();
    const before = requests;
    try {
      await action();
    } catch (error) {
      log(`${error.code}: ${error.message} Requests: ${requests - before}`);
    }
  });
}

on("#numbers", "submit", async () => {
  await sendCode(client, { purpose: "new", phone: field("newPhone") });
  await sendCode(client, { purpose: "old", phone: field("oldPhone") });
  log("Codes sent");
});

on("#codes", "submit", async () => {
  const [newPhone, oldPhone] = [parsePhone(field("newPhone")), parsePhone(field("oldPhone"))];
  answer = await updatePhoneRequest(client, {
    newPhoneCountryCode: newPhone.countryCode,
    newPhoneNumber: newPhone.nationalNumber,
    newPhonePassCode: field("newCode"),
    oldPhoneCountryCode: oldPhone.countryCode,
    oldPhoneNumber: oldPhone.nationalNumber,
    oldPhonePassCode: field("oldCode"),
  });
  answer.countdown.subscribe((seconds) => log(`${seconds} s left`));
});

on("#confirm", "click", async () => {
  const { outcome } = await updatePhone(client, answer);
  answer.countdown.cancel();
  log(`updatePhone: ${outcome}`);
});
