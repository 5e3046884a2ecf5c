// A form in somebody's hands: what may be done is done, sometimes twice, sometimes too early.
import { e164Of, sleep, until } from "./flow.mjs";

const STEPS = { fewest: 12, most: 30 };
const BUSY = new Set(["sending-code", "verifying", "updating"]);

export async function runForm(storm) {
  const { random } = storm;
  const [client] = storm.clients;
  storm.form = openForm(storm, client);
  for (let step = random.between(STEPS.fewest, STEPS.most); step > 0; step -= 1) {
    await storm.think();
    if (storm.form.flow.getSnapshot().state === "done") {
      if (!storm.target) return;
      storm.form.flow.reset();
    }
    const act = random.weighted([
      [60, nextStep],
      [4, press],
      [4, () => storm.stepClock()],
      [2, () => storm.form.flow.reset()],
      [1, () => reopen(storm, client)],
    ]);
    await act(storm, storm.form);
  }
}

function openForm(storm, client) {
  const { random } = storm;
  const options = {
    verifyOldPhone: random.pick([true, "auto"]),
    confirm: random.oneIn(2),
    ...(random.oneIn(3) && { autoSubmitLength: 6 }),
  };
  const flow = client.api.createFlow(options);
  const form = { flow, client, options, seen: "editing", ask };
  function ask(...operations) {
    for (const operation of operations) storm.tell({ kind: "ask", client: client.no, operation });
  }
  form.stop = flow.subscribe(() => look(storm, form));
  return form;
}

/** Tells where a form is now, and what it says of a change. */
function look(storm, form) {
  const snapshot = form.flow.getSnapshot();
  const { state, outcome, error, newPhone } = snapshot;
  storm.observe("snapshot", snapshot);
  if (error && error !== form.error) storm.observe("error", error);
  const isNews = state !== form.seen || error !== form.error;
  form.error = error;
  if (!isNews) return;
  const told = { state, was: form.seen, newPhone: newPhone?.e164, ...(outcome && { outcome }) };
  form.seen = state;
  storm.tell({ kind: "form", client: form.client.no, ...told, ...(error && storm.describe(error)) });
  if (state !== "done") return;
  storm.phone = storm.target;
  storm.targets = storm.random.oneIn(2) ? storm.targets.slice(1) : [];
}

function reopen(storm, client) {
  storm.form.stop();
  storm.form.flow.dispose();
  storm.tell({ kind: "form", client: client.no, state: "disposed" });
  storm.form = openForm(storm, client);
}

const press = (storm, form) => {
  const { flow } = form;
  const times = storm.random.pick([1, 2, 3]);
  const button = storm.random.pick(["sendNewCode", "sendOldCode", "submit", "confirm"]);
  for (let i = 0; i < times; i += 1) push(form, button, flow);
};

/** What a button may set off. */
const SETS_OFF = {
  sendNewCode: ["send-sms"],
  sendOldCode: ["send-sms"],
  submit: ["verify-update-phone-request", "update-phone"],
  confirm: ["update-phone"],
};

function push(form, button) {
  // What cannot be done now is ignored.
  form.ask(...SETS_OFF[button]);
  return form.flow[button]();
}

async function nextStep(storm, form) {
  const { random } = storm;
  const { flow } = form;
  const { target, phone } = storm;
  const snapshot = flow.getSnapshot();
  const { can, state } = snapshot;
  const push1 = (button) => {
    const twice = random.oneIn(8);
    const pushed = push(form, button);
    if (twice) push(form, button);
    // Some wait for what comes of it, some do not.
    return random.oneIn(4) ? undefined : pushed;
  };
  if (can.confirm) return push1("confirm");
  if (BUSY.has(state) || !target) return undefined;
  if (snapshot.newPhone?.e164 !== e164Of(target)) return flow.setNewPhone(target);
  if (snapshot.isOldPhoneRequired && snapshot.oldPhone?.e164 !== e164Of(phone)) return flow.setOldPhone(phone);
  for (const side of snapshot.isOldPhoneRequired ? ["new", "old"] : ["new"]) {
    const code = await storm.readCode(side === "new" ? target : phone, side);
    const button = side === "new" ? "sendNewCode" : "sendOldCode";
    if (code === undefined || random.oneIn(10)) {
      if (!flow.getSnapshot().can[button] && random.oneIn(2)) storm.clock.pass(60_000);
      return push1(button);
    }
    if (flow.getSnapshot()[`${side}Code`] !== "") continue;
    if (form.typed === code) storm.burn(side === "new" ? target : phone, side, code);
    form.typed = code;
    // It may submit itself.
    if (form.options.autoSubmitLength) form.ask(...SETS_OFF.submit);
    return side === "new" ? flow.setNewCode(code) : flow.setOldCode(code);
  }
  return flow.getSnapshot().can.submit ? push1("submit") : undefined;
}

export async function settleForm(storm, client) {
  const { form } = storm;
  if (form.client !== client) return;
  const { flow } = form;
  const isIdle = () => !BUSY.has(flow.getSnapshot().state);
  if (!(await until(isIdle))) storm.tell({ kind: "stuck", text: `the form stays ${flow.getSnapshot().state}` });
  for (let tries = 0; tries < 5 && flow.getSnapshot().state === "in-doubt"; tries += 1) {
    form.ask("update-phone");
    await flow.confirm();
    await sleep(100);
  }
  form.stop();
  flow.dispose();
}
