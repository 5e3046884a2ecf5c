import type { ClientOptions } from "update-phone";
import type { EmulatorUser, SentMessage } from "update-phone/emulator";

/** The service that the page speaks to. Which one `#service` is, is decided when the page is bundled. */
export interface Service {
  /** One sentence on where it runs. */
  readonly about: string;
  /** How a client reaches it. */
  readonly connection: Pick<ClientOptions, "host" | "fetch">;
  /** The user who is signed in on this page. */
  signedInUser(): Promise<EmulatorUser>;
  /** Every SMS it has sent, oldest first. */
  inbox(): Promise<readonly SentMessage[]>;
}
