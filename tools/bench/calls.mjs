// What a call of the package costs beside a bare fetch of the same request, against the emulator on this machine.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { median, quantile } from "./measure.mjs";

const TURNS_PER_ROUND = 50;

/**
 * Spends tokens in turns: with `updatePhone`, and with a bare fetch of the same request (method, headers, body) whose answer is read as
 * JSON. There are three of these, one with a signal to abort it by, one with a time limit, as `updatePhone` has, and one with neither,
 * and each has rounds of its own with the call: the processor would know bare fetches by heart where three of four turns are some. The
 * emulator is a process of its own, so that it does not share the event loop.
 *
 * @returns For each of the bare fetches `{turns, milliseconds: {call, bare}, overhead}`: the medians, and the part by which a call takes
 * longer than the fetch in its round, with the middle half of the rounds.
 */
export async function raceCalls({ createClient }, emulatorUrl, rounds) {
  const server = fork(join(import.meta.dirname, "emulator-process.mjs"), [emulatorUrl]);
  try {
    // The first round lets the engine compile and the connections open.
    server.send((rounds + 1) * TURNS_PER_ROUND * 2 * 3 + 1);
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
    return Object.fromEntries(Object.entries(measured).map(([name, raced]) => [name, compared(raced.slice(1))]));
  } finally {
    server.kill();
  }
}

/** The median of each task's times, in milliseconds. */
async function raceInTurns(tasks, tokens) {
  const names = Object.keys(tasks);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = 0; turn < TURNS_PER_ROUND; turn += 1) {
    for (const name of names) {
      const token = tokens.pop();
      const start = performance.now();
      await tasks[name](token);
      times[name].push(performance.now() - start);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])]));
}

function compared(rounds) {
  const overheads = rounds.map(({ call, bare }) => call / bare - 1);
  return {
    turns: rounds.length * TURNS_PER_ROUND,
    milliseconds: {
      call: median(rounds.map(({ call }) => call)),
      bare: median(rounds.map(({ bare }) => bare)),
    },
    overhead: { median: median(overheads), low: quantile(overheads, 0.25), high: quantile(overheads, 0.75) },
  };
}
