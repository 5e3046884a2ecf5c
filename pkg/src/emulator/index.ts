import { type Backend, handleApi } from "./api.js";
import { createClock } from "./clock.js";
import { handleControl, isControlPath } from "./control.js";
import { FaultQueue } from "./faults.js";
import type { SentMessage } from "./inbox.js";
import { createService, stateOf, stateOfUsers } from "./service.js";
import { readSettings } from "./settings.js";
import { createStateSaver, parseState } from "./state.js";
import type { Emulator, EmulatorOptions, EmulatorUser } from "./types.js";
import { seedUsers, type User } from "./users.js";

export type { EmulatorClock } from "./clock.js";
export type { Fault, Faults, PendingFault } from "./faults.js";
export type { SentMessage } from "./inbox.js";
export type { OperationName } from "./operations/index.js";
export type { PoolOptions } from "./settings.js";
export type { SmsChannel } from "./sms-channels.js";
export type { StateStore } from "./state.js";
export type { ControlAccess, Emulator, EmulatorOptions, EmulatorUser } from "./types.js";
export { type VariantName, variants } from "./variants.js";

/**
 * Makes an emulator of Authing's change-phone API, in any runtime, browsers included. Each one has its own users, ids,
 * tokens and codes. Throws a `RangeError` that names the option for a value that an option cannot have, and an error that
 * says why where `store` has a state that cannot be used.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { control = "open", store } = options;
  const settings = readSettings(options);
  const savedText = store?.load() ?? undefined;
  const saved = savedText === undefined ? undefined : parseState(savedText);

  const time = createClock(options.clock ?? { now: () => Date.now() }, saved?.clockOffsetMs ?? 0);
  const seed = saved?.seed ?? seedUsers(time.now());
  const faults = new FaultQueue();
  let service = createService(time, settings, saved?.service ?? stateOfUsers(seed));
  const readState = () => ({ version: 1, clockOffsetMs: time.offset(), seed, service: stateOf(service) }) as const;
  const saveState = store === undefined ? () => {} : createStateSaver(store, readState);
  // A store that cannot be written to has to fail here, not at the first call.
  saveState();

  const backend: Backend = {
    get service() {
      return service;
    },
    faults,
    saveState,
  };
  const emulator: Emulator = {
    async fetch(input, init) {
      const request = new Request(input, init);
      const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal;
      const response = await (signal ? untilAborted(signal, () => emulator.handle(request)) : emulator.handle(request));
      if (response.type === "error") throw lostConnection();
      return response;
    },
    async handle(request) {
      if (isControlPath(new URL(request.url).pathname)) return handleControl(request, control, emulator);
      return handleApi(request, backend);
    },
    get users(): readonly EmulatorUser[] {
      return service.users.all().map(describe);
    },
    addUser({ phone, phoneCountryCode = "+86" } = {}) {
      const user = service.users.add(
        phone === undefined ? undefined : { countryCode: phoneCountryCode, number: phone },
        time.now(),
      );
      saveState();
      return describe(user);
    },
    inbox(): readonly SentMessage[] {
      return service.inbox.all();
    },
    clock: {
      now: time.now,
      advance(ms) {
        time.advance(ms);
        saveState();
      },
    },
    faults,
    reset() {
      time.reset();
      faults.clear();
      service = createService(time, settings, stateOfUsers(seed));
      saveState();
    },
  };
  return emulator;
}

/** `phone` and `phoneCountryCode` are empty where there is none. */
function describe({ userId, accessToken, appId, phone }: User): EmulatorUser {
  return { userId, accessToken, appId, phone: phone?.number ?? "", phoneCountryCode: phone?.countryCode ?? "" };
}

/** What fetch rejects with when it has got no answer; as in Node, the cause says why. */
function lostConnection(): TypeError {
  const cause = Object.assign(new Error("The emulator was told to lose this call"), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
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
