import type { EmulatorClock } from "./clock.js";
import { Inbox, type SentMessage } from "./inbox.js";
import { type PassCode, PassCodes } from "./pass-codes.js";
import type { Settings } from "./settings.js";
import { type UpdateToken, UpdateTokens } from "./update-tokens.js";
import { type User, Users } from "./users.js";

/** The state of the emulated service, as plain data. */
export interface ServiceState {
  readonly users: readonly User[];
  readonly passCodes: readonly PassCode[];
  readonly updateTokens: readonly UpdateToken[];
  readonly inbox: readonly SentMessage[];
}

/** The emulated service: its settings and its state. A reset creates a new one from the seeded users. */
export interface Service {
  readonly clock: EmulatorClock;
  readonly settings: Settings;
  readonly users: Users;
  readonly passCodes: PassCodes;
  readonly updateTokens: UpdateTokens;
  readonly inbox: Inbox;
}

export function createService(clock: EmulatorClock, settings: Settings, state: ServiceState): Service {
  return {
    clock,
    settings,
    users: new Users(state.users),
    passCodes: new PassCodes(state.passCodes, settings.wrongTries),
    updateTokens: new UpdateTokens(state.updateTokens),
    inbox: new Inbox(state.inbox),
  };
}

/** The state of a service with users and nothing else. */
export function stateOfUsers(users: readonly User[]): ServiceState {
  return { users, passCodes: [], updateTokens: [], inbox: [] };
}

export function stateOf(service: Service): ServiceState {
  const { users, passCodes, updateTokens, inbox } = service;
  return { users: users.all(), passCodes: passCodes.all(), updateTokens: updateTokens.all(), inbox: inbox.all() };
}
