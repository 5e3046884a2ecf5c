// The fixtures of hook tests in a page: an emulator, a client whose calls can be held back, and a held clock.
import { createClient } from "update-phone";
import { createEmulator } from "update-phone/emulator";

export { HeldClock } from "./held-clock.mjs";
// `settle` of the held clock needs it.
globalThis.setImmediate ??= (run) => setTimeout(run);

export const NEW_NUMBER = "+86 139 1234 5678";

export function setStage() {
  const emulator = createEmulator({ fixedCode: "123456" });
  const calls = [];
  const flows = [];
  let held;
  const client = createClient({
    host: "http://localhost",
    ...emulator.users[0],
    // Long, so that a test of an aborted call does not see a timeout.
    timeoutMs: 60_000,
    fetch: async (url, { signal, ...init }) => {
      calls.push({ operation: url.slice(url.lastIndexOf("/") + 1), signal });
      await held;
      return emulator.fetch(url, { signal, ...init });
    },
  });
  const { createFlow } = client;
  client.createFlow = function (options) {
    flows.push(options);
    return createFlow.call(this, options);
  };
  return {
    emulator,
    client,
    /** The calls that were made, with their abort signals. */
    calls,
    /** The options of the flows that were created. */
    flows,
    /** Holds calls back until the returned function is called. */
    hold() {
      let release;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}

/** Resolves when a condition is met. Rejects after 10 s. */
export async function until(condition) {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end)
      throw new Error(`Not met within 10 s: ${condition}; the page shows: ${document.body.innerText}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
