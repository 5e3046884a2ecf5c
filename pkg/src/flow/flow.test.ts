import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UpdatePhoneError } from "../errors.js";
import { requireCore } from "../loading.js";
import { HeldClock, settle } from "../testing/held-clock.js";
import { EDITING, StubMachine, stubPhone } from "../testing/stub-machine.js";
import { loadStub, trap } from "../testing/stub-module.js";
import { createCountdown, expiredCountdown } from "../time/countdown.js";
import type {
  CodeSent,
  Countdown,
  FlowOptions,
  PhoneInput,
  UpdatePhoneRequestResponse,
  UpdatePhoneResponse,
} from "../types.js";
import type { FlowEffect, FlowEvent } from "../wasm/module.js";
import { ChangePhoneFlow, type FlowClient } from "./flow.js";

const NEW = "+8613912345678";
const OTHER = "+8613987654321";
const OLD = "+8613900000000";

let clock: HeldClock;
let machine: StubMachine;
let flow: ChangePhoneFlow;
/** Tells the flow that a cool-down may have started. */
let notifyWatchers: () => void;
let watchers: number;

const countdown = (durationMs = 60_000): Countdown => createCountdown(durationMs, { clock });
const codeSent = (): CodeSent => ({ cooldown: countdown() }) as CodeSent;
const verification = (durationMs = 60_000): UpdatePhoneRequestResponse =>
  ({ data: { updatePhoneToken: "token" }, countdown: countdown(durationMs) }) as UpdatePhoneRequestResponse;

const calls = {
  load: vi.fn<FlowClient["load"]>(),
  sendCode: vi.fn<FlowClient["sendCode"]>(),
  verify: vi.fn<FlowClient["verify"]>(),
  update: vi.fn<FlowClient["update"]>(),
  cooldown: vi.fn<FlowClient["cooldown"]>(),
};

function open(options: FlowOptions = {}): ChangePhoneFlow {
  const client: FlowClient = {
    ...calls,
    clock,
    phoneCheck: "mobile",
    watchCooldowns: (listener) => {
      watchers += 1;
      notifyWatchers = listener;
      return () => void (watchers -= 1);
    },
  };
  return new ChangePhoneFlow(client, options);
}

/** The machine answers events of this type with these effects, once each time. */
function on(type: FlowEvent["type"], ...effects: FlowEffect[]): void {
  const { answer } = machine;
  machine.answer = (event, coolingDown) => (event.type === type ? { effects } : answer(event, coolingDown));
}

/** What the machine shows from the next event of this type on. */
function showOn(type: FlowEvent["type"], shown: Partial<typeof EDITING>): void {
  const { answer } = machine;
  machine.answer = (event, coolingDown) => {
    if (event.type === type) machine.shown = { ...EDITING, ...shown };
    const answered = answer(event, coolingDown);
    return { ...answered, view: machine.shown };
  };
}

/** A failure of a call. */
const failure = (code: string, field?: string): UpdatePhoneError =>
  Object.assign(Object.create(UpdatePhoneError.prototype) as object, { code, field }) as UpdatePhoneError;

const events = (type: FlowEvent["type"]): FlowEvent[] => machine.events.filter((event) => event.type === type);

beforeEach(() => {
  clock = new HeldClock();
  machine = new StubMachine();
  watchers = 0;
  for (const call of Object.values(calls)) call.mockReset();
  calls.sendCode.mockImplementation(async () => codeSent());
  calls.verify.mockImplementation(async () => verification());
  calls.update.mockImplementation(async () => ({ outcome: "confirmed" }) as UpdatePhoneResponse);
  calls.cooldown.mockImplementation(async () => expiredCountdown(clock));
  flow = open();
});

// First in this file, since the module stays loaded afterwards.
describe("before the module is loaded", () => {
  test("what is typed is kept, and handed over when the module is there: the codes after the numbers", async () => {
    let load = (): void => {};
    calls.load.mockImplementation(async () => {
      await new Promise<void>((resolve) => (load = resolve));
      await loadStub(machine.exports);
      return requireCore();
    });
    // As the real one does for a number that it has not seen.
    on("phone", "clear-new-code", "clear-old-code");
    flow.setNewPhone("13912345678");
    flow.setNewCode("1234");
    expect(flow.getSnapshot()).toMatchObject({
      isReady: false,
      state: "editing",
      newPhoneInput: "13912345678",
      newPhone: undefined,
      newCode: "1234",
    });
    expect(calls.load).toHaveBeenCalledTimes(1);
    load();
    await vi.waitFor(() => expect(flow.getSnapshot().isReady).toBe(true));
    expect(flow.getSnapshot().newCode).toBe("1234");
    expect(flow.getSnapshot().newPhone?.e164).toBe("13912345678");
    expect(machine.events).toStrictEqual([
      { type: "phone", side: "new", input: "13912345678" },
      { type: "phone", side: "old", input: "" },
      { type: "code", side: "new", code: "1234" },
      { type: "code", side: "old", code: "" },
    ]);
  });
});

describe("with a module that fails to load", () => {
  test("the error is shown, an action does nothing, and the next input loads again", async () => {
    vi.resetModules();
    const fresh = {
      ...(await import("./flow.js")),
      ...(await import("../loading.js")),
      ...(await import("../testing/stub-module.js")),
    };
    const error = failure("ERR_WASM_LOAD");
    calls.load.mockRejectedValueOnce(error).mockImplementation(async () => {
      await fresh.loadStub(machine.exports);
      return fresh.requireCore();
    });
    const client = { ...calls, clock, phoneCheck: "mobile", watchCooldowns: () => () => {} } as FlowClient;
    const freshFlow = new fresh.ChangePhoneFlow(client, {});
    await freshFlow.sendNewCode();
    expect(freshFlow.getSnapshot()).toMatchObject({ isReady: false, error });
    freshFlow.setNewCode("1234");
    expect(freshFlow.getSnapshot().error).toBe(undefined);
    await vi.waitFor(() => expect(freshFlow.getSnapshot().isReady).toBe(true));
    expect(freshFlow.getSnapshot().newCode).toBe("1234");
  });
});

describe("with the module loaded", () => {
  beforeEach(() => loadStub(machine.exports));
  afterEach(() => flow.dispose());

  /** A flow with a new number typed, to which somebody listens. */
  async function started(options: FlowOptions = {}): Promise<ChangePhoneFlow> {
    flow = open(options);
    flow.subscribe(() => {});
    flow.setNewPhone(NEW);
    await settle();
    return flow;
  }

  describe("options", () => {
    test("are handed to the machine with their defaults, and with the client's check", async () => {
      await started();
      await started({ verifyOldPhone: true, confirm: true, autoSubmitLength: 6, phoneCheck: "valid" });
      expect(machine.instances.map(({ options }) => options)).toStrictEqual([
        { verifyOldPhone: "auto", confirm: false, autoSubmitLength: 0, phoneCheck: "mobile" },
        { verifyOldPhone: true, confirm: true, autoSubmitLength: 6, phoneCheck: "valid" },
      ]);
    });
  });

  describe("input", () => {
    test("is handed to the machine, and its judgement is shown, frozen", async () => {
      await started();
      flow.setOldCode("4321");
      const { newPhone, oldCode } = flow.getSnapshot();
      expect([newPhone, oldCode]).toStrictEqual([stubPhone(NEW), "4321"]);
      expect(Object.isFrozen(newPhone)).toBe(true);
      expect(machine.events.slice(-1)).toStrictEqual([{ type: "code", side: "old", code: "4321" }]);
    });

    test("that is no number or no code is refused at once, before and after the start", async () => {
      const refused = expect.objectContaining({ code: "ERR_INVALID_ARGUMENT" });
      const refuse = (): void => {
        for (const wrong of [undefined, null, 7, {}, { number: 7 }]) {
          expect(() => flow.setNewPhone(wrong as unknown as PhoneInput)).toThrow(refused);
          expect(() => flow.setOldPhone(wrong as unknown as PhoneInput)).toThrow(refused);
        }
        expect(() => flow.setOldCode(1234 as unknown as string)).toThrow(refused);
        expect(() => flow.setNewCode(undefined as unknown as string)).toThrow(refused);
      };
      refuse();
      expect(machine.events).toStrictEqual([]);
      await started();
      refuse();
    });

    test("clears the error", async () => {
      on("send", "send-new-code");
      calls.sendCode.mockRejectedValue(failure("ERR_NETWORK"));
      await started();
      await flow.sendNewCode();
      expect(flow.getSnapshot().error?.code).toBe("ERR_NETWORK");
      flow.setNewCode("1");
      expect(flow.getSnapshot().error).toBe(undefined);
    });

    test("is ignored when the number was changed, until a reset", async () => {
      showOn("submit", { state: "done" });
      showOn("reset", { state: "editing" });
      await started();
      await flow.submit();
      flow.setNewPhone(OTHER);
      flow.setNewCode("1234");
      expect(flow.getSnapshot()).toMatchObject({ state: "done", newPhoneInput: NEW, newCode: "" });
      flow.reset();
      flow.setNewCode("1234");
      expect(flow.getSnapshot().newCode).toBe("1234");
    });
  });

  describe("effects of the machine", () => {
    test("a code is sent to the number as typed, its cool-down shown, and the machine notified", async () => {
      on("send", "send-new-code");
      await started();
      await flow.sendNewCode();
      expect(calls.sendCode.mock.calls).toStrictEqual([["new", NEW, "mobile", expect.any(AbortSignal)]]);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(60);
      expect(machine.events.slice(-2)).toStrictEqual([
        { type: "send", side: "new" },
        { type: "sent", side: "new" },
      ]);
      await clock.pass(10_000);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(50);
    });

    test("a code for the old number is sent for the purpose of the old number", async () => {
      on("send", "send-old-code");
      await started();
      flow.setOldPhone(OLD);
      await flow.sendOldCode();
      expect(calls.sendCode.mock.calls).toStrictEqual([["old", OLD, "mobile", expect.any(AbortSignal)]]);
      expect(flow.getSnapshot()).toMatchObject({ newCooldownSeconds: 0, oldCooldownSeconds: 60 });
    });

    test("an unusual number that the person insists on needs only to be possible", async () => {
      on("send", "send-new-code");
      showOn("use-unusual-number", { isUnusualNumberUsed: true });
      await started({ phoneCheck: "valid" });
      await flow.sendNewCode();
      flow.useUnusualNumber();
      await flow.sendNewCode();
      expect(calls.sendCode.mock.calls.map(([, , check]) => check)).toStrictEqual(["valid", "possible"]);
    });

    test("a verification has the new number and code alone, unless the old ones are required", async () => {
      on("submit", "verify");
      await started();
      flow.setOldPhone(OLD);
      flow.setNewCode("1234");
      flow.setOldCode("4321");
      await flow.submit();
      const request = {
        newPhoneCountryCode: "+86",
        newPhoneNumber: NEW.slice(3),
        newPhonePassCode: "1234",
      };
      expect(calls.verify.mock.calls).toStrictEqual([[request, "mobile", expect.any(AbortSignal)]]);
      machine.shown = { ...EDITING, isOldPhoneRequired: true };
      flow.setNewCode("1234");
      await flow.submit();
      const oldRequest = {
        oldPhoneCountryCode: "+86",
        oldPhoneNumber: OLD.slice(3),
        oldPhonePassCode: "4321",
      };
      expect(calls.verify.mock.calls[1]?.[0]).toStrictEqual({ ...request, ...oldRequest });
    });

    test("a verified token is shown with its time and spent by the update, whose outcome is shown", async () => {
      on("submit", "verify");
      on("confirm", "update");
      await started();
      await flow.submit();
      expect(flow.getSnapshot().tokenSeconds).toBe(60);
      expect(events("verified").length).toBe(1);
      await flow.confirm();
      expect(calls.update.mock.calls[0]?.[0]).toMatchObject({ data: { updatePhoneToken: "token" } });
      expect(flow.getSnapshot().outcome).toBe("confirmed");
      expect(events("updated").length).toBe(1);
    });

    test("a submit that verifies and then updates is over when both are", async () => {
      on("submit", "verify");
      on("verified", "update");
      await started();
      await flow.submit();
      expect(machine.events.slice(-3).map(({ type }) => type)).toStrictEqual(["submit", "verified", "updated"]);
    });

    test("codes are cleared and a token is forgotten", async () => {
      on("submit", "verify");
      on("confirm", "clear-new-code", "clear-old-code", "forget-token");
      await started();
      await flow.submit();
      flow.setNewCode("1234");
      flow.setOldCode("4321");
      await flow.confirm();
      expect(flow.getSnapshot()).toMatchObject({ newCode: "", oldCode: "", tokenSeconds: 0 });
    });

    test("an event that is illegal now changes nothing, and its promise waits for the call in flight", async () => {
      on("submit", "verify");
      await started();
      let finish = (_: UpdatePhoneRequestResponse): void => {};
      calls.verify.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
      const submitted = flow.submit();
      await settle();
      on("submit", "illegal");
      const again = vi.fn();
      void flow.submit().then(again);
      await settle();
      expect(again).not.toHaveBeenCalled();
      finish(verification());
      await submitted;
      await settle();
      expect(again).toHaveBeenCalledTimes(1);
      expect(calls.verify).toHaveBeenCalledTimes(1);
    });

    test("in development, and only there, an illegal event is warned of", async () => {
      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      on("confirm", "illegal");
      await started();
      await flow.confirm();
      expect(warn).not.toHaveBeenCalled();
      vi.stubEnv("NODE_ENV", "development");
      try {
        await flow.confirm();
      } finally {
        vi.unstubAllEnvs();
      }
      expect(warn.mock.calls).toStrictEqual([['update-phone: "confirm" is ignored while "editing".']]);
    });
  });

  describe("a failure", () => {
    test.each([
      ["newPhonePassCode", "new"],
      ["oldPhoneNumber", "old"],
      ["updatePhoneToken", undefined],
      [undefined, undefined],
    ])("with the field %s is handed to the machine with the side %s, and shown", async (field, side) => {
      on("submit", "verify");
      const error = failure("ERR_PASS_CODE_WRONG", field);
      calls.verify.mockRejectedValue(error);
      await started();
      await flow.submit();
      expect(events("failed")).toStrictEqual([{ type: "failed", code: "ERR_PASS_CODE_WRONG", side }]);
      expect(flow.getSnapshot().error).toBe(error);
    });

    test("that started a cool-down shows it", async () => {
      on("send", "send-new-code");
      await started();
      calls.sendCode.mockImplementation(async () => {
        calls.cooldown.mockResolvedValue(countdown(90_000));
        throw failure("ERR_RATE_LIMITED");
      });
      await flow.sendNewCode();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(90);
    });

    test("of a store that holds the cool-downs is ignored", async () => {
      calls.cooldown.mockRejectedValue(failure("ERR_PHONE_INVALID"));
      await started();
      expect(flow.getSnapshot()).toMatchObject({ newCooldownSeconds: 0, error: undefined });
    });
  });

  describe("cool-downs", () => {
    test("are looked for when a number is typed that a code can be sent to, and not for others", async () => {
      calls.cooldown.mockImplementation(async () => countdown(40_000));
      await started();
      expect(calls.cooldown.mock.calls).toStrictEqual([["new", NEW]]);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(40);
      const { answer } = machine;
      machine.answer = (event, coolingDown) =>
        event.type === "phone"
          ? { phone: stubPhone("+8612812345678", { isValid: false }) }
          : answer(event, coolingDown);
      flow.setNewPhone("128");
      await settle();
      expect(calls.cooldown).toHaveBeenCalledTimes(1);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
    });

    test("are looked for when the person insists on a possible number", async () => {
      machine.answer = (event) =>
        event.type === "phone" && event.input ? { phone: stubPhone("+8612812345678", { isValid: false }) } : undefined;
      showOn("use-unusual-number", { isUnusualNumberUsed: true });
      await started();
      expect(calls.cooldown).not.toHaveBeenCalled();
      calls.cooldown.mockImplementation(async () => countdown(40_000));
      flow.useUnusualNumber();
      await settle();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(40);
    });

    test("belong to their number: while a slow store is asked, another number does not show the one before", async () => {
      calls.cooldown.mockImplementation(async () => countdown());
      await started();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(60);
      const answers: ((cooldown: Countdown) => void)[] = [];
      calls.cooldown.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
      flow.setNewPhone(OTHER);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
      flow.setNewPhone(NEW);
      answers[0]?.(countdown(30_000));
      await settle();
      expect(flow.getSnapshot().newCooldownSeconds, "that of the number before").toBe(0);
      answers[1]?.(countdown(20_000));
      await settle();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(20);
    });

    test("of a sending to a number that was changed meanwhile is not shown", async () => {
      on("send", "send-new-code");
      await started();
      const sending = flow.sendNewCode();
      flow.setNewPhone(OTHER);
      await sending;
      expect(flow.getSnapshot().newCooldownSeconds).toBe(0);
    });

    test("are looked for again when one may have started elsewhere", async () => {
      await started();
      calls.cooldown.mockImplementation(async () => countdown(25_000));
      notifyWatchers();
      await settle();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(25);
    });

    test("are handed to the machine with each event", async () => {
      const seen: unknown[] = [];
      calls.cooldown.mockImplementation(async () => countdown());
      await started();
      machine.answer = (_, coolingDown) => void seen.push(coolingDown);
      await flow.submit();
      await clock.pass(60_000);
      await flow.submit();
      expect(seen).toStrictEqual([
        { new: true, old: false },
        { new: false, old: false },
      ]);
    });
  });

  describe("the token", () => {
    test("that expires while confirming is an event of the machine", async () => {
      on("submit", "verify");
      showOn("verified", { state: "confirming" });
      await started();
      await flow.submit();
      await clock.pass(59_999);
      expect(events("token-expired")).toStrictEqual([]);
      await clock.pass(1);
      expect(events("token-expired").length).toBe(1);
    });

    test("that expires while in doubt is none", async () => {
      on("submit", "verify");
      showOn("verified", { state: "in-doubt" });
      await started();
      await flow.submit();
      await clock.pass(61_000);
      expect(events("token-expired")).toStrictEqual([]);
      expect(flow.getSnapshot().tokenSeconds).toBe(0);
    });

    test("that expired without listeners is an event at the next subscription", async () => {
      on("submit", "verify");
      showOn("verified", { state: "confirming" });
      showOn("token-expired", { state: "expired" });
      flow = open();
      const unsubscribe = flow.subscribe(() => {});
      await flow.submit();
      unsubscribe();
      expect(clock.timers).toBe(0);
      clock.sleep(61_000);
      expect(flow.getSnapshot().tokenSeconds).toBe(0);
      expect(events("token-expired")).toStrictEqual([]);
      flow.subscribe(() => {});
      await settle();
      expect(events("token-expired").length).toBe(1);
    });
  });

  describe("listeners", () => {
    test("are called after changes, each second of a countdown too, and not otherwise", async () => {
      calls.cooldown.mockImplementation(async () => countdown());
      await started();
      const listener = vi.fn();
      flow.subscribe(listener);
      const snapshot = flow.getSnapshot();
      flow.setNewCode("");
      await clock.pass(500);
      expect(flow.getSnapshot()).toBe(snapshot);
      expect(listener).not.toHaveBeenCalled();
      await clock.pass(2_000);
      expect(listener).toHaveBeenCalledTimes(2);
      expect(flow.getSnapshot()).not.toBe(snapshot);
      flow.setNewPhone(OTHER);
      expect(listener.mock.calls.length).toBeGreaterThan(2);
      expect(flow.getSnapshot().newPhoneInput).toBe(OTHER);
    });

    test("keep the flow subscribed to countdowns and other tabs, and the last one ends that", async () => {
      calls.cooldown.mockImplementation(async () => countdown());
      flow = open();
      const unsubscribers = [flow.subscribe(() => {}), flow.subscribe(() => {})];
      flow.setNewPhone(NEW);
      await settle();
      expect([clock.timers, watchers]).toStrictEqual([1, 1]);
      unsubscribers[0]?.();
      expect([clock.timers, watchers]).toStrictEqual([1, 1]);
      unsubscribers[1]?.();
      expect([clock.timers, watchers]).toStrictEqual([0, 0]);
      clock.sleep(10_000);
      expect(flow.getSnapshot().newCooldownSeconds, "read without listeners").toBe(50);
    });

    test("start the flow by coming", () => {
      flow = open();
      expect(flow.getSnapshot().isReady).toBe(false);
      flow.subscribe(() => {});
      expect(flow.getSnapshot().isReady).toBe(true);
    });
  });

  describe("reset", () => {
    test("empties the form and the machine, and ignores the results of calls in flight", async () => {
      on("submit", "verify");
      await started();
      flow.setNewCode("1234");
      for (const settleCall of [() => verification(), () => Promise.reject(failure("ERR_NETWORK"))]) {
        calls.verify.mockImplementation(async () => settleCall());
        const submitted = flow.submit();
        flow.reset();
        await submitted;
        expect(flow.getSnapshot()).toMatchObject({
          newPhoneInput: "",
          newPhone: undefined,
          newCode: "",
          error: undefined,
          outcome: undefined,
          tokenSeconds: 0,
        });
        expect(machine.events.at(-1)).toStrictEqual({ type: "reset" });
      }
    });
  });

  describe("dispose", () => {
    test("ends everything: no timer, no watcher, no call, no event, and the machine is freed", async () => {
      calls.cooldown.mockImplementation(async () => countdown());
      on("submit", "verify");
      await started();
      await flow.submit();
      expect(clock.timers).toBe(1);
      const listener = vi.fn();
      flow.subscribe(listener);
      flow.dispose();
      expect([clock.timers, watchers, machine.instances.map(({ isFreed }) => isFreed)]).toStrictEqual([0, 0, [true]]);
      const before = machine.events.length;
      flow.setNewPhone(OTHER);
      flow.setNewCode("1234");
      flow.reset();
      await Promise.all([flow.submit(), flow.confirm(), flow.sendNewCode()]);
      flow.subscribe(() => {});
      await settle();
      expect(machine.events.length).toBe(before);
      expect(listener).not.toHaveBeenCalled();
      expect(flow.getSnapshot()).toMatchObject({ newPhoneInput: "", newCode: "", tokenSeconds: 0, isReady: false });
    });

    test("aborts the call in flight, whose failure is ignored", async () => {
      on("send", "send-new-code");
      await started();
      let signal: AbortSignal | undefined;
      calls.sendCode.mockImplementation((_purpose, _phone, _check, given) => {
        signal = given;
        return new Promise((_, reject) => given.addEventListener("abort", () => reject(given.reason as Error)));
      });
      const sending = flow.sendNewCode();
      await settle();
      expect(signal?.aborted).toBe(false);
      flow.dispose();
      expect(signal?.aborted).toBe(true);
      await sending;
      expect(flow.getSnapshot().error).toBe(undefined);
    });
  });

  describe("after a trap", () => {
    test("in its own machine, the form is empty, says so, and works with the next one", async () => {
      await started();
      flow.setNewCode("1234");
      const cause = new WebAssembly.RuntimeError("unreachable");
      machine.answer = (event) => {
        if (event.type === "code" && event.code === "trap") throw cause;
        return undefined;
      };
      flow.setOldCode("trap");
      expect(flow.getSnapshot()).toMatchObject({ newPhoneInput: "", newCode: "", oldCode: "", isReady: true });
      expect(flow.getSnapshot().error).toMatchObject({ code: "ERR_INTERNAL", cause });
      expect(machine.instances.length).toBe(2);
      flow.setNewCode("1234");
      expect(flow.getSnapshot()).toMatchObject({ newCode: "1234", error: undefined });
    });

    test("of something else, what was typed is kept and handed to the next machine", async () => {
      await started();
      flow.setNewCode("1234");
      trap();
      machine.events.length = 0;
      flow.setOldCode("4321");
      expect(machine.instances.length).toBe(2);
      expect(machine.events).toStrictEqual([
        { type: "phone", side: "new", input: NEW },
        { type: "phone", side: "old", input: "" },
        { type: "code", side: "new", code: "1234" },
        { type: "code", side: "old", code: "4321" },
        { type: "code", side: "old", code: "4321" },
      ]);
      expect(flow.getSnapshot()).toMatchObject({ newPhoneInput: NEW, newCode: "1234", oldCode: "4321" });
      expect(flow.getSnapshot().error?.code).toBe("ERR_INTERNAL");
    });

    test("the token is gone, and the result of the call in flight is ignored", async () => {
      on("submit", "verify");
      on("confirm", "update");
      await started();
      await flow.submit();
      let finish = (_: UpdatePhoneResponse): void => {};
      calls.update.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
      const confirmed = flow.confirm();
      await settle();
      trap();
      expect(flow.getSnapshot().tokenSeconds).toBe(60);
      flow.setNewCode("1");
      expect(flow.getSnapshot().tokenSeconds).toBe(0);
      finish({ outcome: "confirmed" } as UpdatePhoneResponse);
      await confirmed;
      expect(flow.getSnapshot().outcome).toBe(undefined);
    });
  });
});
