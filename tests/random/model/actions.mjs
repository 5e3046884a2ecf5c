// What happens in a random sequence, one thing after the other: people, tabs, clocks, networks.
import { again, changePhone, giveUp, readProfile, sendCode, updatePhone, verify } from "./calls.mjs";
import { JUNK, NUMBERS, numberOf, spell } from "./numbers.mjs";
import { SIGN_IN } from "./world.mjs";

const OPERATIONS = ["send-sms", "verify-update-phone-request", "update-phone", "get-profile"];
const MINUTE = 60_000;

const FAULTS = [
  [6, () => ({ kind: "lost-before" })],
  [6, () => ({ kind: "lost-after" })],
  [2, () => ({ kind: "truncated-json" })],
  [2, () => ({ kind: "empty-body" })],
  [2, () => ({ kind: "wrong-content-type" })],
  [2, () => ({ kind: "reset-in-body" })],
  [2, () => ({ kind: "string-api-code" })],
  [3, () => ({ kind: "unauthorized-once" })],
  [1, () => ({ kind: "delay", delayMs: 0 })],
  [3, (random) => ({ kind: "rate-limited", retryAfterSeconds: random.pick([null, 0, 1, 5, 30, 4_000]) })],
  [3, (random) => ({ kind: "bad-gateway", isDone: random.oneIn(2) })],
  [4, (random) => ({ kind: "token-lifetime", tokenLifetimeSeconds: random.pick([1, 5, 30, 120]) })],
];

const ACTIONS = [
  [40, "the next step of a form", nextStep],
  [16, "the next call of a program", nextCall],
  [4, "a number is typed", typeNumber],
  [5, "a code is typed", typeCode],
  [3, "a button is pressed", press],
  [2, "an unusual number is insisted on", ({ flow }) => flow?.useUnusualNumber()],
  [1, "a form is reset", ({ flow }) => flow?.reset()],
  [2, "a form is subscribed to, or not", subscription],
  [1, "a form is opened", ({ world, client }) => void openFlow(world, client)],
  [1, "a form is disposed", ({ world, flow }) => world.random.oneIn(3) && flow?.dispose()],
  [5, "a plain call", plainCall],
  [2, "a call is given up", giveUp],
  [4, "an open call is made once more", again],
  [5, "time passes", passTime],
  [1, "the machine sleeps", sleep],
  [1, "the wall clock is set", setWall],
  [7, "something goes wrong", addFault],
  [1, "somebody else takes a number", takeNumber],
  [1, "the sign-in changes", ({ world, random }) => world.setSignIn(random.pick(SIGN_IN))],
  [1, "the sign-in is good again", ({ world }) => world.setSignIn("good")],
  [1, "another tab", ({ world }) => world.clients.length < 4 && openTab(world)],
  [1, "a reload", reload],
];

/** Opens the first tab of a world. */
export function openTab(world) {
  const client = world.openClient();
  if (!world.random.oneIn(4)) openFlow(world, client);
}

/** Makes one step. Not every one waits for the one before. */
export async function step(world) {
  const { random } = world;
  const open = world.clients.filter(({ isDisposed }) => !isDisposed);
  // The older ones may have been closed.
  const client = open.length > 0 && !random.oneIn(40) ? random.pick(open) : random.pick(world.clients);
  const flows = client.flows.filter(({ isDisposed }) => !isDisposed);
  const flow = flows.length > 0 ? random.pick(flows) : undefined;
  const action = pickAction(random);
  world.step += 1;
  world.log(() => `${world.step}. ${action.name} (${flow?.name ?? client.name}, ${flow?.snapshot.state ?? ""})`);
  const { run } = action;
  await run({ world, random, client, flow });
  // A double click, or two things in one instant.
  if (random.oneIn(12)) await run({ world, random, client, flow: flow?.isDisposed ? undefined : flow });
  if (!random.oneIn(5)) await world.settle();
  else world.look();
}

function pickAction(random) {
  const [, name, run] = random.weighted(ACTIONS.map((action) => [action[0], action]));
  return { name, run };
}

function openFlow(world, client) {
  const { random } = world;
  const options = {
    ...(random.oneIn(2) && { verifyOldPhone: random.pick([true, false, "auto"]) }),
    ...(random.oneIn(2) && { confirm: random.oneIn(2) }),
    ...(random.oneIn(4) && { autoSubmitLength: world.codeLength }),
    ...(random.oneIn(6) && { phoneCheck: random.pick(["mobile", "valid", "possible"]) }),
  };
  const flow = world.openFlow(client, options);
  if (!random.oneIn(5)) flow.subscribe();
}

// ── Forms ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const GOOD = ["first", "first", "first", "second", "abroad"];

/** What somebody does who wants to get through. */
function nextStep({ world, random, flow }) {
  if (!flow) return;
  const { snapshot } = flow;
  if (snapshot.can.confirm) return void flow.confirm();
  if (snapshot.state === "done") return random.oneIn(2) ? flow.reset() : undefined;
  if (snapshot.newPhone?.issue !== undefined || !snapshot.newPhone)
    return chooseNumber(flow, "new", random.pick(GOOD), random);
  if (snapshot.isOldPhoneRequired && snapshot.oldPhone?.e164 !== world.phoneOfUser()) {
    return flow.typeNumber("old", random.pick(numberOf(world.phoneOfUser()).spellings), world.phoneOfUser());
  }
  for (const side of snapshot.isOldPhoneRequired ? ["new", "old"] : ["new"]) {
    const code = world.codeOf(snapshot[`${side}Phone`].e164, side);
    const canSend = snapshot.can[side === "new" ? "sendNewCode" : "sendOldCode"];
    if (canSend && (code === undefined || random.oneIn(4))) return void flow.send(side);
    if (snapshot[`${side}Code`] === "" && code !== undefined && !random.oneIn(8)) {
      return flow.typeCode(side, spell(code, random));
    }
  }
  if (snapshot.can.submit) return void flow.submit();
  if (random.oneIn(3)) return world.pass(MINUTE);
}

function chooseNumber(flow, side, name, random) {
  const { spellings, e164 } = NUMBERS[name];
  flow.typeNumber(side, random.pick(spellings), e164);
}

function typeNumber({ random, flow }) {
  if (!flow) return;
  const side = random.pick(["new", "new", "old"]);
  if (!random.oneIn(4)) return chooseNumber(flow, side, random.pick(Object.keys(NUMBERS)), random);
  const whole = NUMBERS.first.e164;
  flow.typeNumber(side, random.oneIn(2) ? random.pick(JUNK) : whole.slice(0, random.below(whole.length)));
}

function typeCode({ world, random, flow }) {
  if (!flow) return;
  const side = random.pick(["new", "new", "old"]);
  flow.typeCode(side, someCode(world, flow.snapshot[`${side}Phone`]?.e164, side));
}

/** Mostly the right one. */
function someCode(world, e164, side) {
  const { random, codeLength } = world;
  const right = world.codeOf(e164, side) ?? random.digits(codeLength);
  return random.weighted([
    [6, spell(right, random)],
    [2, random.digits(codeLength)],
    [2, world.codeOf(e164, side, 1) ?? right],
    [1, right.slice(0, 3)],
    [1, ""],
    [1, "abcdef"],
  ]);
}

function press({ random, flow }) {
  if (!flow) return;
  const button = random.pick(["send new", "send old", "submit", "confirm"]);
  for (let times = random.pick([1, 2, 3]); times > 0; times -= 1) {
    if (button === "submit") flow.submit();
    else if (button === "confirm") flow.confirm();
    else flow.send(button.slice("send ".length));
  }
}

function subscription({ random, flow }) {
  if (flow?.isWatched && random.oneIn(2)) flow.unsubscribe();
  else flow?.subscribe();
}

// ── Programs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function nextCall(context) {
  const { world, random, client } = context;
  const { e164 } = NUMBERS[random.pick(GOOD)];
  const old = world.phoneOfUser();
  if (world.codeOf(e164, "new") === undefined) return sendCode(context, e164, "new");
  if (world.codeOf(old, "old") === undefined) return sendCode(context, old, "old");
  const token = client.tokens?.at(-1);
  if (token && client.model.isLive(token) && random.oneIn(2)) return updatePhone(context, token);
  const code = (number, purpose) =>
    random.oneIn(5) ? someCode(world, number, purpose) : world.codeOf(number, purpose);
  const request = requestOf(e164, code(e164, "new"), ...(random.oneIn(5) ? [] : [old, code(old, "old")]));
  return random.oneIn(2) ? changePhone(context, request) : verify(context, request);
}

function plainCall(context) {
  const { world, random, client } = context;
  const { e164 } = NUMBERS[random.pick(Object.keys(NUMBERS))];
  const { tokens = [] } = client;
  random.weighted([
    [3, () => sendCode(context, e164, random.pick(["new", "old"]))],
    // The same once more.
    [4, () => client.lastRequest && random.pick([changePhone, verify])(context, client.lastRequest)],
    [4, () => tokens.length > 0 && updatePhone(context, random.pick(tokens))],
    // One that another tab has received.
    [2, () => updatePhone(context, random.pick(world.clients.flatMap((each) => each.tokens ?? [])) ?? "no-token")],
    [1, () => readProfile(context)],
  ])();
}

const parts = (e164) => {
  const { countryCode, nationalNumber } = numberOf(e164);
  return [countryCode, nationalNumber];
};

function requestOf(newE164, newPhonePassCode, oldE164, oldPhonePassCode) {
  const [newPhoneCountryCode, newPhoneNumber] = parts(newE164);
  const request = { newPhoneCountryCode, newPhoneNumber, newPhonePassCode };
  if (oldE164 === undefined) return request;
  const [oldPhoneCountryCode, oldPhoneNumber] = parts(oldE164);
  return { ...request, oldPhoneCountryCode, oldPhoneNumber, oldPhonePassCode };
}

// ── The machine and the network ────────────────────────────────────────────────────────────────────────────────────────

async function passTime({ world, random }) {
  await world.pass(random.pick([1, 250, 999, 1_000, 5_000, 11_000, 30_000, MINUTE, 5 * MINUTE]));
}

async function sleep({ world, random }) {
  const ms = random.pick([800, 30_000, 61_000, 400_000]);
  await world.jump((clock) => clock.sleep(ms));
}

async function setWall({ world, random }) {
  const by = random.pick([-3_600_000, -MINUTE, -5_000, -1, 1, 5_000, MINUTE, 3_600_000, 86_400_000]);
  await world.jump((clock) => {
    if (by < 0) world.tell({ kind: "clock", wall: clock.now() });
    clock.setWall(by);
  });
}

function addFault({ world, random }) {
  const fault = random.weighted(FAULTS)(random);
  const operation = fault.kind === "token-lifetime" ? OPERATIONS[1] : random.pick([...OPERATIONS, OPERATIONS[2], "*"]);
  const times = random.pick([1, 1, 1, 2, 3]);
  world.emulator.faults.add({ operation, times, ...fault });
  world.count("faults", fault.kind);
  world.log(() => `  ${JSON.stringify({ operation, times, ...fault })}`);
}

function takeNumber({ world, random }) {
  const { countryCode, nationalNumber, e164 } = NUMBERS[random.pick(GOOD)];
  const isFree = world.emulator.users.every(({ phoneCountryCode, phone }) => `${phoneCountryCode}${phone}` !== e164);
  if (isFree && random.oneIn(3)) world.emulator.addUser({ phone: nationalNumber, phoneCountryCode: countryCode });
}

async function reload({ world, random, client }) {
  if (!random.oneIn(2)) return;
  world.closeClient(client);
  openTab(world);
}
