import { expect, test } from "vitest";
import { areSameSources, flowSources, wholeSeconds } from "./hooks.js";
import type { Client, Countdown, FlowOptions } from "./types.js";

const client = {} as Client;

test("options written anew with the same values are the same sources", () => {
  const options = (): FlowOptions => ({
    verifyOldPhone: true,
    confirm: true,
    autoSubmitLength: 6,
    phoneCheck: "valid",
  });
  expect(areSameSources(flowSources(client, options()), flowSources(client, options()))).toBe(true);
  expect(areSameSources(flowSources(client), flowSources(client, {}))).toBe(true);
});

test("another client, and another value of each option, are other sources", () => {
  const before = flowSources(client, {});
  const changes: FlowOptions[] = [
    { verifyOldPhone: false },
    { confirm: true },
    { autoSubmitLength: 4 },
    { phoneCheck: "possible" },
  ];
  for (const options of changes) expect(areSameSources(before, flowSources(client, options))).toBe(false);
  expect(areSameSources(before, flowSources({} as Client, {}))).toBe(false);
  expect(areSameSources(before, flowSources(undefined, {}))).toBe(false);
});

test("options that cannot be read are never the same", () => {
  const options = Object.defineProperty({}, "confirm", {
    get() {
      throw new Error("of a getter");
    },
  });
  expect(areSameSources(flowSources(client, options), flowSources(client, options))).toBe(false);
});

test("a countdown has as many whole seconds as its duration, rounded up; none without one", () => {
  expect(wholeSeconds({ durationMs: 60_000 } as Countdown)).toBe(60);
  expect(wholeSeconds({ durationMs: 1_001 } as Countdown)).toBe(2);
  expect([wholeSeconds(null), wholeSeconds(undefined)]).toStrictEqual([0, 0]);
});
