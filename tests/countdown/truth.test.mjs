// What a countdown shows, held against the truth: in a real browser whose tabs are hidden, frozen, throttled and kept for later,
// where the truth is Node's own clock; and on a held clock, for what cannot be done to the machine of a test. Prints one table:
//
//   node --test tests/countdown/truth.test.mjs
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { table } from "../../tools/bench/report.mjs";
import { HeldClock } from "../support/held-clock.mjs";
import { installed, updatePhonePackage } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { startPlainChromium } from "./chromium.mjs";

const { createCountdown } = updatePhonePackage;

/** Tabs are away for so long: enough to be seconds wrong, were they not set right. */
const AWAY_MS = 5_000;
/** Browsers let timers of hidden tabs run once a second. */
const HIDDEN_TIMER_MS = 1_000;
/** What a busy machine may take from a timer until it runs. */
const BUSY_MS = 1_000;

const rows = [];
after(() => {
  const seconds = (ms) => (ms / 1_000).toFixed(2);
  console.log(
    `\n${table([
      ["situation", "where", "true (s left)", "shown (s)", "error (s)"],
      ...rows.map(({ situation, where, leftMs, shown }) => [
        situation,
        where,
        seconds(leftMs),
        shown,
        seconds(shown * 1_000 - leftMs),
      ]),
    ])}\n`,
  );
});

/** Shown is what is left, rounded up: less than a second more than the truth, and nothing less than it. `uncertainMs`: of the truth. */
function assertShown(row, uncertainMs = 0) {
  rows.push(row);
  const errorMs = row.shown * 1_000 - row.leftMs;
  assert.ok(errorMs < 1_000 + uncertainMs, `${row.situation}: ${row.shown} s are shown, ${row.leftMs} ms are left`);
  assert.ok(errorMs > -1_000 - uncertainMs, `${row.situation}: ${row.shown} s are shown, ${row.leftMs} ms are left`);
}

let chromium;
let server;
before(async () => {
  for (const name of ["page.html", "page.mjs"])
    copyFileSync(join(import.meta.dirname, name), join(installed.folder, name));
  server = await serveFolder(installed.folder, "/");
  chromium = await startPlainChromium();
});
after(async () => {
  await chromium?.close();
  await server?.close();
});

/** Opens the page in a tab in front of the others, and starts its countdown; Node sees from when until when that took. */
async function openCountdown(durationMs) {
  const page = await chromium.context.newPage();
  await page.goto(`${server.url}page.html`);
  await page.bringToFront();
  await page.waitForFunction(() => globalThis.start && document.visibilityState === "visible", undefined, {
    polling: 50,
  });
  const from = Date.now();
  await page.evaluate((ms) => globalThis.start(ms), durationMs);
  const until = Date.now();
  const session = await chromium.context.newCDPSession(page);
  return {
    page,
    /** Milliseconds left when that was stamped, and how uncertain that is. */
    leftAt: ({ at }) => durationMs - (at - (from + until) / 2),
    uncertainMs: (until - from) / 2 + 1,
    setLifecycle: (state) => session.send("Page.setWebLifecycleState", { state }),
    throttle: (rate) => session.send("Emulation.setCPUThrottlingRate", { rate }),
    record: () => page.evaluate(() => globalThis.record),
    ended: () => page.evaluate(() => globalThis.ended),
    async show() {
      await page.bringToFront();
      await page.waitForFunction(() => document.visibilityState === "visible", undefined, { polling: 50 });
      return page.evaluate(() => globalThis.record);
    },
  };
}

const WHERE = "Chromium";

test("in a browser, a countdown is right after anything that keeps its timers from running", async (t) => {
  const hidden = await openCountdown(60_000);
  const hiddenEnd = await openCountdown(4_000);
  const frozen = await openCountdown(60_000);
  await frozen.setLifecycle("frozen");
  const frozenEnd = await openCountdown(4_000);
  await frozenEnd.setLifecycle("frozen");
  // In front, and at work while the others are away.
  const busy = await openCountdown(60_000);
  await busy.throttle(20);
  const away = delay(AWAY_MS);

  await t.test("a hidden tab: the signal is aborted and the iteration ends, while it is hidden", async () => {
    const { signal, iteration, changes, events } = await hiddenEnd.ended();
    assert.equal(events.at(-1).isHidden, true);
    for (const end of [signal, iteration, changes.at(-1)]) {
      const lateMs = -hiddenEnd.leftAt(end);
      assert.equal(end.isHidden, true);
      assert.equal(end.shown, 0);
      assert.ok(lateMs >= -hiddenEnd.uncertainMs, `${-lateMs} ms early`);
      assert.ok(lateMs < HIDDEN_TIMER_MS + BUSY_MS, `${lateMs} ms late`);
    }
    rows.push({ situation: "hidden tab, signal at zero", where: WHERE, leftMs: hiddenEnd.leftAt(signal), shown: 0 });
  });

  await away;

  await t.test("a processor that is 20 times slower: each number is right when it is shown", async () => {
    const { changes } = await busy.record();
    await busy.throttle(1);
    assert.ok(changes.length > 3);
    const errors = changes.map((change) => Math.abs(change.shown * 1_000 - busy.leftAt(change)));
    const worst = changes[errors.indexOf(Math.max(...errors))];
    for (const change of changes) assert.equal(change.isHidden, false);
    const row = {
      situation: "processor 20 times slower",
      where: WHERE,
      leftMs: busy.leftAt(worst),
      shown: worst.shown,
    };
    assertShown(row, busy.uncertainMs);
  });

  await t.test("a hidden tab: shown again, it shows the truth at once", async () => {
    const { changes, events } = await hidden.show();
    const shown = events.at(-1);
    assert.deepEqual([shown.type, shown.isHidden], ["visibilitychange", false]);
    assert.equal(changes.filter(({ isHidden }) => isHidden).length, 0, "nobody saw it meanwhile");
    const row = {
      situation: "hidden tab, shown again",
      where: WHERE,
      leftMs: hidden.leftAt(shown),
      shown: shown.shown,
    };
    assertShown(row, hidden.uncertainMs);
  });

  await t.test("a frozen tab: when it goes on and is shown, it shows the truth at once", async () => {
    await frozen.setLifecycle("active");
    const { events } = await frozen.show();
    const [freeze, resume] = ["freeze", "resume"].map((name) => events.find(({ type }) => type === name));
    assert.ok(resume.at - freeze.at >= AWAY_MS / 2, "it was frozen");
    const shown = events.at(-1);
    assert.deepEqual([shown.type, shown.isHidden], ["visibilitychange", false]);
    const row = {
      situation: "frozen tab, shown again",
      where: WHERE,
      leftMs: frozen.leftAt(shown),
      shown: shown.shown,
    };
    assertShown(row, frozen.uncertainMs);
  });

  await t.test("a frozen tab that is over meanwhile says so as soon as it goes on, while it is hidden", async () => {
    await frozenEnd.setLifecycle("active");
    const { events, signal, iteration } = await frozenEnd.ended();
    const resume = events.find(({ type }) => type === "resume");
    assert.equal(resume.shown, 0, "it was set right before anybody else heard of it");
    for (const end of [signal, iteration]) {
      assert.equal(end.isHidden, true);
      assert.ok(Math.abs(end.at - resume.at) < BUSY_MS, `${end.at - resume.at} ms after the page went on`);
    }
    rows.push({ situation: "frozen tab, over meanwhile", where: WHERE, leftMs: 0, shown: resume.shown });
  });

  await t.test("the back/forward cache: the page that comes back shows the truth at once", async () => {
    await busy.show();
    await busy.page.goto(`${server.url}page.html?another`);
    await delay(AWAY_MS / 2);
    await busy.page.evaluate(() => history.back());
    await busy.page.waitForFunction(() => globalThis.record?.events.at(-1).type === "pageshow", undefined, {
      polling: 50,
    });
    const { events } = await busy.record();
    const shown = events.at(-1);
    assert.equal(shown.persisted, true, "it came from the cache");
    const row = { situation: "back/forward cache", where: WHERE, leftMs: busy.leftAt(shown), shown: shown.shown };
    assertShown(row, busy.uncertainMs);
  });
});

/** A countdown of a minute on a clock that is held, ten seconds after its start. */
async function startHeld() {
  const clock = new HeldClock();
  const countdown = createCountdown(60_000, { clock });
  let shown;
  countdown.subscribe((seconds) => (shown = seconds));
  let leftMs = 60_000;
  const world = {
    async pass(ms) {
      leftMs -= ms;
      await clock.pass(ms);
    },
    sleep(ms) {
      leftMs -= ms;
      clock.sleep(ms);
    },
    setWall: (ms) => (clock.wall += ms),
  };
  await world.pass(10_300);
  return { world, row: (situation) => ({ situation, where: "held clock", leftMs: Math.max(0, leftMs), shown }) };
}

for (const [situation, happen] of [
  ["sleep of 30 s", (world) => world.sleep(30_000)],
  ["hibernation of 8 h", (world) => world.sleep(8 * 3_600_000)],
  ["wall clock set back by 1 h", (world) => world.setWall(-3_600_000)],
  ["wall clock set back by 1 h, then sleep of 2 h", (world) => (world.setWall(-3_600_000), world.sleep(7_200_000))],
]) {
  test(`${situation}: the truth is shown within the second in which the timers go on`, async () => {
    const { world, row } = await startHeld();
    happen(world);
    await world.pass(1_000);
    assertShown(row(situation));
  });
}

test("a wall clock that is set forward ends a countdown early, never late", async () => {
  for (const [aheadMs, expected] of [
    [15_000, 34],
    [3_600_000, 0],
  ]) {
    const { world, row } = await startHeld();
    world.setWall(aheadMs);
    await world.pass(1_000);
    const shown = row(`wall clock set forward by ${aheadMs === 15_000 ? "15 s" : "1 h"}`);
    rows.push(shown);
    assert.equal(shown.shown, expected);
    assert.ok(shown.shown * 1_000 <= shown.leftMs);
    await world.pass(60_000);
    assert.equal(row("").shown, 0);
  }
});
