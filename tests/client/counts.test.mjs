// How many SMS a person gets, and how often codes and tokens are sent, for what a page does twice. The service here sends as often as it
// is asked, so that only the client counts. Prints the table; two real tabs are in tabs.test.mjs.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { MemoryStore, NEW, printTable, setStage } from "../support/stage.mjs";
import { installLocks } from "../support/web-locks.mjs";

const SENDING = { purpose: "new", phone: `+86${NEW}` };

const rows = [["what happens", "calls", "SMS", "verifications", "changes", "what the callers get"]];
after(() => printTable(rows));

/** Lets a situation make its calls and counts what reached the service: one SMS, or a verification and a change. */
function count(situation, act, expected = { sms: 1, verified: 0, changed: 0 }) {
  test(`${situation}: once`, async (t) => {
    const stage = setStage({ smsIntervalSeconds: 0 });
    const outcomes = await Promise.all(
      (await act(stage, t)).map((call) =>
        call.then(
          (brought) => brought ?? "done",
          ({ code, retryAfterMs }) => `${code.replace("ERR_", "")}, wait ${Math.ceil(retryAfterMs / 1000)} s`,
        ),
      ),
    );
    const { emulator, network } = stage;
    const [sms, verified, changed] = [
      emulator.inbox().length,
      network.count("verify-update-phone-request"),
      network.count("update-phone"),
    ];
    const said = outcomes.map((outcome) => (typeof outcome === "string" ? outcome : (outcome.outcome ?? "sent")));
    rows.push([situation, outcomes.length, sms, verified, changed, said.join("; ")]);
    assert.deepEqual({ sms, verified, changed }, expected);
    assert.ok(said.some((each) => !each.includes("wait")));
  });
}

count("double mount, one client", async ({ client }) => [client.sendCode(SENDING), client.sendCode(SENDING)]);

count("mounted twice, and the first one unmounted, one client", async ({ client, network }) => {
  const held = network.hold("send-sms");
  const mounted = new AbortController();
  const first = client.sendCode(SENDING, { signal: mounted.signal });
  const second = client.sendCode(SENDING);
  await held.arrival;
  mounted.abort("unmounted");
  await assert.rejects(first, (reason) => reason === "unmounted");
  held.release();
  return [second];
});

count("mount, unmount and mount again in one go, one client", async ({ client }) => {
  const mounted = new AbortController();
  const first = client.sendCode(SENDING, { signal: mounted.signal });
  mounted.abort("unmounted");
  const second = client.sendCode(SENDING);
  await assert.rejects(first, (reason) => reason === "unmounted");
  return [second];
});

count("triple click, the answer still on its way", async ({ client, network }) => {
  const held = network.hold("send-sms");
  const calls = [client.sendCode(SENDING)];
  await held.arrival;
  for (let click = 0; click < 2; click += 1) {
    await settle();
    calls.push(client.sendCode(SENDING));
  }
  await settle();
  held.release();
  return calls;
});

count("triple click, each after the answer", async ({ client, clock }) => {
  const calls = [];
  for (let click = 0; click < 3; click += 1) {
    calls.push(client.sendCode(SENDING));
    await Promise.allSettled(calls);
    await clock.pass(300);
  }
  return calls;
});

count("a click, a reload and a click", async ({ clientOf, clock }) => {
  const storage = new MemoryStore();
  const before = clientOf({ storage });
  const first = before.sendCode(SENDING);
  await first;
  before.dispose();
  await clock.pass(2_000);
  return [first, clientOf({ storage }).sendCode(SENDING)];
});

count("double mount, a client each, one store, Web Locks", async ({ clientOf }, t) => {
  installLocks(t);
  const storage = new MemoryStore();
  return [clientOf({ storage }).sendCode(SENDING), clientOf({ storage }).sendCode(SENDING)];
});

count("five clients at once, one asynchronous store, Web Locks", async ({ clientOf }, t) => {
  installLocks(t);
  const memory = new MemoryStore();
  const later =
    (use) =>
    async (...given) => (await settle(), use(...given));
  const storage = {
    getItem: later(memory.getItem),
    setItem: later(memory.setItem),
    removeItem: later(memory.removeItem),
  };
  return Array.from({ length: 5 }, () => clientOf({ storage }).sendCode(SENDING));
});

const CHANGED = { sms: 2, verified: 1, changed: 1 };

count(
  "three clicks on a button that changes the number",
  async ({ client, codes }) => {
    const request = await codes();
    return [1, 2, 3].map(() => client.changePhone(request));
  },
  CHANGED,
);

/** A flow with both numbers typed and both codes sent; the old phone's code is typed, too. */
async function readyFlow({ client, codeOf, user }, options) {
  const flow = client.createFlow({ verifyOldPhone: true, ...options });
  flow.subscribe(() => undefined);
  flow.setNewPhone(SENDING.phone);
  flow.setOldPhone(`+86${user.phone}`);
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setOldCode(codeOf(`+86${user.phone}`));
  return flow;
}

const isDone = (flow) =>
  new Promise((resolve) => {
    const look = () => flow.getSnapshot().state === "done" && resolve();
    flow.subscribe(look);
    look();
  });

count(
  "auto-submit plus click",
  async (stage) => {
    const flow = await readyFlow(stage, { autoSubmitLength: 6 });
    flow.setNewCode(stage.codeOf(SENDING.phone));
    return [isDone(flow), flow.submit()];
  },
  CHANGED,
);

count(
  "a triple click on submit",
  async (stage) => {
    const flow = await readyFlow(stage);
    flow.setNewCode(stage.codeOf(SENDING.phone));
    return [flow.submit(), flow.submit(), flow.submit()];
  },
  CHANGED,
);

count("a triple click on the button that sends a code, in a flow", async ({ client }) => {
  const flow = client.createFlow();
  flow.subscribe(() => undefined);
  flow.setNewPhone(SENDING.phone);
  return [flow.sendNewCode(), flow.sendNewCode(), flow.sendNewCode()];
});

count("two flows of one client that send a code at once", async ({ client }) => {
  const flows = [client.createFlow(), client.createFlow()];
  for (const flow of flows) {
    flow.subscribe(() => undefined);
    flow.setNewPhone(SENDING.phone);
  }
  return flows.map((flow) => flow.sendNewCode());
});
