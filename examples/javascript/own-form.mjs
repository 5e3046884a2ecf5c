// A form of your own over the flow: it decides what can be done when, you show it.
import { createClient } from "./node_modules/update-phone/dist/index.js";
import { createEmulator } from "./node_modules/update-phone/dist/emulator/index.js";

const emulator = createEmulator({ fixedCode: "123456" }); // stands in for the service and the phones
const client = createClient({ host: "http://localhost", fetch: emulator.fetch, ...emulator.users[0] });
const flow = client.createFlow({ verifyOldPhone: true }); // left out: once the service asks for it
const at = (id) => document.getElementById(id);

flow.subscribe(show);
show();
at("new-phone").addEventListener("input", ({ target }) => flow.setNewPhone(target.value));
at("old-phone").addEventListener("input", ({ target }) => flow.setOldPhone(target.value));
at("new-code").addEventListener("input", ({ target }) => flow.setNewCode(target.value));
at("old-code").addEventListener("input", ({ target }) => flow.setOldCode(target.value));
at("send-new").addEventListener("click", flow.sendNewCode);
at("send-old").addEventListener("click", flow.sendOldCode);
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  flow.submit();
});

function show() {
  const { state, can, error, isOldPhoneRequired, newCode, oldCode, newPhone, ...snapshot } = flow.getSnapshot();
  at("old").hidden = !isOldPhoneRequired;
  showCode(at("new-code"), newCode);
  showCode(at("old-code"), oldCode);
  showSending(at("send-new"), can.sendNewCode, snapshot.newCooldownSeconds);
  showSending(at("send-old"), can.sendOldCode, snapshot.oldCooldownSeconds);
  at("submit").disabled = !can.submit;
  at("message").textContent = state === "done" ? `Changed to ${newPhone.e164}` : (error?.message ?? "");
}

/** The flow empties a code that the service has judged. */
function showCode(field, code) {
  if (field.value !== code) field.value = code;
}

function showSending(button, isPossible, seconds) {
  button.disabled = !isPossible;
  button.textContent = seconds > 0 ? `Send again in ${seconds} s` : "Send code";
}
