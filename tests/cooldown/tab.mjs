// What a tab of a browser does for tabs.test.mjs, at its word.
import { createClient, init } from "update-phone";

const { host, appId } = Object.fromEntries(new URL(location).searchParams);
const client = createClient({ host, appId });

globalThis.tab = init().then(() => ({
  send: (phone) =>
    client.sendCode({ purpose: "new", phone }).then(
      () => ({ outcome: "sent" }),
      ({ code, retryAfterMs, statusCode }) => ({ outcome: code, retryAfterMs, statusCode }),
    ),
  remainingMs: async (phone) => (await client.cooldown("new", phone)).remainingMs,
  /** The next key that another tab writes. */
  told: () => new Promise((resolve) => addEventListener("storage", ({ key }) => resolve(key), { once: true })),
}));
