import { expect, test, vi } from "vitest";
import { HeldClock } from "../testing/held-clock.js";
import { installLocks, WebLocks } from "../testing/web-locks.js";
import { announce, readAnnouncements } from "./announcement.js";

/** A page of a browser with these locks. */
function openPageWith(locks: unknown): void {
  vi.stubGlobal("document", {});
  installLocks(locks);
}

test("an announcement can be read for two seconds, under its name alone", async () => {
  const locks = new WebLocks();
  openPageWith(locks);
  const clock = new HeldClock();
  await announce("name", "a text", clock);
  await announce("name", "another", clock);
  await announce("name 2", "of another name", clock);
  expect(locks.held).toContain("name a text");
  expect(await readAnnouncements("name")).toStrictEqual(["a text", "another", "2 of another name"]);
  expect(await readAnnouncements("na")).toStrictEqual([]);
  await clock.pass(1_999);
  expect(await readAnnouncements("name 2")).toStrictEqual(["of another name"]);
  await clock.pass(1);
  expect(await readAnnouncements("name")).toStrictEqual([]);
  expect(locks.held).toStrictEqual([]);
  expect(clock.timers).toBe(0);
});

test("outside of a page nothing is announced and no lock requested", async () => {
  const locks = installLocks(new WebLocks());
  await announce("name", "a text", new HeldClock());
  expect(locks.requested).toStrictEqual([]);
  expect(await readAnnouncements("name")).toStrictEqual([]);
});

test.each([
  ["are refused", { request: () => Promise.reject(new DOMException("blocked", "SecurityError")) }],
  [
    "throw",
    {
      request() {
        throw new DOMException("blocked", "SecurityError");
      },
    },
  ],
  ["are no locks", {}],
  ["do not exist", undefined],
])("where locks %s, announcing ends at once and nothing is read", async (_, locks) => {
  openPageWith(locks);
  const clock = new HeldClock();
  await announce("name", "a text", clock);
  expect(await readAnnouncements("name")).toStrictEqual([]);
  expect(clock.timers).toBe(0);
});

test.each([
  ["has no query", undefined],
  ["rejects", () => Promise.reject(new Error("no"))],
  ["answers with nothing", () => Promise.resolve(undefined)],
  ["names no held locks", () => Promise.resolve({})],
  ["names locks without names", () => Promise.resolve({ held: [{}] })],
])("a browser that %s when it is queried has no announcements", async (_, query) => {
  const locks = new WebLocks();
  locks.query = query;
  openPageWith(locks);
  await announce("name", "a text", new HeldClock());
  expect(await readAnnouncements("name")).toStrictEqual([]);
});
