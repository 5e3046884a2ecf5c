import { expect, test } from "vitest";
import { Inbox } from "./inbox.js";

const PHONE = { countryCode: "+86", number: "13912345678" };
const DAY_MS = 86_400_000;

test("an SMS has its code in the text, and for browsers in its last line", () => {
  const inbox = new Inbox([]);
  inbox.deliver("CHANNEL_BIND_PHONE", PHONE, "123456", "app.example", 5);
  const [message] = inbox.all();
  expect(message).toMatchObject({ to: "+8613912345678", channel: "CHANNEL_BIND_PHONE", code: "123456", sentAt: 5 });
  expect(message?.text).toContain("验证码 123456");
  expect(message?.text.split("\n").at(-1)).toBe("@app.example #123456");
});

test("the SMS of a day are counted for each number", () => {
  const inbox = new Inbox([]);
  for (const at of [0, 10, DAY_MS]) inbox.deliver("CHANNEL_BIND_PHONE", PHONE, "1", "h", at);
  inbox.deliver("CHANNEL_BIND_PHONE", { ...PHONE, number: "13900000000" }, "1", "h", DAY_MS);
  expect(inbox.sentWithinDay(PHONE, DAY_MS)).toStrictEqual([10, DAY_MS]);
});

test("its messages cannot be changed from outside", () => {
  const inbox = new Inbox([]);
  inbox.deliver("CHANNEL_BIND_PHONE", PHONE, "1", "h", 0);
  (inbox.all() as unknown[]).pop();
  expect(inbox.all()).toHaveLength(1);
  expect(Object.isFrozen(inbox.all()[0])).toBe(true);
});
