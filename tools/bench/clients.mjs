// Measures calls, forms and countdowns, and makes the bars and the section of the report.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { buildBare } from "../../tests/module/bare-module.mjs";
import { raceCalls } from "./calls.mjs";
import { countdownTable } from "./countdowns.mjs";
import { format, table } from "./report.mjs";

const MOST_OVERHEAD = 0.25;
const ROUNDS = 10;
/** The engine's own memory, such as compiled code, grows and shrinks. */
const MOST_HEAP_GROWTH = 2 ** 20;
const BARE_FETCHES = {
  bare: "a bare fetch with an abort signal",
  limited: "a bare fetch with a time limit, as the call has",
  unabortable: "a bare fetch with neither",
};
const MOST_TICK_MS = 1;
const MOST_SNAPSHOT_BYTES = 2 ** 16;

/**
 * @param updatePhone The loaded package. `urlOf` finds its entries.
 * @returns The `bars` and the `section` of the report.
 */
export async function benchClients(updatePhone, urlOf, { isQuick, progress }) {
  progress("calls");
  const calls = await raceCalls(updatePhone, urlOf("update-phone/emulator/node"), isQuick ? 5 : 61);
  progress("whole flows");
  const perRound = isQuick ? 100 : 10_000;
  const packageUrl = urlOf("update-phone");
  const { snapshots, flows } = run("flows.mjs", packageUrl, perRound, ROUNDS);
  progress("calls of the bare module");
  const bareCalls = run("bare-calls.mjs", buildBare("web"), perRound, ROUNDS);
  progress("countdowns");
  const countdowns = run("countdowns.mjs", packageUrl, isQuick ? 50 : 1_000);

  const { overhead } = calls.bare;
  const timers = countdowns.map(([, row]) => row);
  const ticksOfMany = countdowns.filter(([, row]) => row.live > 1);
  return {
    bars: [
      [
        "updatePhone against a bare fetch of the same request",
        `less than ${percent(MOST_OVERHEAD)} more`,
        `${percent(overhead.median)} (${percent(overhead.low)}–${percent(overhead.high)})`,
        overhead.median < MOST_OVERHEAD,
      ],
      [
        `getSnapshot, ${format.integer(snapshots.count)} times while nothing changes`,
        "one object, no memory",
        `${snapshots.others === 0 ? "one object" : `${format.integer(snapshots.others)} others`}, ${bytes(snapshots.bytes)}`,
        snapshots.others === 0 && snapshots.bytes < MOST_SNAPSHOT_BYTES,
      ],
      ...memoryBars(flows, "whole flows"),
      ...memoryBars(bareCalls, "calls of the bare module, with their countdowns"),
      [
        "timers of 10,000 countdowns with listeners, and without",
        "1, 0",
        `${Math.max(...timers.map((row) => row.timers))}, ${Math.max(...timers.map((row) => row.timersAfter))}`,
        timers.every((row) => row.timers === 1 && row.timersAfter === 0),
      ],
      ...ticksOfMany.map(([what, row]) => [
        `a tick of ${format.integer(row.live)} countdowns: ${what}`,
        `less than ${MOST_TICK_MS} ms`,
        `${format.short(row.millis.median)} ms`,
        row.millis.median < MOST_TICK_MS,
      ]),
    ],
    section: `## Calls, flows and countdowns

A call of \`updatePhone\` beside a bare \`fetch\` of the same request (method, headers, body) whose response is read as JSON, by turns, against the emulator in a process of its own on this machine; medians of ${format.integer(calls.bare.turns)} turns with each of the fetches.

${table([
  ["updatePhone beside", "its ms", "updatePhone, ms", "takes longer by (middle half of the rounds)"],
  ...Object.entries(BARE_FETCHES).map(([name, what]) => {
    const { milliseconds, overhead } = calls[name];
    return [
      what,
      format.short(milliseconds.bare),
      format.short(milliseconds.call),
      `${percent(overhead.median)} (${percent(overhead.low)}–${percent(overhead.high)})`,
    ];
  }),
])}

Memory in use after collections, with a \`fetch\` that answers at once: in a flow a form is created, both numbers are typed, both codes are sent and typed, then the form is submitted, confirmed and disposed. A call of the bare module is \`updatePhoneRequest\`; half of the countdowns have a listener, a quarter is cancelled, and none is freed. The first ${format.integer(perRound)} of each are a warm-up.

${table([
  [
    "flows, or calls",
    "flows: module, bytes",
    "JavaScript heap, bytes",
    "calls: module, bytes",
    "JavaScript heap, bytes",
  ],
  ...flows.map(({ made, wasm, heap }, i) =>
    [made, wasm, heap, bareCalls[i].wasm, bareCalls[i].heap].map(format.integer),
  ),
])}

Ticks of one clock with many live countdowns:

${countdownTable(countdowns)}
`,
  };
}

/** The bars of repeated rounds: the module's memory must not grow after the first one, the heap hardly. */
function memoryBars(rounds, what) {
  const [first] = rounds;
  const last = rounds.at(-1);
  const grown = last.heap - first.heap;
  return [
    [
      `memory of the module after ${format.integer(last.made)} ${what}`,
      "the same",
      bytes(last.wasm),
      rounds.every(({ wasm }) => wasm === first.wasm),
    ],
    [
      `JavaScript heap after ${format.integer(last.made)} ${what}`,
      "at most 1 MiB more",
      `${grown < 0 ? "" : "+"}${bytes(grown)}`,
      grown <= MOST_HEAP_GROWTH,
    ],
  ];
}

/** Runs a program in its own process, so that its heap has only what is measured. Returns what it prints, as JSON. */
function run(program, ...args) {
  const file = join(import.meta.dirname, program);
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", file, ...args.map(String)], { encoding: "utf8" }));
}

const percent = (part) => `${(100 * part).toFixed(1)} %`;
const bytes = (count) => `${format.integer(count)} bytes`;
