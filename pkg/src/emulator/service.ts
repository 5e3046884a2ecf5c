import type { EmulatorClock } from "./clock.js";
import { Inbox } from "./inbox.js";
import { PassCodes } from "./pass-codes.js";
import { DEFAULT_UNSPECIFIED_ANSWERS, type UnspecifiedAnswers } from "./unspecified-answers.js";
import { UpdateTokens } from "./update-tokens.js";
import { type User, Users } from "./users.js";

/** Everything the emulated service knows; a reset makes a new one from the same users. */
export interface Service {
  readonly clock: EmulatorClock;
  readonly createCode: () => string;
  readonly unspecified: UnspecifiedAnswers;
  readonly users: Users;
  readonly passCodes: PassCodes;
  readonly updateTokens: UpdateTokens;
  readonly inbox: Inbox;
}

export function createService(clock: EmulatorClock, createCode: () => string, seed: readonly User[]): Service {
  return {
    clock,
    createCode,
    unspecified: DEFAULT_UNSPECIFIED_ANSWERS,
    users: new Users(seed),
    passCodes: new PassCodes(),
    updateTokens: new UpdateTokens(),
    inbox: new Inbox(),
  };
}
