import { createEmulator } from "update-phone/emulator";
import type { Service } from "./service.js";

const emulator = createEmulator();

/** The emulator inside the page: a reload starts it anew. */
export const service: Service = {
  about: "The service is an emulator inside this page: no SMS is really sent, and nothing leaves your browser.",
  // A name that no network has: the emulator answers under any host.
  connection: { host: "https://emulator.invalid", fetch: emulator.fetch },
  async signedInUser() {
    const [user] = emulator.users;
    if (user === undefined) throw new Error("The emulator has no user.");
    return user;
  },
  inbox: async () => emulator.inbox(),
};
