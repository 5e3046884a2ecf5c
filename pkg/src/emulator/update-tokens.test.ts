import { expect, test } from "vitest";
import { UpdateTokens } from "./update-tokens.js";

const PHONE = { countryCode: "+86", number: "13912345678" };

test("a token is usable by its user until its lifetime has passed", () => {
  const tokens = new UpdateTokens([]);
  const token = tokens.issue("user", PHONE, 60, 1000);
  expect(tokens.look(token, "user", 60_999)).toStrictEqual({ state: "usable", newPhone: PHONE });
  expect(tokens.look(token, "user", 61_000)).toStrictEqual({ state: "expired" });
});

test("another user's token is unknown, as one that was never issued", () => {
  const tokens = new UpdateTokens([]);
  const token = tokens.issue("user", PHONE, 60, 0);
  expect(tokens.look(token, "another", 0)).toStrictEqual({ state: "unknown" });
  expect(tokens.look("nonsense", "user", 0)).toStrictEqual({ state: "unknown" });
});

test("a spent token stays spent after its lifetime", () => {
  const tokens = new UpdateTokens([]);
  const token = tokens.issue("user", PHONE, 60, 0);
  tokens.spend(token);
  expect(tokens.look(token, "user", 90_000)).toStrictEqual({ state: "spent" });
});

test("spending a token does not change the state that the tokens were created from", () => {
  const saved = { token: "t", userId: "user", newPhone: PHONE, expiresAt: 1, isSpent: false };
  new UpdateTokens([saved]).spend("t");
  expect(saved.isSpent).toBe(false);
});
