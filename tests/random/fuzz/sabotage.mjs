// Packages that lie, so that it is known that the fuzzer finds a lie.

const oneInMany = (call, lie) => {
  let count = 0;
  return (...args) => ((count += 1) % 7 === 0 ? lie(...args) : call(...args));
};

/** By name: what is replaced of the default entry. */
export const SABOTAGES = {
  "a trap": ({ parsePhone }) => ({
    parsePhone: oneInMany(parsePhone, () => {
      throw new WebAssembly.RuntimeError("unreachable");
    }),
  }),
  "a trap as a cause": ({ isValidPhone, UpdatePhoneError }) => ({
    isValidPhone: oneInMany(isValidPhone, () => {
      throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { cause: new WebAssembly.RuntimeError("unreachable") });
    }),
  }),
  "an error of the engine": ({ formatAsYouType }) => ({
    formatAsYouType: (text, options) => formatAsYouType(text.trim(), options),
  }),
  "a wrong verdict": ({ isValidPhone }) => ({ isValidPhone: oneInMany(isValidPhone, () => true) }),
  "a refusal of what is good": ({ parsePhone, UpdatePhoneError }) => ({
    parsePhone: (input, ...more) => {
      if (typeof input === "string" && input.startsWith("+")) throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT");
      return parsePhone(input, ...more);
    },
  }),
  "a message for nobody": ({ countries, UpdatePhoneError }) => ({
    countries: (locale) => {
      if (typeof locale === "object") throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: `${{}}` });
      return countries(locale);
    },
  }),
  "a promise that never settles": (core) => {
    const lie = oneInMany(
      (client, args) => client.updatePhone(...args),
      () => new Promise(() => undefined),
    );
    return withClient(core, (client) => ({ updatePhone: (...args) => lie(client, args) }));
  },
  "a success that never was": (core) =>
    withClient(core, (client) => ({
      updatePhone: (...args) =>
        client.updatePhone(...args).catch(() => ({ statusCode: 200, message: "", outcome: "confirmed" })),
    })),
  "a rejection that nobody sees": (core) =>
    withClient(core, (client) => ({
      sendCode: (...args) => (
        void client.sendCode(...args).then(undefined, (error) => Promise.reject(new Error(error))),
        client.sendCode(...args)
      ),
    })),
  "a client that is dead after an error": (core) =>
    withClient(core, (client) => {
      let dead = false;
      const call =
        (name) =>
        async (...args) => {
          if (dead) throw new TypeError("null pointer passed to rust");
          return client[name](...args).catch((error) => ((dead = true), Promise.reject(error)));
        };
      return { getProfile: call("getProfile"), changePhone: call("changePhone") };
    }),
  "a prototype that is written to": ({ isUpdatePhoneError }) => ({
    isUpdatePhoneError: oneInMany(
      isUpdatePhoneError,
      (value) => ((Object.prototype.polluted = true), isUpdatePhoneError(value)),
    ),
  }),
};

function withClient(core, replace) {
  return {
    createClient: (options) => {
      const client = core.createClient(options);
      return Object.assign(client, replace({ ...methodsOf(client) }));
    },
  };
}

const methodsOf = (client) =>
  Object.fromEntries(
    ["updatePhone", "sendCode", "getProfile", "changePhone"].map((name) => [name, client[name].bind(client)]),
  );

/** Which function each is about. */
export const ABOUT = {
  "a trap": "parsePhone",
  "a trap as a cause": "isValidPhone",
  "an error of the engine": "formatAsYouType",
  "a wrong verdict": "isValidPhone",
  "a refusal of what is good": "parsePhone",
  "a message for nobody": "countries",
  "a promise that never settles": "Client.updatePhone",
  "a success that never was": "Client.updatePhone",
  "a rejection that nobody sees": "Client.sendCode",
  "a client that is dead after an error": "Client.getProfile",
  "a prototype that is written to": "isUpdatePhoneError",
};

/** An entry with one lie in it; without `lie`, as it is. */
export function sabotaged(core, lie) {
  return lie ? { ...core, ...SABOTAGES[lie](core) } : core;
}
