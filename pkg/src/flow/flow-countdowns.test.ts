// What a flow shows as time passes: cool-downs, the token's lifetime, and to whom it listens.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FlowStage } from "../testing/flow-stage.js";
import { settle } from "../testing/held-clock.js";
import { stubPhone } from "../testing/stub-machine.js";
import { loadStub } from "../testing/stub-module.js";
import type { Countdown } from "../types.js";
import type { ChangePhoneFlow } from "./flow.js";

const NEW = "+8613912345678";
const OTHER = "+8613987654321";

let stage: FlowStage;
let flow: ChangePhoneFlow;

beforeEach(async () => {
  stage = new FlowStage();
  await loadStub(stage.machine.exports);
});
afterEach(() => flow.dispose());

/** A flow with a new number typed, to which somebody listens. */
async function started(): Promise<void> {
  flow = stage.open();
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  await settle();
}

describe("cool-downs", () => {
  test("are looked for when a number is typed that a code can be sent to, and not for others", async () => {
    stage.calls.cooldown.mockImplementation(async () => stage.countdown(40_000));
    await started();
    expect(stage.calls.cooldown.mock.calls).toStrictEqual([["new", NEW]]);
    expect(flow.getSnapshot().newCooldownSeconds).toBe(40);
    const { answer } = stage.machine;
    stage.machine.answer = (event, coolingDown) =>
      event.type === "phone" ? { phone: stubPhone("+8612812345678", { isValid: false }) } : answer(event, coolingDown);
    flow.setNewPhone("128");
    await settle();
    expect(stage.calls.cooldown).toHaveBeenCalledTimes(1);
    expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
  });

  test("are looked for when the person insists on a possible number", async () => {
    stage.machine.answer = (event) =>
      event.type === "phone" && event.input ? { phone: stubPhone("+8612812345678", { isValid: false }) } : undefined;
    stage.showOn("use-unusual-number", { isUnusualNumberUsed: true });
    await started();
    expect(stage.calls.cooldown).not.toHaveBeenCalled();
    stage.calls.cooldown.mockImplementation(async () => stage.countdown(40_000));
    flow.useUnusualNumber();
    await settle();
    expect(flow.getSnapshot().newCooldownSeconds).toBe(40);
  });

  test("belong to their number: while a slow store is asked, another number does not show the one before", async () => {
    stage.calls.cooldown.mockImplementation(async () => stage.countdown());
    await started();
    expect(flow.getSnapshot().newCooldownSeconds).toBe(60);
    const answers: ((cooldown: Countdown) => void)[] = [];
    stage.calls.cooldown.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    flow.setNewPhone(OTHER);
    expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
    flow.setNewPhone(NEW);
    answers[0]?.(stage.countdown(30_000));
    await settle();
    expect(flow.getSnapshot().newCooldownSeconds, "that of the number before").toBe(0);
    answers[1]?.(stage.countdown(20_000));
    await settle();
    expect(flow.getSnapshot().newCooldownSeconds).toBe(20);
  });

  test("of a sending to a number that was changed meanwhile is not shown", async () => {
    stage.on("send", "send-new-code");
    await started();
    // The store takes its time, so that nothing else says what the other number's is.
    stage.calls.cooldown.mockImplementation(() => new Promise(() => {}));
    const sending = flow.sendNewCode();
    flow.setNewPhone(OTHER);
    await sending;
    expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
  });

  test("are looked for again when one may have started elsewhere", async () => {
    await started();
    stage.calls.cooldown.mockImplementation(async () => stage.countdown(25_000));
    stage.notifyWatchers();
    await settle();
    expect(flow.getSnapshot().newCooldownSeconds).toBe(25);
  });

  test("are handed to the machine with each event", async () => {
    const seen: unknown[] = [];
    stage.calls.cooldown.mockImplementation(async () => stage.countdown());
    await started();
    stage.machine.answer = (_, coolingDown) => void seen.push(coolingDown);
    await flow.submit();
    await stage.clock.pass(60_000);
    await flow.submit();
    expect(seen).toStrictEqual([
      { new: true, old: false },
      { new: false, old: false },
    ]);
  });
});

describe("the token", () => {
  test("that expires while confirming is an event of the machine", async () => {
    stage.on("submit", "verify");
    stage.showOn("verified", { state: "confirming" });
    await started();
    await flow.submit();
    await stage.clock.pass(59_999);
    expect(stage.events("token-expired")).toStrictEqual([]);
    await stage.clock.pass(1);
    expect(stage.events("token-expired").length).toBe(1);
  });

  test("that expires while in doubt is none", async () => {
    stage.on("submit", "verify");
    stage.showOn("verified", { state: "in-doubt" });
    await started();
    await flow.submit();
    await stage.clock.pass(61_000);
    expect(stage.events("token-expired")).toStrictEqual([]);
    expect(flow.getSnapshot().tokenSeconds).toBe(0);
  });

  test("that expired without listeners is an event at the next subscription", async () => {
    stage.on("submit", "verify");
    stage.showOn("verified", { state: "confirming" });
    stage.showOn("token-expired", { state: "expired" });
    flow = stage.open();
    const unsubscribe = flow.subscribe(() => {});
    await flow.submit();
    unsubscribe();
    expect(stage.clock.timers).toBe(0);
    stage.clock.sleep(61_000);
    expect(flow.getSnapshot().tokenSeconds).toBe(0);
    expect(stage.events("token-expired")).toStrictEqual([]);
    flow.subscribe(() => {});
    await settle();
    expect(stage.events("token-expired").length).toBe(1);
  });
});

describe("listeners", () => {
  test("are called after changes, each second of a countdown too, and not otherwise", async () => {
    stage.calls.cooldown.mockImplementation(async () => stage.countdown());
    await started();
    const listener = vi.fn();
    flow.subscribe(listener);
    const snapshot = flow.getSnapshot();
    flow.setNewCode("");
    await stage.clock.pass(500);
    expect(flow.getSnapshot()).toBe(snapshot);
    expect(listener).not.toHaveBeenCalled();
    await stage.clock.pass(2_000);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(flow.getSnapshot()).not.toBe(snapshot);
    flow.setNewPhone(OTHER);
    expect(listener.mock.calls.length).toBeGreaterThan(2);
    expect(flow.getSnapshot().newPhoneInput).toBe(OTHER);
  });

  test("keep the flow subscribed to countdowns and other tabs, and the last one ends that", async () => {
    stage.calls.cooldown.mockImplementation(async () => stage.countdown());
    flow = stage.open();
    const unsubscribers = [flow.subscribe(() => {}), flow.subscribe(() => {})];
    flow.setNewPhone(NEW);
    await settle();
    expect([stage.clock.timers, stage.watchers]).toStrictEqual([1, 1]);
    unsubscribers[0]?.();
    expect([stage.clock.timers, stage.watchers]).toStrictEqual([1, 1]);
    unsubscribers[1]?.();
    expect([stage.clock.timers, stage.watchers]).toStrictEqual([0, 0]);
    stage.clock.sleep(10_000);
    expect(flow.getSnapshot().newCooldownSeconds, "read without listeners").toBe(50);
  });

  test("start the flow by coming", () => {
    flow = stage.open();
    expect(flow.getSnapshot().isReady).toBe(false);
    flow.subscribe(() => {});
    expect(flow.getSnapshot().isReady).toBe(true);
  });
});
