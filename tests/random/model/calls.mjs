// The calls of programs: each is made, may be given up, and is judged by what it ends with.
import { digitsOf, numberOf } from "./numbers.mjs";
import { codesOf, sendKey, updateKey, verifyKey } from "./requests.mjs";

/** What must be refused before anything is sent. */
function flawOf(client, e164) {
  const { kind } = numberOf(e164);
  if (client.phoneCheck === "possible" || kind === "mobile") return undefined;
  if (kind === "fixed") return client.phoneCheck === "mobile" ? "ERR_PHONE_NOT_MOBILE" : undefined;
  return "ERR_PHONE_INVALID";
}

/**
 * @param about What is called: `name`, `codes`, `token`; see `call` in rules.mjs.
 * @param gaveUp Called when the caller, or the client, gives up.
 */
function make({ world, client }, { name, ...about }, begin, judge, gaveUp = () => {}) {
  const controller = new AbortController();
  const id = world.newId();
  world.tell({ kind: "call", id, client: client.no, name, ...about });
  const call = world.track(client, name, begin({ signal: controller.signal }), ({ value, error }) => {
    call.controller = undefined;
    if (error !== undefined && error === controller.signal.reason) {
      gaveUp();
      world.tell({ kind: "end", id, isGivenUp: true });
      return world.count(name, "given up");
    }
    const end = error?.code ?? value?.outcome ?? "success";
    world.tell({ kind: "end", id, ...(error === undefined ? { outcome: end } : world.describe(error)) });
    world.count(name, end);
    if (error?.code === "ERR_DISPOSED" && client.isDisposed) return undefined;
    return judge({ end, value });
  });
  call.controller = controller;
  return call;
}

const check = (world, name, ends, end) =>
  world.expect([...ends].includes(end), `${name} ends with ${end} instead of ${[...ends].join(" or ")}`);

export function sendCode(context, e164, purpose) {
  const { world, random, client } = context;
  const { model } = client;
  const flaw = purpose === "new" ? flawOf(client, e164) : undefined;
  const key = sendKey(purpose === "new" ? "CHANNEL_BIND_PHONE" : "CHANNEL_UNBIND_PHONE", e164);
  const start = model.begin(key);
  const phone = random.pick(numberOf(e164).spellings);
  const call = make(
    context,
    { name: "sendCode" },
    (options) => client.api.sendCode({ purpose, phone }, options),
    ({ end, value }) => {
      if (flaw) return check(world, "sendCode", [flaw], end);
      check(world, "sendCode", model.sendEnds(start), end);
      if (!value) return;
      world.expect(value.phone.e164 === e164, `${e164} is read as ${value.phone.e164}`);
      world.watch(value.cooldown, "a cool-down");
    },
  );
  call.again = (at) => sendCode(at, e164, purpose);
}

export function verify(context, request) {
  const { world, client } = context;
  const expected = expectVerification(client, request);
  client.lastRequest = request;
  const call = make(
    context,
    { name: "updatePhoneRequest" },
    (options) => client.api.updatePhoneRequest(request, options),
    ({ end, value }) => {
      const { ends, token } = expected();
      check(world, "updatePhoneRequest", ends, end);
      if (!value) return;
      const { updatePhoneToken } = value.data;
      world.expect(updatePhoneToken === token, "another token than the service's");
      (client.tokens ??= []).push(updatePhoneToken);
      world.watch(value.countdown, "a token", world.tokenTimes(client, token));
    },
  );
  call.again = (at) => verify(at, request);
}

/** What a verification may end with, looked at when it has ended. */
function expectVerification(client, request) {
  const { model } = client;
  const flaw = flawOfRequest(client, request);
  if (flaw) return () => ({ ends: [flaw] });
  const codes = normalised(request);
  const start = model.begin(verifyKey(codes));
  const refuses = model.refusesCodes(codes);
  return () => model.verifyEnds(start, refuses);
}

function normalised(request) {
  const payload = { ...request, newPhonePassCode: digitsOf(request.newPhonePassCode) };
  if (request.oldPhonePassCode !== undefined) payload.oldPhonePassCode = digitsOf(request.oldPhonePassCode);
  return codesOf({ phonePassCodePayload: payload });
}

function flawOfRequest(client, request) {
  const [[newE164, newCode], [oldE164, oldCode] = []] = normalised(request);
  const flaw = flawOf(client, newE164);
  if (flaw) return flaw;
  if (newCode === "") return "ERR_PASS_CODE_FORMAT";
  if (oldCode === "") return "ERR_PASS_CODE_FORMAT";
  return oldE164 === newE164 ? "ERR_PHONE_SAME_AS_OLD" : undefined;
}

export function updatePhone(context, token) {
  const { world, random, client } = context;
  const { model } = client;
  const waiting = { signal: undefined };
  const expected = expectUpdate(client, token, waiting);
  const argument = random.oneIn(2) ? token : { updatePhoneToken: token };
  const call = make(
    context,
    { name: "updatePhone", token },
    (options) => {
      waiting.signal = options.signal;
      return client.api.updatePhone(argument, options);
    },
    ({ end }) => {
      check(world, "updatePhone", expected(), end);
      model.ended(token);
    },
    () => model.gaveUp(token, waiting),
  );
  call.again = (at) => updatePhone(at, token);
}

/** @param waiting What stands for the call among those who wait for the token. */
function expectUpdate(client, token, waiting) {
  const { model } = client;
  const refuses = model.refusesToken(token);
  const start = model.begin(updateKey(token));
  start.wasInDoubt = model.tokenOf(token).isInDoubt;
  model.begins(token, refuses, waiting);
  return () => model.updateEnds(start, refuses);
}

export function changePhone(context, request) {
  const { world, client } = context;
  const { model } = client;
  const flaw = flawOfRequest(client, request);
  const key = flaw ? "" : verifyKey(normalised(request));
  const granted = model.grants.get(key);
  const expected = expectVerification(client, request);
  const wasLive = granted !== undefined && model.isLive(granted);
  const waiting = { token: granted, signal: undefined };
  const first = granted && expectUpdate(client, granted, waiting);
  client.lastRequest = request;
  const changing = model.changing.get(key) ?? new Set();
  model.changing.set(key, changing.add(waiting));
  const over = () => changing.delete(waiting);
  const call = make(
    context,
    { name: "changePhone", codes: normalised(request) },
    (options) => {
      waiting.signal = options.signal;
      const change = client.api.changePhone(request, options);
      change.then(over, over);
      return change;
    },
    ({ end }) => {
      const { ends, token: fresh } = expected();
      // An equal verification of somebody else's may have come between.
      const token = granted ?? model.grants.get(key) ?? fresh;
      world.expect(!wasLive || end !== "ERR_PASS_CODE_SPENT", "an equal changePhone does not go on with its token");
      const updated = token === undefined ? [] : [...(first?.() ?? endsOfFresh(client, token))];
      check(world, "changePhone", [...[...ends].filter((code) => code !== "success"), ...updated], end);
      if (token === undefined) return;
      model.ended(token);
      const isOver = /^ERR_UPDATE_TOKEN/.test(end) || end === "confirmed" || end === "reconciled";
      if (isOver) model.grants.delete(key);
      else model.grants.set(key, token);
    },
    () => waiting.token && model.gaveUp(waiting.token, waiting),
  );
  call.again = (at) => changePhone(at, request);
}

/** Of a token that was received in the same call. */
function endsOfFresh({ model }, token) {
  const key = updateKey(token);
  const refuses = { must: [], may: ["ERR_UPDATE_TOKEN_EXPIRED", "ERR_UPDATE_TOKEN_SPENT"] };
  return model.updateEnds({ ...model.begin(key), first: 0, firstReading: 0, joined: true }, refuses);
}

export function readProfile(context) {
  const { client } = context;
  client.model.openProfileCalls += 1;
  const over = () => (client.model.openProfileCalls -= 1);
  make(
    context,
    { name: "getProfile" },
    (options) => {
      const reading = client.api.getProfile(options);
      reading.then(over, over);
      return reading;
    },
    () => {},
  );
}

const openCalls = (client) => client.calls.filter(({ isOver, controller }) => !isOver && controller);

export function giveUp({ random, client }) {
  const open = openCalls(client);
  if (open.length > 0) random.pick(open).controller.abort(new Error("given up"));
}

/** Somebody else wants the same, or the same person again, who gives up the first one. */
export function again(context) {
  const { random, client } = context;
  const open = openCalls(client).filter((call) => call.again);
  if (open.length === 0) return;
  // What becomes of a change is waited for the longest, by several.
  const changes = open.filter(({ name }) => name === "updatePhone" || name === "changePhone");
  const call = random.pick(changes.length > 0 ? changes : open);
  call.again(context);
  if (random.oneIn(2)) call.controller.abort(new Error("given up"));
}
