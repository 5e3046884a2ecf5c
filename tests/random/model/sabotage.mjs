// Clients that break a rule. The model must find each of them.

/** A client some of whose members are others. */
export function changed(client, members) {
  return new Proxy(client, {
    get(target, name) {
      const member = members[name] ?? target[name];
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

const NOT_CHANGED_IS_UNKNOWN = { ERR_NETWORK: "ERR_OUTCOME_UNKNOWN" };
const UNKNOWN_IS_NOT_CHANGED = { ERR_OUTCOME_UNKNOWN: "ERR_NETWORK" };

/** A change that ends with another code or outcome than the true one. */
async function withFalseEnd(change, lies) {
  try {
    const response = await change;
    return { ...response, outcome: lies[response.outcome] ?? response.outcome };
  } catch (error) {
    const code = lies[error.code];
    throw code ? Object.create(error, { code: { value: code } }) : error;
  }
}

/** A client whose changes all end so. */
function lying(client, lies) {
  return changed(client, {
    updatePhone: (token, call) => withFalseEnd(client.updatePhone(token, call), lies),
    changePhone: (request, call) => withFalseEnd(client.changePhone(request, call), lies),
  });
}

export const SABOTAGES = {
  "sends everything twice": (createClient, options) =>
    createClient({
      ...options,
      fetch: (url, init) => {
        options.fetch(url, init).catch(() => {});
        return options.fetch(url, init);
      },
    }),
  "knows nothing of cool-downs": (createClient, options) => {
    const fresh = () => createClient({ ...options, storage: { getItem() {}, setItem() {}, removeItem() {} } });
    return changed(fresh(), { sendCode: (request, call) => fresh().sendCode(request, call) });
  },
  "forgets which codes were judged": (createClient, options) =>
    changed(createClient(options), {
      updatePhoneRequest: (request, call) => createClient(options).updatePhoneRequest(request, call),
    }),
  "says that a lost change has happened": (createClient, options) =>
    changed(createClient(options), {
      async updatePhone(token, call) {
        try {
          return await createClient.call(undefined, options).updatePhone(token, call);
        } catch (error) {
          if (error.code === "ERR_OUTCOME_UNKNOWN") return { outcome: "confirmed" };
          throw error;
        }
      },
    }),
  "says that nothing was changed though that is unknown": (createClient, options) =>
    lying(createClient(options), UNKNOWN_IS_NOT_CHANGED),
  "calls the outcome unknown though the profile was read": (createClient, options) =>
    lying(createClient(options), NOT_CHANGED_IS_UNKNOWN),
  "gives another end to the callers that still wait when one has given up": (createClient, options) => {
    const client = createClient(options);
    const lies = { ...NOT_CHANGED_IS_UNKNOWN, ...UNKNOWN_IS_NOT_CHANGED, reconciled: "confirmed" };
    const waiting = new Map();
    return changed(client, {
      async updatePhone(token, call) {
        const key = token.updatePhoneToken ?? token;
        const others = waiting.get(key) ?? { count: 0, isAnyGone: false };
        waiting.set(key, others);
        others.count += 1;
        call.signal.addEventListener("abort", () => (others.isAnyGone = true));
        const change = client.updatePhone(token, call);
        await change.catch(() => {});
        others.count -= 1;
        if (others.count === 0) waiting.delete(key);
        return others.isAnyGone ? withFalseEnd(change, lies) : change;
      },
    });
  },
  "keeps its timers": (createClient, options) => {
    const client = createClient(options);
    // Far in the future, as of a countdown that was never cancelled.
    const dispose = () => {
      client.dispose();
      options.clock.setTimeout(() => {}, 1e12);
    };
    return changed(client, { dispose });
  },
};
