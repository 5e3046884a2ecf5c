// What tests of hooks stand on in a page: a client of an emulator in the page, whose calls can be held, and a clock that stands still.
import { createClient } from "update-phone";
import { createEmulator } from "update-phone/emulator";

export { HeldClock } from "./held-clock.mjs";
// What the held clock lets everybody take their turn with.
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
    // So that a test that waits for a call to be given up does not see it end for lack of an answer.
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
    /** The calls that were made, with the signals that end them. */
    calls,
    /** The options of the flows that were made. */
    flows,
    /** Holds calls back until the returned function is called. */
    hold() {
      let release;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}

/** Resolves when a condition is met, whatever it takes until then; in vain, it rejects. */
export async function until(condition) {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`In vain: ${condition}; the page says: ${document.body.innerText}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
