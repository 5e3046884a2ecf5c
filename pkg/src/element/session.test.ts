import { expect, test, vi } from "vitest";
import { requireCore } from "../loading.js";
import { writeRecord } from "../testing/phone-record.js";
import { loadStub } from "../testing/stub-module.js";
import type { Client, Flow, FlowSnapshot } from "../types.js";
import type { Host } from "./host.js";
import { Session } from "./session.js";
import english from "./texts/en-US.js";

const NEW = { e164: "+8613912345678", internationalFormat: "+86 139 1234 5678" } as FlowSnapshot["newPhone"];

/** A session over a flow that shows what the test sets. */
function open() {
  const host = {
    texts: english,
    languageTag: "en",
    root: { activeElement: null },
    requestUpdate: vi.fn(),
    announce: vi.fn(),
    focusLater: vi.fn(),
    dispatch: vi.fn(),
  };
  const session = new Session(host as unknown as Host);
  let snapshot = { ...session.snapshot, isReady: true };
  let notify = (): void => undefined;
  const flow = {
    getSnapshot: () => snapshot,
    subscribe: (listener: () => void) => {
      notify = listener;
      return vi.fn();
    },
    setNewPhone: vi.fn(),
    setOldPhone: vi.fn(),
    setNewCode: vi.fn(),
    submit: vi.fn(),
    confirm: vi.fn(),
    reset: vi.fn(),
    dispose: vi.fn(),
  };
  const client = {
    sendCode: vi.fn(),
    updatePhoneRequest: vi.fn(),
    updatePhone: vi.fn(),
    createFlow: () => flow as unknown as Flow,
  } as unknown as Client;
  session.connect();
  session.setClient(client, {});
  const show = (change: Partial<FlowSnapshot>): void => {
    snapshot = { ...snapshot, ...change };
    notify();
  };
  return { session, host, flow, client, show };
}

test("the view of a change that is under way is that of the state before it", () => {
  const { session, show } = open();
  show({ state: "confirming", tokenSeconds: 60 });
  show({ state: "updating" });
  expect([session.snapshot.state, session.displayedState, session.isBusy]).toStrictEqual([
    "updating",
    "confirming",
    true,
  ]);
});

test("events carry the snapshot without codes, each when it happens", () => {
  const { host, show } = open();
  show({ newPhone: NEW, newCode: "123456", oldCode: "654321" });
  show({ state: "done", newCode: "" });
  const names = host.dispatch.mock.calls.map(([name]) => name);
  expect(names).toContain("update-phone-state");
  expect(names.filter((name) => name === "update-phone-done")).toHaveLength(1);
  for (const [, detail] of host.dispatch.mock.calls) {
    expect(detail).not.toHaveProperty("newCode");
    expect(detail).not.toHaveProperty("oldCode");
  }
});

test("a state that asks for a decision gets the focus on its heading", () => {
  for (const state of ["confirming", "in-doubt", "done"] as const) {
    const { host, show } = open();
    show({ state });
    expect(host.focusLater).toHaveBeenLastCalledWith("heading");
  }
});

test("typing a number renders nothing, since the field shows it itself", () => {
  const { host, show } = open();
  host.requestUpdate.mockClear();
  show({ newPhoneInput: "139", newPhone: NEW });
  expect(host.requestUpdate).not.toHaveBeenCalled();
  show({ isOldPhoneRequired: true });
  expect(host.requestUpdate).toHaveBeenCalled();
});

test("the number before the change is the one that was known when it was verified", async () => {
  await loadStub({
    recordAddress: () => 0,
    readNumber: (number) =>
      writeRecord(requireCore(), 0, { countryCode: number.slice(0, 3), nationalNumber: number.slice(3) }),
    formatTyped: (text) => ({ text, caret: text.length }),
    countries: () => [],
  });
  const { session, show } = open();
  session.setCurrentPhone("+8618812345678");
  show({ state: "verifying" });
  show({ state: "updating" });
  session.setCurrentPhone("+85251234567");
  show({ state: "done", newPhone: NEW });
  expect(session.currentNumber?.e164).toBe("+8618812345678");
});

test("another client disposes of the flow of the former one", () => {
  const { session, flow } = open();
  session.setClient(undefined, {});
  expect(flow.dispose).toHaveBeenCalledOnce();
  expect(session.snapshot.isReady).toBe(false);
});
