// What the tests of a client's calls stand on: an emulator of the service, its users, a clock that stands still, and a network that
// counts what is sent and can be held.
import assert from "node:assert/strict";
import { expected, HeldClock } from "./held-clock.mjs";
import { entryUrl, updatePhonePackage } from "./packed.mjs";

const { createClient, init, UpdatePhoneError } = updatePhonePackage;
const { createEmulator, variants } = await import(entryUrl("update-phone/emulator"));
export { createEmulator, variants };
await init();

/** A number that nobody has. */
export const NEW = "13912345678";

/** `clock`: of the client and of the service; `newClient`: of another build. Everything else is an option of the emulator. */
export function setStage({ clock = new HeldClock(), newClient = createClient, ...emulatorOptions } = {}) {
  const emulator = createEmulator({ clock, ...emulatorOptions });
  const [user, other] = emulator.users;
  const network = new Network(emulator.fetch);
  /** A client of the first user, with a memory of its own. */
  const clientOf = (options) =>
    newClient({
      host: "http://localhost",
      appId: user.appId,
      accessToken: user.accessToken,
      // Where the service's codes do not decide, its words do, and those are known in Chinese only.
      language: "zh-CN",
      clock,
      fetch: network.fetch,
      ...options,
    });
  const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;
  /** Sends both codes, by another device unless told otherwise, and puts together what proves them. */
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

/** Counts the calls of each operation, and answers them as the service does unless told otherwise. */
class Network {
  /** The operations that were asked for, in their order. */
  sent = [];
  #deliver;
  #ways = new Map();

  constructor(deliver) {
    this.#deliver = deliver;
  }

  fetch = (url, init) => {
    const operation = url.slice(url.lastIndexOf("/") + 1);
    this.sent.push(operation);
    const deliver = () => this.#deliver(url, init);
    return this.#ways.get(operation)?.(deliver, init) ?? deliver();
  };

  count(operation) {
    return this.sent.filter((each) => each === operation).length;
  }

  /** Answers an operation with `way(deliver, init)` until told otherwise; `undefined`: as the service does. */
  answer(operation, way) {
    this.#ways.set(operation, way);
  }

  /** The answer to the next call of an operation never comes, whether the service carries it out (`isDone`) or not; resolves when it has. */
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

  /** Holds the calls of an operation back until they are released, or given up. */
  hold(operation) {
    const calls = [];
    let tell;
    const arrival = expected(`a call of ${operation}`, (resolve) => {
      tell = resolve;
    });
    this.answer(operation, (deliver, { signal }) => {
      tell();
      return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        // What was given up is not delivered any more.
        calls.push({ signal, release: () => signal.aborted || resolve(deliver()) });
      });
    });
    return {
      calls,
      /** When the first one is there. */
      arrival,
      release: () => {
        this.answer(operation, undefined);
        for (const call of calls) call.release();
      },
    };
  }
}

/** A store like Web Storage, of what one browser keeps; writes down what it is given. */
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

/** The error that a call ends with, which has to be this package's. */
export async function failureOf(promise) {
  const error = await promise.then(
    (value) => assert.fail(`should have failed, and brought ${JSON.stringify(value)}`),
    (reason) => reason,
  );
  assert.ok(error instanceof UpdatePhoneError, String(error));
  return error;
}

/** Another code than this one. */
export const wrong = (code) => code.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

/** Prints rows of cells below their heads. */
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
