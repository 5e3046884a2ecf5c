// A countdown in a process of its own: what needs an uncaught exception, or a process that may end. The rules of countdowns are tested
// beside pkg/src/time/countdown.ts and ticker.ts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { entryUrl } from "../support/packed.mjs";

const entry = JSON.stringify(entryUrl("update-phone"));

/** What a program of its own process prints. */
const run = (program) => execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });

test("a listener that throws does not stop the others, and its error is not lost", () => {
  const output = run(`
    import { createCountdown } from ${entry};
    process.on("uncaughtException", (error) => console.log(error.message));
    const countdown = createCountdown(700);
    countdown.subscribe(() => { throw new Error("mine") });
    countdown.subscribe((seconds) => console.log(seconds));
    for await (const seconds of countdown);
  `);
  assert.deepEqual(output.split("\n").sort(), ["", "0", "1", "mine", "mine"]);
});

test("listening keeps no Node process alive, a pending iteration does", () => {
  const began = performance.now();
  const listening = run(`
    import { createCountdown } from ${entry};
    const countdown = createCountdown(20_000);
    countdown.subscribe((seconds) => console.log(seconds));
    countdown.signal.addEventListener("abort", () => console.log("late"));
  `);
  assert.equal(listening, "20\n");
  assert.ok(performance.now() - began < 15_000);
  const iterating = run(`
    import { createCountdown } from ${entry};
    for await (const seconds of createCountdown(1_200)) console.log(seconds);
  `);
  assert.equal(iterating, "2\n1\n0\n");
});
