// Two tabs of a real browser: they share their cool-downs, and one SMS is sent for what both ask for.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { launchChromium } from "../support/browser.mjs";
import { emulatorPackage, installed } from "../support/packed.mjs";
import { serveFolder } from "../support/page-servers.mjs";
import { createEmulator, printTable } from "../support/stage.mjs";

const { createNodeListener } = emulatorPackage;
const ROUNDS = 10;

// It sends as often as it is asked, so that only the clients count.
const emulator = createEmulator({ smsIntervalSeconds: 0, dailyCap: Infinity });
const [user] = emulator.users;
/** What a request waits for before it reaches the service. */
let gate;
const service = createServer(
  createNodeListener({
    handle: async (request) => {
      if (request.method === "POST") await gate?.pass();
      return emulator.handle(request);
    },
  }),
);

let browser;
let pages;
let context;
const rows = [["two tabs", "calls", "SMS sent", "what the tabs get"]];

before(async () => {
  for (const name of ["tab.html", "tab.mjs"]) cpSync(join(import.meta.dirname, name), join(installed.folder, name));
  await new Promise((resolve) => service.listen({ host: "127.0.0.1", port: 0 }, resolve));
  pages = await serveFolder(installed.folder, "/");
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await pages?.close();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  printTable(rows);
});
beforeEach(async (t) => {
  emulator.reset();
  gate = undefined;
  context = await browser.newContext();
  t.after(() => context.close());
});

/** A tab, of the browser that the test has unless told otherwise. */
async function openTab(in_ = context) {
  const page = await in_.newPage();
  page.setDefaultTimeout(30_000);
  const query = new URLSearchParams({ host: `http://127.0.0.1:${service.address().port}`, appId: user.appId });
  await page.goto(`${pages.url}tab.html?${query}`);
  return {
    page,
    send: (phone) => page.evaluate(async (to) => (await globalThis.tab).send(to), phone),
    remainingMs: (phone) => page.evaluate(async (to) => (await globalThis.tab).remainingMs(to), phone),
  };
}

/** Holds requests back until it is opened. */
class Gate {
  #open;
  #isOpen = new Promise((resolve) => {
    this.#open = resolve;
  });
  #tell;
  arrival = new Promise((resolve) => {
    this.#tell = resolve;
  });
  pass() {
    this.#tell();
    return this.#isOpen;
  }
  open = () => this.#open();
}

const PHONE = "+86 139 1234 5678";
const isWait = (ms) => assert.ok(ms > 0 && ms <= 60_000, `${ms} ms to wait`);

test("two tabs that ask for a code in the same instant send one SMS, and the other is told how long to wait", async () => {
  const tabs = [await openTab(), await openTab()];
  for (let round = 0; round < ROUNDS; round += 1) {
    const phone = `+86 137 0000 00${String(round).padStart(2, "0")}`;
    const answers = await Promise.all(tabs.map(({ send }) => send(phone)));
    const [sent, refused] = answers.sort((a, b) => (a.outcome === "sent" ? -1 : b.outcome === "sent" ? 1 : 0));
    assert.deepEqual([sent.outcome, refused.outcome], ["sent", "ERR_CODE_SENT_TOO_OFTEN"]);
    assert.equal(refused.statusCode, undefined, "refused without a call");
    isWait(refused.retryAfterMs);
  }
  const { length } = emulator.inbox();
  rows.push(["the same instant, ten numbers", 2 * ROUNDS, length, "sent; CODE_SENT_TOO_OFTEN with retryAfterMs"]);
  assert.equal(length, ROUNDS);
});

test("a tab that asks while another one's request is on its way waits for that answer", async () => {
  const [one, other] = [await openTab(), await openTab()];
  gate = new Gate();
  const first = one.send(PHONE);
  await gate.arrival;
  const second = other.send(PHONE);
  await one.page.waitForFunction(async () => (await navigator.locks.query()).pending.length === 1);
  gate.open();
  assert.equal((await first).outcome, "sent");
  const { outcome, retryAfterMs } = await second;
  assert.equal(outcome, "ERR_CODE_SENT_TOO_OFTEN");
  isWait(retryAfterMs);
  rows.push(["one after the other, before the answer", 2, emulator.inbox().length, `sent; ${outcome.slice(4)}`]);
  assert.equal(emulator.inbox().length, 1);
});

test("when the first tab is closed before its answer, the next one sends", async () => {
  const [one, other] = [await openTab(), await openTab()];
  gate = new Gate();
  void one.send(PHONE).catch(() => undefined);
  await gate.arrival;
  const held = gate;
  gate = undefined;
  const second = other.send(PHONE);
  await one.page.close();
  assert.equal((await second).outcome, "sent");
  held.open();
});

test("a tab hears of another one's cool-down, and the key that it hears holds no number", async () => {
  const [one, other] = [await openTab(), await openTab()];
  assert.equal(await other.remainingMs(PHONE), 0);
  const told = other.page.evaluate(async () => (await globalThis.tab).told());
  assert.equal((await one.send(PHONE)).outcome, "sent");
  const key = await told;
  assert.match(key, /^updatephone:cooldown:[0-9a-f]+$/);
  assert.ok(!key.includes("13912345678"));
  isWait(await other.remainingMs(PHONE));
  assert.equal((await other.send(PHONE)).outcome, "ERR_CODE_SENT_TOO_OFTEN");
  assert.equal(emulator.inbox().length, 1);
});

test("a reload keeps the cool-down, and so does a tab that is opened later", async () => {
  const tab = await openTab();
  assert.equal((await tab.send(PHONE)).outcome, "sent");
  const before = await tab.remainingMs(PHONE);
  await tab.page.reload();
  for (const each of [tab, await openTab()]) {
    const left = await each.remainingMs(PHONE);
    isWait(left);
    assert.ok(left <= before, `${left} ms after ${before}`);
    assert.equal((await each.send(PHONE)).outcome, "ERR_CODE_SENT_TOO_OFTEN");
  }
  rows.push([
    "a reload, and a tab that is opened later",
    3,
    emulator.inbox().length,
    "sent; CODE_SENT_TOO_OFTEN twice",
  ]);
  assert.equal(emulator.inbox().length, 1);
});

test("another browser knows nothing of it", async (t) => {
  const elsewhere = await browser.newContext();
  t.after(() => elsewhere.close());
  const [one, other] = [await openTab(), await openTab(elsewhere)];
  assert.equal((await one.send(PHONE)).outcome, "sent");
  assert.equal(await other.remainingMs(PHONE), 0);
  assert.equal((await other.send(PHONE)).outcome, "sent");
});
