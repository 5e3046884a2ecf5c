import { expect, test } from "vitest";
import { FAILURES } from "./failures.js";
import { Reply } from "./reply.js";
import { VARIANTS } from "./variants.js";

const reply = (variant: keyof typeof VARIANTS) => new Reply(VARIANTS[variant].style, "en-US");
const limited = { ...FAILURES.rateLimited, retryAfterSeconds: 7 };

test.each([
  ["default", 200, 200],
  ["legacy", 201, 429],
  ["http-status", 200, 429],
] as const)("%s answers success with HTTP %i and too many requests with %i", async (variant, success, failure) => {
  expect(reply(variant).success(undefined).status).toBe(success);
  expect(reply(variant).failure(limited).status).toBe(failure);
});

test("Retry-After goes with HTTP 429 only", () => {
  expect(reply("legacy").failure(limited).headers.get("retry-after")).toBe("7");
  expect(reply("default").failure(limited).headers.has("retry-after")).toBe(false);
});

test("the older names and a textual apiCode are those of the variant", async () => {
  const body = (await reply("legacy").success({ a: 1 }).json()) as Record<string, unknown>;
  expect(body).toMatchObject({ code: 200, apiCode: "0", data: { a: 1 } });
  expect(body).not.toHaveProperty("statusCode");
});

test("no answer may be kept by a cache, and none has data that it was not given", async () => {
  const response = reply("default").success(undefined);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).not.toHaveProperty("data");
});
