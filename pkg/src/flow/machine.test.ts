import { beforeEach, expect, test, vi } from "vitest";
import { requireCore } from "../loading.js";
import { EDITING, StubMachine } from "../testing/stub-machine.js";
import { loadStub, trap } from "../testing/stub-module.js";
import { Machine } from "./machine.js";

const OPTIONS = { verifyOldPhone: "auto", confirm: false, autoSubmitLength: 0, phoneCheck: "mobile" } as const;

let stub: StubMachine;
/** Which numbers are cooling down. */
let coolingDown: { new: boolean; old: boolean };
const owner = { getCoolingDown: () => ({ ...coolingDown }), onTrap: vi.fn(), onInstanceLost: vi.fn() };
let machine: Machine;

beforeEach(async () => {
  stub = new StubMachine();
  coolingDown = { new: false, old: false };
  owner.onTrap.mockReset();
  owner.onInstanceLost.mockReset();
  await loadStub(stub.exports);
  machine = new Machine(owner);
});

test("before it is started it has no view and answers nothing", () => {
  expect([machine.isStarted, machine.view, machine.handle({ type: "submit" })]).toStrictEqual([
    false,
    undefined,
    undefined,
  ]);
  machine.free();
  expect(stub.instances).toStrictEqual([]);
});

test("events are handed over with the cool-downs of that moment", () => {
  machine.start(requireCore(), OPTIONS);
  expect(stub.instances).toStrictEqual([{ options: OPTIONS, isFreed: false }]);
  const seen: unknown[] = [];
  stub.answer = (event, cooling) => {
    seen.push([event, cooling]);
    return { effects: ["update"] };
  };
  coolingDown.old = true;
  expect(machine.handle({ type: "submit" })?.effects).toStrictEqual(["update"]);
  expect(seen).toStrictEqual([[{ type: "submit" }, { new: false, old: true }]]);
});

test("the view comes with the answers, and is asked for only when a cool-down has begun or ended since", () => {
  machine.start(requireCore(), OPTIONS);
  stub.shown = { ...EDITING, state: "verifying" };
  machine.handle({ type: "submit" });
  expect([machine.view?.state, machine.view?.state]).toStrictEqual(["verifying", "verifying"]);
  expect(stub.viewed).toStrictEqual([]);
  stub.shown = { ...EDITING, state: "editing" };
  coolingDown.new = true;
  expect([machine.view?.state, machine.view?.state]).toStrictEqual(["editing", "editing"]);
  expect(stub.viewed).toStrictEqual([{ new: true, old: false }]);
  coolingDown.new = false;
  expect(machine.view?.state).toBe("editing");
  expect(stub.viewed.length).toBe(2);
});

test("an answer without a view keeps the previous one", () => {
  machine.start(requireCore(), OPTIONS);
  stub.shown = { ...EDITING, state: "verifying" };
  machine.handle({ type: "submit" });
  stub.answer = () => ({ view: undefined as never });
  machine.handle({ type: "submit" });
  expect(machine.view?.state).toBe("verifying");
  expect(stub.viewed).toStrictEqual([]);
});

test("a trap in its own call discards the instance and is handed to the owner, which may start it again", () => {
  const core = requireCore();
  machine.start(core, OPTIONS);
  const cause = new WebAssembly.RuntimeError("unreachable");
  stub.answer = () => {
    throw cause;
  };
  expect(machine.handle({ type: "submit" })).toBe(undefined);
  expect(owner.onTrap.mock.calls).toStrictEqual([[cause]]);
  expect(machine.isStarted).toBe(false);
  expect(requireCore()).not.toBe(core);
  stub.answer = () => undefined;
  machine.start(requireCore(), OPTIONS);
  expect(machine.handle({ type: "submit" })).toBeDefined();
  expect(owner.onInstanceLost).not.toHaveBeenCalled();
});

test("when something else trapped in its instance, the owner is notified before the next call, which goes to the next machine", () => {
  machine.start(requireCore(), OPTIONS);
  trap();
  owner.onInstanceLost.mockImplementation(() => machine.start(requireCore(), OPTIONS));
  expect(machine.handle({ type: "submit" })).toBeDefined();
  expect(owner.onInstanceLost).toHaveBeenCalledTimes(1);
  expect(stub.instances.length).toBe(2);
  expect(owner.onTrap).not.toHaveBeenCalled();
});

test("a lost machine that is not started again has no view", () => {
  machine.start(requireCore(), OPTIONS);
  machine.handle({ type: "submit" });
  trap();
  expect(machine.view).toBe(undefined);
  expect([owner.onInstanceLost.mock.calls.length, machine.isStarted]).toStrictEqual([1, false]);
});

test("free gives its memory back, once", () => {
  machine.start(requireCore(), OPTIONS);
  machine.free();
  machine.free();
  expect(stub.instances).toStrictEqual([{ options: OPTIONS, isFreed: true }]);
  expect([machine.isStarted, machine.view]).toStrictEqual([false, undefined]);
});
