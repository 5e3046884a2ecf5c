// What a call of the package costs beside a bare fetch of the same request, against the emulator on this machine.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { median, quantile } from "./measure.mjs";

const PAIRS_PER_ROUND = 50;

/**
 * Spends tokens in turns: one with `updatePhone`, one with a bare fetch of the same headers and body whose answer is read as JSON.
 * The emulator is a process of its own, so that it does not share the event loop.
 *
 * @returns `{pairs, bare, call, overhead}`: median milliseconds, and the part by which a call takes longer than the bare fetches of its round,
 * with the middle half of the rounds.
 */
export async function raceCalls({ createClient }, emulatorUrl, rounds) {
  const server = fork(join(import.meta.dirname, "emulator-process.mjs"), [emulatorUrl]);
  try {
    // The first round lets the engine compile and the connections open.
    server.send((rounds + 1) * PAIRS_PER_ROUND * 2);
    const [{ url, user, tokens }] = await once(server, "message");
    const seen = {};
    const client = createClient({
      host: url,
      appId: user.appId,
      accessToken: user.accessToken,
      language: "zh-CN",
      fetch: (target, init) => {
        Object.assign(seen, { target, init });
        return fetch(target, init);
      },
    });
    const tasks = {
      call: (token) => client.updatePhone(token),
      bare: async (updatePhoneToken) => {
        const { method, headers, credentials, redirect } = seen.init;
        const body = JSON.stringify({ updatePhoneToken });
        const response = await fetch(seen.target, { method, headers, credentials, redirect, body });
        const { statusCode } = await response.json();
        if (statusCode !== 200) throw new Error(`refused with ${statusCode}`);
      },
    };
    const measured = [];
    for (let round = 0; round <= rounds; round += 1) {
      const times = { call: [], bare: [] };
      for (let pair = 0; pair < PAIRS_PER_ROUND; pair += 1) {
        // The very first needs what the package sends; after that each is first in turn.
        for (const name of pair % 2 === 0 ? ["call", "bare"] : ["bare", "call"]) {
          const token = tokens.pop();
          const start = performance.now();
          await tasks[name](token);
          times[name].push(performance.now() - start);
        }
      }
      measured.push({ call: median(times.call), bare: median(times.bare) });
    }
    client.dispose();
    const counted = measured.slice(1);
    const overheads = counted.map(({ call, bare }) => call / bare - 1);
    return {
      pairs: counted.length * PAIRS_PER_ROUND,
      bare: median(counted.map(({ bare }) => bare)),
      call: median(counted.map(({ call }) => call)),
      overhead: { median: median(overheads), low: quantile(overheads, 0.25), high: quantile(overheads, 0.75) },
    };
  } finally {
    server.kill();
  }
}
