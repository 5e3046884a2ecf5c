import type { Emulator } from "update-phone/emulator";
import type { Service } from "./service.js";

const STATE = "update-phone-page.emulator";

/** The emulator inside the page. It lives as long as the tab: a reload goes on with it. */
export async function openService(): Promise<Service> {
  const emulator = await createKeptEmulator();
  return {
    kind: "in-page",
    // A name that no network has: the emulator answers under any host.
    host: "https://emulator.invalid",
    fetch: emulator.fetch,
    storage: sessionStorage,
    users: async () => emulator.users,
    inbox: async () => emulator.inbox(),
    advance: async (ms) => {
      emulator.clock.advance(ms);
      return emulator.clock.now();
    },
    addFault: async (fault) => void emulator.faults.add(fault),
    faults: async () => emulator.faults.list(),
    clearFaults: async () => emulator.faults.clear(),
    reset: async () => emulator.reset(),
  };
}

async function createKeptEmulator(): Promise<Emulator> {
  const { createEmulator } = await import("update-phone/emulator");
  const store = {
    load: () => sessionStorage.getItem(STATE),
    save: (state: string) => sessionStorage.setItem(STATE, state),
  };
  try {
    return createEmulator({ store });
  } catch {
    // The state of an earlier release cannot be read: start without it.
    sessionStorage.removeItem(STATE);
    return createEmulator({ store });
  }
}
