// The fixtures of tests of a client's calls: an emulator of the service with users, a held clock, and a network that counts requests and
// can hold them back.
import assert from "node:assert/strict";
import { expected, HeldClock } from "./held-clock.mjs";
import { entryUrl, updatePhonePackage } from "./packed.mjs";

const { createClient, init, UpdatePhoneError } = updatePhonePackage;
const { createEmulator, variants } = await import(entryUrl("update-phone/emulator"));
export { createEmulator, variants };
await init();

/** A number that no user has. */
export const NEW = "13912345678";

/** `clock` is for the client and the emulator. `newClient` creates clients of another build. All other options are the emulator's. */
export function setStage({ clock = new HeldClock(), newClient = createClient, ...emulatorOptions } = {}) {
  const emulator = createEmulator({ clock, ...emulatorOptions });
  const [user, other] = emulator.users;
  const network = new Network(emulator.fetch);
  /** Creates a client of the first user with its own memory. */
  const clientOf = (options) =>
    newClient({
      host: "http://localhost",
      appId: user.appId,
      accessToken: user.accessToken,
      // Where the service's codes do not decide, its messages do, and only the Chinese ones are known.
      language: "zh-CN",
      clock,
      fetch: network.fetch,
      ...options,
    });
  const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;
  /** Sends both codes with the client `by`, by default one of another device, and returns the fields of the request with the codes. */
  const codes = async ({ by = clientOf(), number = NEW } = {}) => {
    const { phone: oldPhoneNumber, phoneCountryCode: oldPhoneCountryCode } = emulator.users[0];
    await by.sendCode({ purpose: "new", phone: `+86${number}` });
    await by.sendCode({ purpose: "old", phone: { countryCode: oldPhoneCountryCode, number: oldPhoneNumber } });
    return {
      newPhoneCountryCode: "+86",
      newPhoneNumber: number,
      newPhonePassCode: codeOf(`+86${number}`),
      oldPhoneCountryCode,
      oldPhoneNumber,
      oldPhonePassCode: codeOf(`${oldPhoneCountryCode}${oldPhoneNumber}`),
    };
  };
  return { clock, emulator, network, user, other, clientOf, codeOf, codes, client: clientOf() };
}

/** Counts the calls of each operation. By default the emulator responds. */
class Network {
  /** The operations of all requests, in their order. */
  sent = [];
  #deliver;
  #handlers = new Map();

  constructor(deliver) {
    this.#deliver = deliver;
  }

  fetch = (url, init) => {
    const operation = url.slice(url.lastIndexOf("/") + 1);
    this.sent.push(operation);
    const deliver = () => this.#deliver(url, init);
    return this.#handlers.get(operation)?.(deliver, init) ?? deliver();
  };

  count(operation) {
    return this.sent.filter((each) => each === operation).length;
  }

  /** Handles an operation with `handler(deliver, init)`; `undefined` restores the emulator's response. */
  answer(operation, handler) {
    this.#handlers.set(operation, handler);
  }

  /** Loses the response of the next call of an operation, which the service carries out if `isDone`. Resolves after that. */
  swallow(operation, { isDone }) {
    return expected(`a call of ${operation}`, (resolve) => {
      this.answer(operation, async (deliver) => {
        this.answer(operation, undefined);
        if (isDone) await deliver();
        resolve();
        return new Promise(() => undefined);
      });
    });
  }

  /** Holds the calls of an operation back until they are released or aborted. */
  hold(operation) {
    const calls = [];
    let notifyArrival;
    const arrival = expected(`a call of ${operation}`, (resolve) => {
      notifyArrival = resolve;
    });
    this.answer(operation, (deliver, { signal }) => {
      notifyArrival();
      return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        // An aborted call is not delivered.
        calls.push({ signal, release: () => signal.aborted || resolve(deliver()) });
      });
    });
    return {
      calls,
      /** Resolves when the first call has arrived. */
      arrival,
      release: () => {
        this.answer(operation, undefined);
        for (const call of calls) call.release();
      },
    };
  }
}

/** A store like Web Storage that records what is written. */
export class MemoryStore {
  items = new Map();
  written = [];
  getItem = (key) => this.items.get(key) ?? null;
  setItem = (key, value, options) => {
    this.written.push({ key, value, options });
    this.items.set(key, value);
  };
  removeItem = (key) => void this.items.delete(key);
}

/** Returns the error of a call. Fails if the call succeeds or the error is not this package's. */
export async function failureOf(promise) {
  const error = await promise.then(
    (value) => assert.fail(`should have failed, but resolved with ${JSON.stringify(value)}`),
    (reason) => reason,
  );
  assert.ok(error instanceof UpdatePhoneError, String(error));
  return error;
}

/** Returns a different code. */
export const wrong = (code) => code.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

/** Prints a table whose first row is the head. */
export function printTable(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => String(cell).padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    );
}
