// The form against the emulator in the page. What the address says: `lang`, `dir`, `current`, and the flow's options as JSON; `client`
// as the client's. `globalThis.parts` is for the tests.
import { createClient } from "./node_modules/update-phone/dist/index.js";
import { createEmulator } from "./node_modules/update-phone/dist/emulator/index.js";
import "./node_modules/update-phone/dist/element/index.js";

const wanted = new URLSearchParams(location.search);
document.documentElement.lang = wanted.get("lang") ?? "en-US";
document.documentElement.dir = wanted.get("dir") ?? "ltr";

const store = {
  load: () => sessionStorage.getItem("emulator"),
  save: (text) => sessionStorage.setItem("emulator", text),
};
const emulator = createEmulator({ fixedCode: "123456", store, ...JSON.parse(wanted.get("emulator") ?? "{}") });
const requests = [];
const client = createClient({
  host: "http://localhost",
  fetch: emulator.fetch,
  ...emulator.users[0],
  language: document.documentElement.lang,
  onRequest: ({ operation }) => requests.push(operation),
  ...JSON.parse(wanted.get("client") ?? "{}"),
});

const events = [];
for (const name of ["update-phone-state", "update-phone-error", "update-phone-done"]) {
  document.addEventListener(name, ({ detail }) => events.push({ name, detail }));
}

/** What the live region has said, in order. */
const spoken = [];
const form = document.querySelector("update-phone-form");
form.currentPhone = wanted.get("current") ?? undefined;
form.options = JSON.parse(wanted.get("options") ?? "{}");
form.client = client;
globalThis.parts = { form, client, emulator, requests, events, spoken };

customElements.whenDefined("update-phone-form").then(async () => {
  await form.updateComplete;
  const region = form.shadowRoot.querySelector('[role="status"]');
  new MutationObserver(() => region.textContent && spoken.push(region.textContent)).observe(region, {
    childList: true,
    characterData: true,
    subtree: true,
  });
});
