// What a call of the package costs beside a bare fetch of the same request, against the emulator on this machine.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { median, quantile } from "./measure.mjs";

const TURNS_PER_ROUND = 50;

/**
 * Spends tokens in turns: with `updatePhone`, and with bare fetches of the same request (method, headers, body) whose answer is read as
 * JSON: one with a signal to abort it by, one with a time limit, as `updatePhone` has, and one with neither. The emulator is a process of
 * its own, so that it does not share the event loop.
 *
 * @returns `{turns, milliseconds, overhead}`: the median of each, and the part by which a call takes longer than each of the others in
 * its round, with the middle half of the rounds.
 */
export async function raceCalls({ createClient }, emulatorUrl, rounds) {
  const server = fork(join(import.meta.dirname, "emulator-process.mjs"), [emulatorUrl]);
  try {
    // The first round lets the engine compile and the connections open.
    server.send((rounds + 1) * TURNS_PER_ROUND * 4 + 1);
    const [{ url, user, tokens }] = await once(server, "message");
    const seen = {};
    const options = { host: url, appId: user.appId, accessToken: user.accessToken, language: "zh-CN" };
    const watched = createClient({
      ...options,
      fetch: (target, init) => {
        Object.assign(seen, { target, init });
        return fetch(target, init);
      },
    });
    await watched.updatePhone(tokens.pop());
    watched.dispose();
    const client = createClient(options);
    const bareFetch = async (updatePhoneToken, abort) => {
      const { method, headers, credentials, redirect } = seen.init;
      const body = JSON.stringify({ updatePhoneToken });
      const response = await fetch(seen.target, { method, headers, credentials, redirect, body, ...abort });
      const { statusCode } = await response.json();
      if (statusCode !== 200) throw new Error(`refused with ${statusCode}`);
    };
    const tasks = {
      call: (token) => client.updatePhone(token),
      bare: (token) => bareFetch(token, { signal: new AbortController().signal }),
      limited: (token) => bareFetch(token, { signal: AbortSignal.timeout(10_000) }),
      unabortable: (token) => bareFetch(token, {}),
    };
    const names = Object.keys(tasks);
    const measured = [];
    for (let round = 0; round <= rounds; round += 1) {
      const times = Object.fromEntries(names.map((name) => [name, []]));
      for (let turn = 0; turn < TURNS_PER_ROUND; turn += 1) {
        for (let place = 0; place < names.length; place += 1) {
          const name = names[(turn + place) % names.length];
          const token = tokens.pop();
          const start = performance.now();
          await tasks[name](token);
          times[name].push(performance.now() - start);
        }
      }
      measured.push(Object.fromEntries(names.map((name) => [name, median(times[name])])));
    }
    client.dispose();
    const counted = measured.slice(1);
    const overheadOf = (other) => {
      const overheads = counted.map((round) => round.call / round[other] - 1);
      return { median: median(overheads), low: quantile(overheads, 0.25), high: quantile(overheads, 0.75) };
    };
    return {
      turns: counted.length * TURNS_PER_ROUND,
      milliseconds: Object.fromEntries(names.map((name) => [name, median(counted.map((round) => round[name]))])),
      overhead: Object.fromEntries(names.slice(1).map((name) => [name, overheadOf(name)])),
    };
  } finally {
    server.kill();
  }
}
