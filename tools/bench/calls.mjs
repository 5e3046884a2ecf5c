// The cost of a call beside a bare fetch of the same request, against the emulator on this machine.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { median, spread, timesByRound } from "./measure.mjs";

const TURNS_PER_ROUND = 50;

/**
 * Spends tokens by turns with `updatePhone` and with a bare fetch of the same request (method, headers, body) whose response is
 * read as JSON. There are three bare fetches: with a signal, with a time limit as `updatePhone` has, and with neither. Each has
 * separate rounds with the call, so that half of all turns are calls; else the bare fetches would be better predicted by the
 * processor. The emulator runs in its own process, so that it does not share the event loop.
 *
 * @returns For each bare fetch `{ turns, milliseconds: { call, bare }, overhead }`: the medians, and the spread over the rounds of
 * the part by which a call takes longer.
 */
export async function raceCalls({ createClient }, emulatorUrl, rounds) {
  const server = fork(join(import.meta.dirname, "emulator-process.mjs"), [emulatorUrl]);
  try {
    // The first round compiles the code and opens the connections. Each round has one more turn, for tinybench's warm-up.
    server.send((rounds + 1) * (TURNS_PER_ROUND + 1) * 2 * 3 + 1);
    const [{ url, user, tokens }] = await once(server, "message");
    const request = {};
    const options = { host: url, appId: user.appId, accessToken: user.accessToken, language: "zh-CN" };
    const observed = createClient({
      ...options,
      fetch: (target, init) => {
        Object.assign(request, { target, init });
        return fetch(target, init);
      },
    });
    await observed.updatePhone(tokens.pop());
    observed.dispose();
    const client = createClient(options);
    const bareFetch = async (updatePhoneToken, abort) => {
      const { method, headers, credentials, redirect } = request.init;
      const body = JSON.stringify({ updatePhoneToken });
      const response = await fetch(request.target, { method, headers, credentials, redirect, body, ...abort });
      const { statusCode } = await response.json();
      if (statusCode !== 200) throw new Error(`refused with ${statusCode}`);
    };
    const bareFetches = {
      bare: (token) => bareFetch(token, { signal: new AbortController().signal }),
      limited: (token) => bareFetch(token, { signal: AbortSignal.timeout(10_000) }),
      unabortable: (token) => bareFetch(token, {}),
    };
    const call = (token) => client.updatePhone(token);
    const measured = Object.fromEntries(Object.keys(bareFetches).map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, bare] of Object.entries(bareFetches)) {
        measured[name].push(await raceInTurns({ call, bare }, tokens));
      }
    }
    client.dispose();
    return Object.fromEntries(Object.entries(measured).map(([name, raced]) => [name, compare(raced.slice(1))]));
  } finally {
    server.kill();
  }
}

/** The median of each task's times, in milliseconds. */
async function raceInTurns(tasks, tokens) {
  const spending = Object.entries(tasks).map(([name, spend]) => [name, async () => spend(tokens.pop())]);
  const times = await timesByRound(Object.fromEntries(spending), { rounds: TURNS_PER_ROUND });
  return Object.fromEntries(Object.entries(times).map(([name, own]) => [name, median(own)]));
}

function compare(rounds) {
  return {
    turns: rounds.length * TURNS_PER_ROUND,
    milliseconds: {
      call: median(rounds.map(({ call }) => call)),
      bare: median(rounds.map(({ bare }) => bare)),
    },
    overhead: spread(rounds.map(({ call, bare }) => call / bare - 1)),
  };
}
