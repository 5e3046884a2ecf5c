import type { EmulatorUser, PendingFault, SentMessage } from "update-phone/emulator";
import type { Service } from "./service.js";

/** The emulator behind the origin that the page came from. */
export async function openService(): Promise<Service> {
  return {
    kind: "http",
    host: location.origin,
    fetch: (url, init) => fetch(url, init),
    storage: localStorage,
    users: () => control<readonly EmulatorUser[]>("GET", "users"),
    inbox: () => control<readonly SentMessage[]>("GET", "inbox"),
    advance: async (advanceMs) => (await control<{ now: number }>("POST", "clock", { advanceMs })).now,
    addFault: (fault) => control("POST", "faults", fault),
    faults: () => control<readonly PendingFault[]>("GET", "faults"),
    clearFaults: () => control("DELETE", "faults"),
    reset: () => control("POST", "reset", {}),
  };
}

async function control<T>(method: string, call: string, body?: object): Promise<T> {
  const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/_emulator/${call}`, { method, ...(body && json) });
  if (!response.ok) throw new Error(`/_emulator/${call} was answered with HTTP ${response.status}.`);
  return (await response.json()) as T;
}
