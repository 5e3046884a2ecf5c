import type { EmulatorUser, SentMessage } from "update-phone/emulator";
import type { Service } from "./service.js";

/** The emulator behind the origin that the page came from. */
export const service: Service = {
  about: "The service is an emulator on this machine: no SMS is really sent.",
  connection: { host: location.origin },
  async signedInUser() {
    const [user] = await read<readonly EmulatorUser[]>("/_emulator/users");
    if (user === undefined) throw new Error("The emulator has no user.");
    return user;
  },
  inbox: () => read<readonly SentMessage[]>("/_emulator/inbox"),
};

async function read<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} was answered with HTTP ${response.status}.`);
  return (await response.json()) as T;
}
