import { handleApi } from "./api.js";
import { createClock } from "./clock.js";
import { handleControl, isControlPath } from "./control.js";
import type { SentMessage } from "./inbox.js";
import { randomDigits } from "./random.js";
import { CODE_LENGTH } from "./rules.js";
import { createService } from "./service.js";
import type { Emulator, EmulatorOptions, EmulatorUser } from "./types.js";
import { seedUsers, type User } from "./users.js";

export type { EmulatorClock } from "./clock.js";
export type { SentMessage } from "./inbox.js";
export type { SmsChannel } from "./sms-channels.js";
export type { ControlAccess, Emulator, EmulatorOptions, EmulatorUser } from "./types.js";

/**
 * Makes an emulator of Authing's change-phone API, in any runtime, browsers included. Each one has its own users, ids,
 * tokens and codes.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { createCode = () => randomDigits(CODE_LENGTH), control = "open" } = options;
  const { reset: resetClock, ...clock } = createClock(options.clock ?? { now: () => Date.now() });
  const seed = seedUsers(clock.now());
  let service = createService(clock, createCode, seed);

  const emulator: Emulator = {
    async fetch(input, init) {
      const request = new Request(input, init);
      const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal;
      return signal ? untilAborted(signal, () => emulator.handle(request)) : emulator.handle(request);
    },
    async handle(request) {
      if (isControlPath(new URL(request.url).pathname)) return handleControl(request, control, emulator);
      return handleApi(request, service);
    },
    get users(): readonly EmulatorUser[] {
      return service.users.all().map(describe);
    },
    inbox(): readonly SentMessage[] {
      return service.inbox.all();
    },
    clock,
    reset() {
      resetClock();
      service = createService(clock, createCode, seed);
    },
  };
  return emulator;
}

function describe({ userId, accessToken, appId, phone }: User): EmulatorUser {
  return { userId, accessToken, appId, phone: phone.number, phoneCountryCode: phone.countryCode };
}

/** Runs `work` unless the signal is aborted already, and rejects with its reason as soon as it is. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
