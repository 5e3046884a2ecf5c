import type { SentMessage } from "./inbox.js";
import type { PassCode } from "./pass-codes.js";
import type { Phone } from "./phones.js";
import type { ServiceState } from "./service.js";
import { boolean, list, matching, optional, record, string, wholeNumber } from "./shapes.js";
import { isSmsChannel } from "./sms-channels.js";
import type { UpdateToken } from "./update-tokens.js";
import type { User } from "./users.js";

/** The complete state of an emulator, faults excepted: another one continues from it. */
export interface EmulatorState {
  /** The version of this format. */
  readonly version: 1;
  /** Milliseconds by which the clock was advanced. */
  readonly clockOffsetMs: number;
  /** The users that a reset restores. */
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
  createdAt: wholeNumber,
  updatedAt: wholeNumber,
});
const channel = matching(isSmsChannel, "an SMS channel");
const passCode = record<PassCode>({
  channel,
  to: string,
  code: string,
  sentAt: wholeNumber,
  wrongTries: wholeNumber,
  isSpent: boolean,
});
const updateToken = record<UpdateToken>({
  token: string,
  userId: string,
  newPhone: phone,
  expiresAt: wholeNumber,
  isSpent: boolean,
});
const message = record<SentMessage>({ to: string, channel, code: string, sentAt: wholeNumber, text: string });
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
  clockOffsetMs: wholeNumber,
  seed: list(user),
  service,
});

/** The saved state is unusable. Starting without it would overwrite it. */
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
    // An error of JSON.parse quotes the text, which holds access tokens.
    throw new StateError(error instanceof TypeError ? error.message : "it is not JSON");
  }
}

/** Returns a function that saves the state that `readState` returns, if it has changed since the last save. */
export function createStateSaver(store: StateStore, readState: () => EmulatorState): () => void {
  let savedText: string | undefined;
  return () => {
    const text = JSON.stringify(readState());
    if (text === savedText) return;
    store.save(text);
    savedText = text;
  };
}
