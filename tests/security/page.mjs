// The form against a service at another origin. What the address says: `host`, and `language`. The access token comes as a test brings
// it, by no address.
import { createClient } from "./node_modules/update-phone/dist/index.js";
import "./node_modules/update-phone/dist/element/index.js";

const wanted = new URLSearchParams(location.search);
const { appId, accessToken } = globalThis.session;
delete globalThis.session;

const heard = globalThis.hear ?? (() => undefined);
const client = createClient({
  host: wanted.get("host"),
  appId,
  accessToken,
  language: wanted.get("language") ?? "en-US",
  onRequest: (event) => heard("events: onRequest", event),
  onResponse: (event) => heard("events: onResponse", event),
});
for (const name of ["update-phone-state", "update-phone-error", "update-phone-done"]) {
  document.addEventListener(name, ({ detail }) => {
    heard("events of the form", detail);
    if (detail.error) heard("errors of the form", detail.error, detail.error.stack, detail.error.cause);
  });
}
const form = document.querySelector("update-phone-form");
form.options = { confirm: true };
form.client = client;
