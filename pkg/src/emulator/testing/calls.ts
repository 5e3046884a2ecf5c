// An emulator for the unit tests, and the API's calls to it.
import { callsOf, HOST } from "../../../../tests/emulator/calls.mjs";
import { createEmulator, type Emulator, type EmulatorOptions, type EmulatorUser } from "../index.js";

export { assertFailure, FAILURES, HOST, MINUTE_MS, NEW_PHONE, wrong } from "../../../../tests/emulator/calls.mjs";

/** An emulator with a clock that stands still, and its calls as the first seeded user. */
export function setUp(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ clock: { now: () => 1_700_000_000_000 }, ...options });
  const [user, other] = emulator.users;
  const phoneless = emulator.addUser();
  return { emulator, user, other, phoneless, ...asUser(emulator, user) };
}

/** The calls of another user of the same emulator. */
export function asUser(emulator: Emulator, user: EmulatorUser) {
  return callsOf(emulator.fetch, HOST, user, () => emulator.inbox());
}
