// A program that changes a number with the client's calls, and does what programs and people do in between.
import { codesOf } from "../model/requests.mjs";
import { e164Of, sleep } from "./flow.mjs";

const STEPS = { fewest: 6, most: 16 };
/** What a change may end with that leaves open what became of it. */
const OPEN = new Set(["ERR_NETWORK", "ERR_OUTCOME_UNKNOWN", "ERR_TIMEOUT", "ERR_RATE_LIMITED", "ERR_SERVER"]);
const BURNT = new Set(["ERR_PASS_CODE_WRONG", "ERR_PASS_CODE_EXPIRED", "ERR_PASS_CODE_SPENT"]);

export async function runProgram(storm) {
  const { random } = storm;
  for (let step = random.between(STEPS.fewest, STEPS.most); step > 0 && storm.target; step -= 1) {
    await storm.think();
    const open = storm.clients.filter(({ isDisposed }) => !isDisposed);
    const client = open.length > 0 ? random.pick(open) : await storm.openClient();
    const care = storm.setting.isCareless ? 5 : 1;
    const act = random.weighted([
      [60, nextCall],
      [5 * care, wrongCode],
      [4 * care, repeat],
      [3 * care, sendAgain],
      [4, readProfile],
      [5, () => storm.stepClock()],
      [3, () => open.length < 2 && storm.openClient()],
      [1, () => storm.dispose(client)],
    ]);
    const done = act(storm, client);
    // Not everybody waits for what was begun.
    if (!random.oneIn(6)) await done;
    else
      storm.background.push(Promise.resolve(done).catch((error) => storm.tell({ kind: "broken", text: error.stack })));
  }
}

/** What is in doubt is tried again until it is known. */
export async function settleProgram(storm, client) {
  for (const again of new Set(client.open)) {
    for (let tries = 0; tries < 5 && client.open.includes(again); tries += 1) {
      await again();
      if (client.open.includes(again)) await sleep(100);
    }
  }
}

/** What a program does that wants to get through. */
async function nextCall(storm, client) {
  const { random, phone, target } = storm;
  if (!target) return undefined;
  if (client.open.length > 0 && !random.oneIn(4)) return random.pick(client.open)();
  const token = client.tokens.at(-1);
  if (token && !random.oneIn(4)) return update(storm, client, token);
  const isOldNeeded = storm.setting.pool.options.verifyOldPhone || random.oneIn(4);
  const newCode = await storm.readCode(target, "new");
  if (newCode === undefined) return send(storm, client, target, "new");
  const oldCode = isOldNeeded ? await storm.readCode(phone, "old") : undefined;
  if (isOldNeeded && oldCode === undefined) return send(storm, client, phone, "old");
  return random.oneIn(2)
    ? verifyAndUpdate(storm, client, requestOf({ phone, target }, newCode, oldCode))
    : change(storm, client, requestOf({ phone, target }, newCode, oldCode));
}

function requestOf({ phone, target }, newCode, oldCode) {
  return {
    newPhoneCountryCode: target.countryCode,
    newPhoneNumber: target.number,
    newPhonePassCode: newCode,
    ...(oldCode !== undefined && {
      oldPhoneCountryCode: phone.countryCode,
      oldPhoneNumber: phone.number,
      oldPhonePassCode: oldCode,
    }),
  };
}

async function send(storm, client, phone, purpose) {
  const about = { to: e164Of(phone), purpose };
  const { error } = await double(storm, () =>
    storm.call(client, "sendCode", about, (options) => client.api.sendCode({ purpose, phone }, options)),
  );
  if (error?.code === "ERR_CODE_SENT_TOO_OFTEN" && !storm.random.oneIn(3)) storm.clock.pass(60_000);
}

/** Somebody who cannot wait for an SMS. */
async function sendAgain(storm, client) {
  const { target } = storm;
  if (target) await send(storm, client, target, "new");
}

/** A double click makes the same call twice, and the first may be given up. */
async function double(storm, make) {
  const { random } = storm;
  const first = make();
  if (storm.isCalm || !random.oneIn(8)) return first.outcome;
  const second = make();
  if (random.oneIn(2)) setTimeout(() => storm.pending.has(first) && first.abort(), random.below(300));
  await first.outcome;
  return second.outcome;
}

async function verify(storm, client, request) {
  const outcome = await double(storm, () =>
    storm.call(client, "updatePhoneRequest", {}, (options) => client.api.updatePhoneRequest(request, options)),
  );
  noteCodes(storm, request, outcome);
  const { value } = outcome;
  if (value && !client.tokens.includes(value.data.updatePhoneToken)) client.tokens.push(value.data.updatePhoneToken);
  return value;
}

async function verifyAndUpdate(storm, client, request) {
  client.lastRequest = request;
  const granted = await verify(storm, client, request);
  if (!granted || storm.random.oneIn(6)) return;
  await storm.think();
  await update(storm, client, granted.data.updatePhoneToken);
}

async function update(storm, client, token) {
  if (client.isDisposed) return;
  const again = (client.again ??= new Map());
  if (!again.has(token)) again.set(token, () => update(storm, client, token));
  const outcome = await double(storm, () =>
    storm.call(client, "updatePhone", { token }, (options) => client.api.updatePhone(token, options)),
  );
  if (!isOpen(outcome)) client.tokens = client.tokens.filter((each) => each !== token);
  await noteChange(storm, client, outcome, again.get(token));
}

async function change(storm, client, request) {
  if (client.isDisposed) return;
  client.lastRequest = request;
  const again = (client.again ??= new Map());
  const codes = codesOf({ phonePassCodePayload: request });
  const key = JSON.stringify(request);
  if (!again.has(key)) again.set(key, () => change(storm, client, request));
  const outcome = await double(storm, () =>
    storm.call(client, "changePhone", { codes }, (options) => client.api.changePhone(request, options)),
  );
  noteCodes(storm, request, outcome);
  await noteChange(storm, client, outcome, again.get(key));
}

/** Codes that were judged, or have brought a token, are of no more use. */
function noteCodes(storm, request, { value, error }) {
  if (!value && !BURNT.has(error?.code)) return;
  storm.burn({ number: request.newPhoneNumber }, "new", request.newPhonePassCode);
  if (request.oldPhoneNumber) storm.burn({ number: request.oldPhoneNumber }, "old", request.oldPhonePassCode);
}

const isOpen = ({ error, isGivenUp }) => isGivenUp || OPEN.has(error?.code);

/** What the person makes of the end of a change. */
async function noteChange(storm, client, outcome, again) {
  const { value, error } = outcome;
  client.open = client.open.filter((each) => each !== again);
  if (isOpen(outcome)) client.open.push(again);
  const isLeftBehind = error?.code === "ERR_OLD_PHONE_MISMATCH" || error?.code === "ERR_PHONE_SAME_AS_OLD";
  if (value || isLeftBehind) await learnPhone(storm, client);
}

/** A number that was changed is the old one from then on; some go on to the next. */
async function learnPhone(storm, client) {
  const { value } = await readProfile(storm, client);
  if (!value?.phone) return;
  storm.phone = { countryCode: value.phoneCountryCode ?? "+86", number: value.phone };
  storm.targets = storm.targets.filter(({ number }) => number !== value.phone);
  if (storm.random.oneIn(2)) storm.targets = [];
}

function readProfile(storm, client) {
  return storm.call(client, "getProfile", {}, (options) => client.api.getProfile(options)).outcome;
}

/** One digit is another one: with one wrong try the code is void. */
async function wrongCode(storm, client) {
  const { phone, target } = storm;
  const code = target && (await storm.readCode(target, "new"));
  if (code === undefined) return;
  const wrong = `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
  const oldCode = await storm.readCode(phone, "old");
  await verify(storm, client, requestOf({ phone, target }, wrong, oldCode));
  if (storm.setting.pool.options.wrongTries === 1) storm.burn(target, "new", code);
}

/** The same content once more, whatever became of it. */
async function repeat(storm, client) {
  if (!client.lastRequest) return;
  await (storm.random.oneIn(2) ? change : verify)(storm, client, client.lastRequest);
}
