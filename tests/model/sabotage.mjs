// Clients that do what they must not, to see that the model sees it.

/** A client some of whose members are others. */
function changed(client, members) {
  return new Proxy(client, {
    get(target, name) {
      const member = members[name] ?? target[name];
      return typeof member === "function" ? member.bind(target) : member;
    },
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
  "keeps its timers": (createClient, options) => {
    const client = createClient(options);
    // Far in the future, as of a countdown that nobody ended.
    const dispose = () => {
      client.dispose();
      options.clock.setTimeout(() => {}, 1e12);
    };
    return changed(client, { dispose });
  },
};
