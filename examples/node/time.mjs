// A clock that can be set forward, together with the emulator's. A program of your own leaves the option `clock` out.
import { emulator } from "./codes.mjs";

let offsetMs = 0;

export const clock = {
  now: () => Date.now() + offsetMs,
  monotonic: () => performance.now() + offsetMs,
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

export async function advance(ms) {
  offsetMs += ms;
  const response = await fetch(`${emulator}/_emulator/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceMs: ms }),
  });
  if (!response.ok) throw new Error(`The emulator's clock could not be set: ${response.status}`);
}
