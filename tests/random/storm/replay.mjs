// One flow once more, alone, with everything that happens in it.
import { runRound } from "./round.mjs";

/** @returns Whether nothing was found. */
export async function replay(packages, seed) {
  const events = [];
  const { violations } = await runRound(packages, {
    seeds: [seed],
    seed,
    processes: 1,
    atOnce: 1,
    paceMs: 200,
    keep: (all) => events.push(...all),
  });
  const [{ at: began }] = events;
  for (const { at, kind, flow, ...rest } of events)
    console.log(`${(at - began).toFixed(1).padStart(9)}  ${kind} ${JSON.stringify(rest)}`);
  for (const { text } of violations) console.log(`!! ${text}`);
  console.log(`${violations.length} violations`);
  return violations.length === 0;
}
