// The form without the form, in the packed package, against the emulator.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { HeldClock, settle } from "../support/held-clock.mjs";
import { entryUrl, updatePhonePackage } from "../support/packed.mjs";

const { createClient, init } = updatePhonePackage;
const { createEmulator } = await import(entryUrl("update-phone/emulator"));

const NEW = "+86 139 1234 5678";
const NEW_E164 = "+8613912345678";
const OTHER = "+86 139 8765 4321";

let clock;
let emulator;
let user;
let client;
/** The operations that were sent. */
let sent;

beforeEach(() => {
  clock = new HeldClock();
  emulator = createEmulator({ clock, language: "zh-CN" });
  [user] = emulator.users;
  sent = [];
  client = clientOf();
});

function clientOf(options = {}) {
  return createClient({
    host: "https://example.authing.cn",
    appId: user.appId,
    accessToken: user.accessToken,
    language: "zh-CN",
    clock,
    fetch: (url, init_) => emulator.fetch(url, init_),
    onRequest: ({ operation }) => sent.push(operation),
    ...options,
  });
}

const oldPhone = () => `${user.phoneCountryCode}${user.phone}`;
const codeOf = (e164) => emulator.inbox().findLast(({ to }) => to === e164).code;
const phoneOfUser = () => `${emulator.users[0].phoneCountryCode}${emulator.users[0].phone}`;
const smsSent = () => emulator.inbox().length;

/** A flow with both codes typed. */
async function readyFlow(options = {}, changed = client) {
  const flow = changed.createFlow({ verifyOldPhone: true, ...options });
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  flow.setOldPhone(oldPhone());
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setOldCode(codeOf(oldPhone()));
  if (!options.autoSubmitLength) flow.setNewCode(codeOf(NEW_E164));
  return flow;
}

const states = (flow) => {
  const seen = [];
  flow.subscribe(() => {
    const { state } = flow.getSnapshot();
    if (seen.at(-1) !== state) seen.push(state);
  });
  return seen;
};

test("a number is changed, step by step", async () => {
  const flow = await readyFlow();
  const seen = states(flow);
  assert.equal(flow.getSnapshot().can.submit, true);
  await flow.submit();
  const snapshot = flow.getSnapshot();
  assert.deepEqual(seen, ["verifying", "updating", "done"]);
  assert.equal(snapshot.outcome, "confirmed");
  assert.equal(snapshot.error, undefined);
  assert.equal(snapshot.newCode, "");
  assert.equal(phoneOfUser(), NEW_E164);
});

test("with confirm it waits, with the token's time, for the last word", async () => {
  const flow = await readyFlow({ confirm: true });
  await flow.submit();
  assert.equal(flow.getSnapshot().state, "confirming");
  assert.equal(flow.getSnapshot().tokenSeconds, 60);
  await clock.pass(10_000);
  assert.equal(flow.getSnapshot().tokenSeconds, 50);
  await flow.confirm();
  assert.equal(flow.getSnapshot().state, "done");
});

test("expiry while confirming leads back with everything but the codes, and new ones can be sent", async () => {
  const flow = await readyFlow({ confirm: true });
  await flow.submit();
  await clock.pass(60_000);
  const snapshot = flow.getSnapshot();
  assert.equal(snapshot.state, "expired");
  assert.equal(snapshot.newPhone.e164, NEW_E164);
  assert.deepEqual([snapshot.newCode, snapshot.oldCode, snapshot.tokenSeconds], ["", "", 0]);
  assert.deepEqual([snapshot.newCooldownSeconds, snapshot.can.sendNewCode], [0, true]);
  await flow.sendNewCode();
  assert.equal(flow.getSnapshot().state, "editing");
});

test("who rests while the token expires finds it expired when somebody looks again", async () => {
  const flow = client.createFlow({ verifyOldPhone: true, confirm: true });
  const stop = flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  flow.setOldPhone(oldPhone());
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setNewCode(codeOf(NEW_E164));
  flow.setOldCode(codeOf(oldPhone()));
  await flow.submit();
  stop();
  assert.equal(clock.timers, 0);
  clock.sleep(61_000);
  assert.equal(flow.getSnapshot().tokenSeconds, 0);
  flow.subscribe(() => {});
  await settle();
  assert.equal(flow.getSnapshot().state, "expired");
});

test("a flow works before the module is loaded: what is typed is kept and judged then", async () => {
  const flow = client.createFlow();
  const first = flow.getSnapshot();
  assert.equal(first.isReady, false);
  flow.setNewPhone(NEW);
  flow.setNewCode("1234");
  assert.equal(flow.getSnapshot().newPhoneInput, NEW);
  await init();
  await settle();
  const snapshot = flow.getSnapshot();
  assert.equal(snapshot.isReady, true);
  assert.equal(snapshot.newPhone.e164, NEW_E164);
  assert.equal(snapshot.newCode, "1234");
  assert.equal(snapshot.can.submit, true);
});

test("the old phone appears when the service asks for it, with the new code still good", async () => {
  const flow = client.createFlow();
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  const code = codeOf(NEW_E164);
  flow.setNewCode(code);
  assert.equal(flow.getSnapshot().isOldPhoneRequired, false);
  await flow.submit();
  let snapshot = flow.getSnapshot();
  assert.equal(snapshot.error.code, "ERR_OLD_PHONE_REQUIRED");
  assert.deepEqual([snapshot.state, snapshot.isOldPhoneRequired, snapshot.newCode], ["editing", true, code]);
  flow.setOldPhone(oldPhone());
  await flow.sendOldCode();
  flow.setOldCode(codeOf(oldPhone()));
  await flow.submit();
  snapshot = flow.getSnapshot();
  assert.deepEqual([snapshot.state, snapshot.error], ["done", undefined]);
});

test("a triple click sends one SMS, submits once and confirms once", async () => {
  const flow = client.createFlow({ verifyOldPhone: true, confirm: true });
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  flow.setOldPhone(oldPhone());
  await Promise.all([flow.sendNewCode(), flow.sendNewCode(), flow.sendNewCode()]);
  assert.equal(smsSent(), 1);
  await flow.sendOldCode();
  flow.setNewCode(codeOf(NEW_E164));
  flow.setOldCode(codeOf(oldPhone()));
  await Promise.all([flow.submit(), flow.submit(), flow.submit()]);
  await Promise.all([flow.confirm(), flow.confirm(), flow.confirm()]);
  assert.deepEqual(sent, ["send-sms", "send-sms", "verify-update-phone-request", "update-phone"]);
});

test("a code that submits itself and a click submit it once", async () => {
  const flow = await readyFlow({ autoSubmitLength: 6 });
  sent.length = 0;
  flow.setNewCode(codeOf(NEW_E164));
  await Promise.all([flow.submit(), flow.submit()]);
  await settle();
  assert.deepEqual(sent, ["verify-update-phone-request", "update-phone"]);
  assert.equal(flow.getSnapshot().state, "done");
});

test("a double mount, two flows of one client that send at once, sends one SMS", async () => {
  const flows = [client.createFlow(), client.createFlow()];
  for (const flow of flows) {
    flow.subscribe(() => {});
    flow.setNewPhone(NEW);
  }
  await Promise.all(flows.map((flow) => flow.sendNewCode()));
  assert.equal(smsSent(), 1);
  for (const flow of flows) {
    const { newCooldownSeconds, error, can } = flow.getSnapshot();
    assert.deepEqual([newCooldownSeconds, error, can.sendNewCode], [60, undefined, false]);
  }
});

test("the cool-down belongs to the number: another number has its own, and the first one finds its again", async () => {
  const flow = client.createFlow();
  flow.subscribe(() => {});
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  assert.equal(flow.getSnapshot().newCooldownSeconds, 60);
  flow.setNewPhone(OTHER);
  await settle();
  assert.deepEqual([flow.getSnapshot().newCooldownSeconds, flow.getSnapshot().can.sendNewCode], [0, true]);
  await clock.pass(20_000);
  flow.setNewPhone(NEW);
  await settle();
  assert.deepEqual([flow.getSnapshot().newCooldownSeconds, flow.getSnapshot().can.sendNewCode], [40, false]);
  await clock.pass(40_000);
  assert.deepEqual([flow.getSnapshot().newCooldownSeconds, flow.getSnapshot().can.sendNewCode], [0, true]);
});

test("another number takes its code with it", async () => {
  const flow = await readyFlow();
  flow.setNewPhone(OTHER);
  assert.deepEqual([flow.getSnapshot().newCode, flow.getSnapshot().can.submit], ["", false]);
});

test("a wrong code is told, cleared, and never sent again", async () => {
  emulator = createEmulator({ clock, language: "zh-CN", verifyOldPhone: false });
  [user] = emulator.users;
  client = clientOf();
  const flow = client.createFlow();
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  const wrong = codeOf(NEW_E164) === "000000" ? "111111" : "000000";
  flow.setNewCode(wrong);
  await flow.submit();
  assert.equal(flow.getSnapshot().error.code, "ERR_PASS_CODE_WRONG");
  assert.equal(flow.getSnapshot().newCode, "");
  flow.setNewCode(wrong);
  assert.equal(flow.getSnapshot().error, undefined);
  await flow.submit();
  assert.equal(flow.getSnapshot().error.code, "ERR_PASS_CODE_SPENT");
  assert.equal(sent.filter((operation) => operation.startsWith("verify")).length, 1);
});

test("a lost answer of a change that happened is reconciled", async () => {
  const flow = await readyFlow();
  emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
  await flow.submit();
  assert.deepEqual([flow.getSnapshot().state, flow.getSnapshot().outcome], ["done", "reconciled"]);
});

test("a lost change is in doubt, and confirming tries it again", async () => {
  const flow = await readyFlow();
  emulator.faults.add({ operation: "update-phone", kind: "lost-before" });
  await flow.submit();
  let snapshot = flow.getSnapshot();
  assert.deepEqual([snapshot.state, snapshot.error.code, snapshot.can.confirm], ["in-doubt", "ERR_NETWORK", true]);
  await flow.confirm();
  snapshot = flow.getSnapshot();
  assert.deepEqual([snapshot.state, snapshot.outcome], ["done", "confirmed"]);
});

test("a change in doubt whose token has expired is decided by the profile and not sent again", async () => {
  const flow = await readyFlow();
  emulator.faults.add({ operation: "update-phone", kind: "lost-before" });
  await flow.submit();
  await clock.pass(61_000);
  assert.equal(flow.getSnapshot().state, "in-doubt");
  sent.length = 0;
  await flow.confirm();
  assert.deepEqual(sent, ["get-profile"]);
  assert.deepEqual([flow.getSnapshot().state, flow.getSnapshot().error.code], ["expired", "ERR_UPDATE_TOKEN_EXPIRED"]);
});

test("an unusual number may be used after a second question", async () => {
  const flow = client.createFlow();
  flow.subscribe(() => {});
  // A range that the metadata does not know, as a new one is to old metadata.
  flow.setNewPhone("+86 128 1234 5678");
  await settle();
  assert.deepEqual([flow.getSnapshot().can.sendNewCode, flow.getSnapshot().can.useUnusualNumber], [false, true]);
  flow.useUnusualNumber();
  assert.equal(flow.getSnapshot().can.sendNewCode, true);
  await flow.sendNewCode();
  assert.equal(flow.getSnapshot().error, undefined);
  assert.equal(smsSent(), 1);
});

test("an unusual number that is insisted on finds the cool-down that it is in", async () => {
  const number = "+86 128 1234 5678";
  const first = client.createFlow();
  first.setNewPhone(number);
  await first.sendNewCode();
  first.useUnusualNumber();
  await first.sendNewCode();
  await clock.pass(20_000);
  const second = client.createFlow();
  second.subscribe(() => {});
  second.setNewPhone(number);
  await settle();
  assert.equal(second.getSnapshot().newCooldownSeconds, 0, "no code can be sent to it so far");
  second.useUnusualNumber();
  await settle();
  assert.deepEqual([second.getSnapshot().newCooldownSeconds, second.getSnapshot().can.sendNewCode], [40, false]);
});

test("promises never reject, whatever fails", async () => {
  const failing = clientOf({ fetch: () => Promise.reject(new TypeError("fetch failed")) });
  const flow = failing.createFlow();
  flow.setNewPhone(NEW);
  await flow.sendNewCode();
  assert.equal(flow.getSnapshot().error.code, "ERR_NETWORK");
  failing.dispose();
  await flow.sendNewCode();
  assert.equal(flow.getSnapshot().error.code, "ERR_DISPOSED");
});

test("after a reset nothing of before comes through", async () => {
  const flow = await readyFlow();
  const submitted = flow.submit();
  flow.reset();
  await submitted;
  const snapshot = flow.getSnapshot();
  assert.deepEqual(
    [snapshot.state, snapshot.newPhoneInput, snapshot.newCode, snapshot.error],
    ["editing", "", "", undefined],
  );
});

test("after dispose nothing happens any more and no timer is left", async () => {
  const flow = await readyFlow({ confirm: true });
  await flow.submit();
  assert.ok(clock.timers > 0);
  flow.dispose();
  assert.equal(clock.timers, 0);
  sent.length = 0;
  flow.setNewPhone(OTHER);
  await flow.confirm();
  await flow.submit();
  assert.deepEqual(sent, []);
});
