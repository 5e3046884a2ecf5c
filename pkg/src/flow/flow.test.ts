import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { requireCore } from "../loading.js";
import { failure, FlowStage } from "../testing/flow-stage.js";
import { settle } from "../testing/held-clock.js";
import { EDITING, stubPhone } from "../testing/stub-machine.js";
import { loadStub, trap } from "../testing/stub-module.js";
import type { FlowOptions, PhoneInput, UpdatePhoneRequestResponse, UpdatePhoneResponse } from "../types.js";
import type { ChangePhoneFlow } from "./flow.js";

const NEW = "+8613912345678";
const OTHER = "+8613987654321";
const OLD = "+8613900000000";

let stage: FlowStage;
let flow: ChangePhoneFlow;

beforeEach(() => {
  stage = new FlowStage();
  flow = stage.open();
});

// First in this file, since the module stays loaded afterwards.
describe("before the module is loaded", () => {
  test("what is typed is kept, and handed over when the module is there: the codes after the numbers", async () => {
    let load = (): void => {};
    stage.calls.load.mockImplementation(async () => {
      await new Promise<void>((resolve) => (load = resolve));
      await loadStub(stage.machine.exports);
      return requireCore();
    });
    // As the real one does for a number that it has not seen.
    stage.on("phone", "clear-new-code", "clear-old-code");
    flow.setNewPhone("13912345678");
    flow.setNewCode("1234");
    expect(flow.getSnapshot()).toMatchObject({
      isReady: false,
      state: "editing",
      newPhoneInput: "13912345678",
      newPhone: undefined,
      newCode: "1234",
    });
    expect(stage.calls.load).toHaveBeenCalledTimes(1);
    load();
    await vi.waitFor(() => expect(flow.getSnapshot().isReady).toBe(true));
    expect(flow.getSnapshot().newCode).toBe("1234");
    expect(flow.getSnapshot().newPhone?.e164).toBe("13912345678");
    expect(stage.machine.events).toStrictEqual([
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
    stage.calls.load.mockRejectedValueOnce(error).mockImplementation(async () => {
      await fresh.loadStub(stage.machine.exports);
      return fresh.requireCore();
    });
    const freshFlow = new fresh.ChangePhoneFlow(stage.client, {});
    await freshFlow.sendNewCode();
    expect(freshFlow.getSnapshot()).toMatchObject({ isReady: false, error });
    freshFlow.setNewCode("1234");
    expect(freshFlow.getSnapshot().error).toBe(undefined);
    await vi.waitFor(() => expect(freshFlow.getSnapshot().isReady).toBe(true));
    expect(freshFlow.getSnapshot().newCode).toBe("1234");
  });
});

describe("with the module loaded", () => {
  beforeEach(() => loadStub(stage.machine.exports));
  afterEach(() => flow.dispose());

  /** A flow with a new number typed, to which somebody listens. */
  async function started(options: FlowOptions = {}): Promise<void> {
    flow = stage.open(options);
    flow.subscribe(() => {});
    flow.setNewPhone(NEW);
    await settle();
  }

  describe("options", () => {
    test("are handed to the machine with their defaults, and with the client's check", async () => {
      await started();
      await started({ verifyOldPhone: true, confirm: true, autoSubmitLength: 6, phoneCheck: "valid" });
      expect(stage.machine.instances.map(({ options }) => options)).toStrictEqual([
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
      expect(stage.machine.events.slice(-1)).toStrictEqual([{ type: "code", side: "old", code: "4321" }]);
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
      expect(stage.machine.events).toStrictEqual([]);
      await started();
      refuse();
    });

    test("clears the error", async () => {
      stage.on("send", "send-new-code");
      stage.calls.sendCode.mockRejectedValue(failure("ERR_NETWORK"));
      await started();
      await flow.sendNewCode();
      expect(flow.getSnapshot().error?.code).toBe("ERR_NETWORK");
      flow.setNewCode("1");
      expect(flow.getSnapshot().error).toBe(undefined);
    });

    test("is ignored when the number was changed, until a reset", async () => {
      stage.showOn("submit", { state: "done" });
      stage.showOn("reset", { state: "editing" });
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
      stage.on("send", "send-new-code");
      await started();
      await flow.sendNewCode();
      expect(stage.calls.sendCode.mock.calls).toStrictEqual([["new", NEW, "mobile", expect.any(AbortSignal)]]);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(60);
      expect(stage.machine.events.slice(-2)).toStrictEqual([
        { type: "send", side: "new" },
        { type: "sent", side: "new" },
      ]);
      await stage.clock.pass(10_000);
      expect(flow.getSnapshot().newCooldownSeconds).toBe(50);
    });

    test("a code for the old number is sent for the purpose of the old number", async () => {
      stage.on("send", "send-old-code");
      await started();
      flow.setOldPhone(OLD);
      await flow.sendOldCode();
      expect(stage.calls.sendCode.mock.calls).toStrictEqual([["old", OLD, "mobile", expect.any(AbortSignal)]]);
      expect(flow.getSnapshot()).toMatchObject({ newCooldownSeconds: 0, oldCooldownSeconds: 60 });
    });

    test("an unusual number that the person insists on needs only to be possible", async () => {
      stage.on("send", "send-new-code");
      stage.showOn("use-unusual-number", { isUnusualNumberUsed: true });
      await started({ phoneCheck: "valid" });
      await flow.sendNewCode();
      flow.useUnusualNumber();
      await flow.sendNewCode();
      expect(stage.calls.sendCode.mock.calls.map(([, , check]) => check)).toStrictEqual(["valid", "possible"]);
    });

    test("a verification has the new number and code alone, unless the old ones are required", async () => {
      stage.on("submit", "verify");
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
      expect(stage.calls.verify.mock.calls).toStrictEqual([[request, "mobile", expect.any(AbortSignal)]]);
      stage.machine.shown = { ...EDITING, isOldPhoneRequired: true };
      flow.setNewCode("1234");
      await flow.submit();
      const oldRequest = {
        oldPhoneCountryCode: "+86",
        oldPhoneNumber: OLD.slice(3),
        oldPhonePassCode: "4321",
      };
      expect(stage.calls.verify.mock.calls[1]?.[0]).toStrictEqual({ ...request, ...oldRequest });
    });

    test("a verified token is shown with its time and spent by the update, whose outcome is shown", async () => {
      stage.on("submit", "verify");
      stage.on("confirm", "update");
      await started();
      await flow.submit();
      expect(flow.getSnapshot().tokenSeconds).toBe(60);
      expect(stage.events("verified").length).toBe(1);
      await flow.confirm();
      expect(stage.calls.update.mock.calls[0]?.[0]).toMatchObject({ data: { updatePhoneToken: "token" } });
      expect(flow.getSnapshot().outcome).toBe("confirmed");
      expect(stage.events("updated").length).toBe(1);
    });

    test.each([
      ["another new number", () => flow.setNewPhone(OTHER)],
      ["another old number", () => flow.setOldPhone(OTHER)],
      ["no number", () => flow.setNewPhone("")],
    ])("%s typed during the change is not shown as the changed one", async (_, type) => {
      stage.on("submit", "verify");
      stage.on("verified", "update");
      flow.setNewPhone(NEW);
      flow.setOldPhone(OLD);
      let answer = (_: UpdatePhoneResponse): void => {};
      stage.calls.update.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
      const submitting = flow.submit();
      await settle();
      type();
      answer({ outcome: "confirmed" } as UpdatePhoneResponse);
      await submitting;
      const { newPhone, oldPhone, newPhoneInput, oldPhoneInput } = flow.getSnapshot();
      expect([newPhone?.e164, oldPhone?.e164]).toStrictEqual([NEW, OLD]);
      expect([newPhoneInput, oldPhoneInput]).toStrictEqual([NEW, OLD]);
    });

    test("what is typed during a change that fails stays for the next attempt", async () => {
      stage.on("submit", "verify");
      stage.on("verified", "update");
      flow.setNewPhone(NEW);
      stage.calls.update.mockImplementation(async () => {
        flow.setNewPhone(OTHER);
        throw failure("ERR_SERVER");
      });
      await flow.submit();
      expect(flow.getSnapshot().newPhoneInput).toBe(OTHER);
    });

    test("a submit that verifies and then updates is over when both are", async () => {
      stage.on("submit", "verify");
      stage.on("verified", "update");
      await started();
      await flow.submit();
      expect(stage.machine.events.slice(-3).map(({ type }) => type)).toStrictEqual(["submit", "verified", "updated"]);
    });

    test("codes are cleared and a token is forgotten", async () => {
      stage.on("submit", "verify");
      stage.on("confirm", "clear-new-code", "clear-old-code", "forget-token");
      await started();
      await flow.submit();
      flow.setNewCode("1234");
      flow.setOldCode("4321");
      await flow.confirm();
      expect(flow.getSnapshot()).toMatchObject({ newCode: "", oldCode: "", tokenSeconds: 0 });
    });

    test("an event that is illegal now changes nothing, and its promise waits for the call in flight", async () => {
      stage.on("submit", "verify");
      await started();
      let finish = (_: UpdatePhoneRequestResponse): void => {};
      stage.calls.verify.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
      const submitted = flow.submit();
      await settle();
      stage.on("submit", "illegal");
      const again = vi.fn();
      void flow.submit().then(again);
      await settle();
      expect(again).not.toHaveBeenCalled();
      finish(stage.verification());
      await submitted;
      await settle();
      expect(again).toHaveBeenCalledTimes(1);
      expect(stage.calls.verify).toHaveBeenCalledTimes(1);
    });

    test("in development, and only there, an illegal event is warned of", async () => {
      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      stage.on("confirm", "illegal");
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
      stage.on("submit", "verify");
      const error = failure("ERR_PASS_CODE_WRONG", field);
      stage.calls.verify.mockRejectedValue(error);
      await started();
      await flow.submit();
      expect(stage.events("failed")).toStrictEqual([{ type: "failed", code: "ERR_PASS_CODE_WRONG", side }]);
      expect(flow.getSnapshot().error).toBe(error);
    });

    test("that started a cool-down shows it", async () => {
      stage.on("send", "send-new-code");
      await started();
      stage.calls.sendCode.mockImplementation(async () => {
        stage.calls.cooldown.mockResolvedValue(stage.countdown(90_000));
        throw failure("ERR_RATE_LIMITED");
      });
      await flow.sendNewCode();
      expect(flow.getSnapshot().newCooldownSeconds).toBe(90);
    });

    test("of a store that holds the cool-downs is ignored", async () => {
      stage.calls.cooldown.mockRejectedValue(failure("ERR_PHONE_INVALID"));
      await started();
      expect(flow.getSnapshot()).toMatchObject({ newCooldownSeconds: 0, error: undefined });
    });
  });

  describe("reset", () => {
    test("empties the form and the machine, and ignores the results of calls in flight", async () => {
      stage.on("submit", "verify");
      await started();
      flow.setNewCode("1234");
      for (const settleCall of [() => stage.verification(), () => Promise.reject(failure("ERR_NETWORK"))]) {
        stage.calls.verify.mockImplementation(async () => settleCall());
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
        expect(stage.machine.events.at(-1)).toStrictEqual({ type: "reset" });
      }
    });
  });

  describe("dispose", () => {
    test("ends everything: no timer, no watcher, no call, no event, and the machine is freed", async () => {
      stage.calls.cooldown.mockImplementation(async () => stage.countdown());
      stage.on("submit", "verify");
      await started();
      await flow.submit();
      expect(stage.clock.timers).toBe(1);
      const listener = vi.fn();
      flow.subscribe(listener);
      flow.dispose();
      expect([stage.clock.timers, stage.watchers, stage.machine.instances.map(({ isFreed }) => isFreed)]).toStrictEqual(
        [0, 0, [true]],
      );
      const before = stage.machine.events.length;
      flow.setNewPhone(OTHER);
      flow.setNewCode("1234");
      flow.reset();
      await Promise.all([flow.submit(), flow.confirm(), flow.sendNewCode()]);
      flow.subscribe(() => {});
      await settle();
      expect(stage.machine.events.length).toBe(before);
      expect(listener).not.toHaveBeenCalled();
      expect(flow.getSnapshot()).toMatchObject({ newPhoneInput: "", newCode: "", tokenSeconds: 0, isReady: false });
    });

    test("aborts the call in flight, whose failure is ignored", async () => {
      stage.on("send", "send-new-code");
      await started();
      let signal: AbortSignal | undefined;
      stage.calls.sendCode.mockImplementation((_purpose, _phone, _check, given) => {
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
      stage.machine.answer = (event) => {
        if (event.type === "code" && event.code === "trap") throw cause;
        return undefined;
      };
      flow.setOldCode("trap");
      expect(flow.getSnapshot()).toMatchObject({ newPhoneInput: "", newCode: "", oldCode: "", isReady: true });
      expect(flow.getSnapshot().error).toMatchObject({ code: "ERR_INTERNAL", cause });
      expect(stage.machine.instances.length).toBe(2);
      flow.setNewCode("1234");
      expect(flow.getSnapshot()).toMatchObject({ newCode: "1234", error: undefined });
    });

    test("of something else, what was typed is kept and handed to the next machine", async () => {
      await started();
      flow.setNewCode("1234");
      trap();
      stage.machine.events.length = 0;
      flow.setOldCode("4321");
      expect(stage.machine.instances.length).toBe(2);
      expect(stage.machine.events).toStrictEqual([
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
      stage.on("submit", "verify");
      stage.on("confirm", "update");
      await started();
      await flow.submit();
      let finish = (_: UpdatePhoneResponse): void => {};
      stage.calls.update.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
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
