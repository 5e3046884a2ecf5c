import type { SentMessage } from "./inbox.js";
import type { PassCode } from "./pass-codes.js";
import type { Phone } from "./phones.js";
import type { ServiceState } from "./service.js";
import { flag, list, optional, record, string, that, whole } from "./shapes.js";
import { isSmsChannel } from "./sms-channels.js";
import type { UpdateToken } from "./update-tokens.js";
import type { User } from "./users.js";

/** All that an emulator has to know to go on where another one ended. */
export interface EmulatorState {
  /** Of this format. */
  readonly version: 1;
  /** What the clock was advanced by. */
  readonly clockOffsetMs: number;
  /** The users as a reset brings them back. */
  readonly seed: readonly User[];
  readonly service: ServiceState;
}

/** Where an emulator keeps its state, as text that it alone has to understand. */
export interface StateStore {
  /** What was saved last; null or undefined where nothing was. */
  load(): string | null | undefined;
  /** Called after each change, before the answer to the call that made it; what it throws comes out of `fetch`. */
  save(state: string): void;
}

const phone = record<Phone>({ countryCode: string, number: string });
const user = record<User>({
  userId: string,
  accessToken: string,
  appId: string,
  name: string,
  phone: optional(phone),
  createdAt: whole,
  updatedAt: whole,
});
const channel = that(isSmsChannel, "an SMS channel");
const passCode = record<PassCode>({
  channel,
  to: string,
  code: string,
  sentAt: whole,
  wrongTries: whole,
  isSpent: flag,
});
const updateToken = record<UpdateToken>({
  token: string,
  userId: string,
  newPhone: phone,
  expiresAt: whole,
  isSpent: flag,
});
const message = record<SentMessage>({ to: string, channel, code: string, sentAt: whole, text: string });
const service = record<ServiceState>({
  users: list(user),
  passCodes: list(passCode),
  updateTokens: list(updateToken),
  inbox: list(message),
});
const state = record<EmulatorState>({
  version: (value) => {
    if (value !== 1) throw new TypeError("it was written by another version of update-phone");
    return value;
  },
  clockOffsetMs: whole,
  seed: list(user),
  service,
});

/** A kept state cannot be used. Going on without it would lose it silently. */
export class StateError extends Error {
  override readonly name = "StateError";

  constructor(reason: string) {
    super(`The kept state of the emulator cannot be used: ${reason}`);
  }
}

export function parseState(text: string): EmulatorState {
  try {
    return state(JSON.parse(text), "the state");
  } catch (error) {
    // What JSON.parse throws quotes the text, which holds access tokens.
    throw new StateError(error instanceof TypeError ? error.message : "it is not JSON");
  }
}

/** Saves what `read` returns, where it has changed since the last time. */
export function createKeeper(store: StateStore, read: () => EmulatorState): () => void {
  let saved: string | undefined;
  return () => {
    const text = JSON.stringify(read());
    if (text === saved) return;
    store.save(text);
    saved = text;
  };
}
