// The form with an application of the visitor's own. What is entered is in the page's memory and nowhere else.
import "update-phone/element";
import type { KeyValueStore, UpdatePhoneError } from "update-phone";
import { byId, make } from "./dom.js";
import { theForm } from "./form.js";
import { FormClient } from "./form-client.js";
import { mountHeader } from "./header.js";
import { currentLanguage, currentTexts } from "./language.js";
import { mountRequests } from "./panels/requests.js";
import { mountState } from "./panels/state.js";
import { mountTabs } from "./tabs.js";
import { Traffic } from "./traffic.js";

const form = theForm();
const traffic = new Traffic();
const entry = byId("tenant-entry", HTMLFormElement);
const problem = byId("tenant-problem", HTMLElement);
const begin = byId("tenant-begin", HTMLButtonElement);

const showState = mountState();
form.addEventListener("update-phone-state", ({ detail }) => showState(detail));
mountRequests(traffic);
mountTabs(byId("drawer-tabs", HTMLElement));
// Clears values that the browser restored after a reload.
entry.reset();
byId("tenant-forget", HTMLButtonElement).addEventListener("click", () => location.reload());
entry.addEventListener("submit", (event) => {
  event.preventDefault();
  void signIn();
});
await mountHeader();

async function signIn(): Promise<void> {
  if (begin.ariaDisabled === "true") return;
  begin.ariaDisabled = "true";
  begin.textContent = currentTexts().tenantStarting;
  problem.replaceChildren();
  const { createClient, isUpdatePhoneError } = await import("update-phone");
  const valueOf = (id: string): string => byId(id, HTMLInputElement).value.trim();
  const options = {
    host: valueOf("tenant-host"),
    appId: valueOf("tenant-app-id"),
    accessToken: valueOf("tenant-access-token"),
    fetch: traffic.watch((url, init) => fetch(url, init)),
    storage: createMemoryStore(),
  };
  try {
    const client = createClient({ ...options, language: currentLanguage() });
    const { phone, phoneCountryCode = "+86" } = await client.getProfile();
    client.dispose();
    form.currentPhone = phone ? { countryCode: phoneCountryCode, number: phone } : undefined;
    new FormClient(form, (language) => createClient({ ...options, language })).begin();
    entry.hidden = true;
    byId("tenant-session", HTMLElement).hidden = false;
  } catch (error) {
    if (!isUpdatePhoneError(error)) throw error;
    showError(error);
  } finally {
    begin.ariaDisabled = null;
    begin.textContent = currentTexts().tenantStart;
  }
}

function showError({ code, message, serverMessage }: UpdatePhoneError): void {
  problem.append(message);
  if (serverMessage) problem.append(" (", make("bdi", {}, serverMessage), ")");
  // A browser does not report to the page that CORS refused a request.
  if (code === "ERR_NETWORK") {
    const origin = document.createElement("code");
    origin.textContent = location.origin;
    problem.append(" ", currentTexts().tenantCors, " ", origin);
  }
}

function createMemoryStore(): KeyValueStore {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
