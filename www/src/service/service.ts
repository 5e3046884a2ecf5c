import type { ClientOptions } from "update-phone";
import type { EmulatorUser, Fault, PendingFault, SentMessage } from "update-phone/emulator";

/** The service that the page speaks to, and its switches. Which one `#service` is, is decided when the page is bundled. */
export interface Service {
  readonly kind: "in-page" | "http";
  /** How a client reaches it. */
  readonly host: string;
  readonly fetch: NonNullable<ClientOptions["fetch"]>;
  /** Where cool-downs live as long as the service's own. */
  readonly storage: Storage;
  users(): Promise<readonly EmulatorUser[]>;
  /** Every SMS it has sent, oldest first. */
  inbox(): Promise<readonly SentMessage[]>;
  /** Lets time pass; resolves with the service's time, epoch milliseconds. */
  advance(ms: number): Promise<number>;
  addFault(fault: Fault): Promise<void>;
  /** What is still to go wrong, oldest first. */
  faults(): Promise<readonly PendingFault[]>;
  clearFaults(): Promise<void>;
  /** Back to the beginning. */
  reset(): Promise<void>;
}
