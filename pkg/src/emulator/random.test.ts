import { expect, test } from "vitest";
import { randomDigits, randomObjectId, randomToken, randomUuid } from "./random.js";

test("random digits have the length that is asked for, and every digit occurs about equally often", () => {
  expect(randomDigits(4)).toMatch(/^\d{4}$/);
  const counts = new Map<string, number>();
  for (const digit of randomDigits(10_000)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  expect([...counts.keys()].sort().join("")).toBe("0123456789");
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(250);
});

test("identifiers have the service's shapes, and no two are equal", () => {
  expect(randomObjectId()).toMatch(/^[\da-f]{24}$/);
  expect(randomUuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(randomUuid()).not.toBe(randomUuid());
  expect(randomObjectId()).not.toBe(randomObjectId());
});

test("a token has three base64url parts, and its second part holds the claims", () => {
  const token = randomToken({ sub: "someone" });
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(JSON.parse(atob(token.split(".")[1] ?? ""))).toMatchObject({ sub: "someone" });
  expect(randomToken({ sub: "someone" })).not.toBe(token);
});
