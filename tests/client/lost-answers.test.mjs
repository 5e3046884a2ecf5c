// The answer to the change was lost: what the profile says x how the token was given, under every variant, held against the
// number that the emulator's user really has. Prints the table: what the call ends with, then what the next one with the same token does.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { NEW, printTable, setStage, variants } from "../support/stage.mjs";

const { isUpdatePhoneError } = updatePhonePackage;

const UPDATE = "update-phone";
const NOT_CHANGED = /上次查询时手机号尚未修改/;

/** How the answer gets lost. `isDone`: whether the service has carried the change out all the same. */
const LOSSES = {
  "lost before the change": { isDone: false, fault: { kind: "lost-before" } },
  "lost after the change": { isDone: true, fault: { kind: "lost-after" } },
  "time-out before the change": { isDone: false, giveUp: ({ clock }) => clock.pass(10_000) },
  "time-out after the change": { isDone: true, giveUp: ({ clock }) => clock.pass(10_000) },
  "reset in the body": { isDone: true, fault: { kind: "reset-in-body" } },
  "truncated JSON": { isDone: true, fault: { kind: "truncated-json" } },
  "empty body": { isDone: true, fault: { kind: "empty-body" } },
  "HTML 502, not done": { isDone: false, fault: { kind: "bad-gateway" } },
  "HTML 502, done": { isDone: true, fault: { kind: "bad-gateway", isDone: true } },
  "abort before the change": { isDone: false, isAborted: true, giveUp: (_, controller) => controller.abort("mine") },
  "abort after the change": { isDone: true, isAborted: true, giveUp: (_, controller) => controller.abort("mine") },
};

const withProfile = (change) => async (deliver) => {
  const envelope = await (await deliver()).json();
  return Response.json({ ...envelope, data: change(envelope.data) });
};

/** What the profile says when it is read after the loss. `isKnown`: whether that tells a number. */
const PROFILES = {
  // Where the change did not happen, another device has made the same one meanwhile.
  "the new number": { isKnown: true, arrange: (stage, isDone) => !isDone && changeElsewhere(stage, NEW) },
  // Where the change happened, another device has taken it back meanwhile.
  "the old number": { isKnown: true, arrange: (stage, isDone) => isDone && changeElsewhere(stage, stage.user.phone) },
  "no phone in it": {
    isKnown: false,
    answer: withProfile(({ userId }) => ({ userId })),
  },
  "a phone of null": { isKnown: false, answer: withProfile((profile) => ({ ...profile, phone: null })) },
  masked: {
    isKnown: false,
    answer: withProfile((profile) => ({ ...profile, phone: profile.phone.replace(/(?<=...)\d{4}/, "****") })),
  },
  // These are read three times, with pauses between.
  unreadable: { isKnown: false, isReadAgain: true, answer: async () => new Response("<html>") },
  failing: { isKnown: false, isReadAgain: true, answer: () => Promise.reject(new TypeError("fetch failed")) },
};

/** How the token is given, and whether the client can know which number it stands for. */
const TOKENS = {
  "answer object": { isNumberKnown: true, give: (stage) => granted(stage, stage.client) },
  "bare string": { isNumberKnown: true, give: async (stage) => tokenOf(await granted(stage, stage.client)) },
  "unknown, with newPhone": {
    isNumberKnown: true,
    give: async (stage) => ({
      updatePhoneToken: tokenOf(await granted(stage, stage.clientOf())),
      newPhone: { region: "CN", number: "139 1234 5678" },
    }),
  },
  "unknown, bare string": {
    isNumberKnown: false,
    give: async (stage) => tokenOf(await granted(stage, stage.clientOf())),
  },
};

const granted = async ({ codes }, client) => client.updatePhoneRequest(await codes());
const tokenOf = ({ data }) => data.updatePhoneToken;

/** Another device changes the user's number. */
async function changeElsewhere({ clientOf, codes }, number) {
  const elsewhere = clientOf();
  await elsewhere.changePhone(await codes({ by: elsewhere, number }));
}

const rows = [["lost answer", "the profile says", ...Object.keys(TOKENS)]];
after(() => printTable(rows));

for (const [lossName, loss] of Object.entries(LOSSES)) {
  for (const [profileName, profile] of Object.entries(PROFILES)) {
    test(`${lossName}, and the profile says ${profileName}: nothing is said that is not so`, async () => {
      const cells = [];
      for (const token of Object.values(TOKENS)) {
        const outcomes = await Promise.all(variants.map((variant) => play(variant, loss, profile, token)));
        assert.equal(new Set(outcomes).size, 1, `every variant alike: ${outcomes}`);
        const [outcome] = outcomes;
        assert.equal(outcome, expected(loss, profile, token));
        cells.push(outcome);
      }
      rows.push([lossName, profileName, ...cells]);
    });
  }
}

/** By the rule alone: what the first call ends with, and the second one. */
function expected({ isDone, isAborted }, profile, { isNumberKnown }) {
  // What another device does decides, where it does anything.
  const isNew = profile.arrange ? profile === PROFILES["the new number"] : isDone;
  const told = !profile.isKnown || !isNumberKnown ? "OUTCOME_UNKNOWN" : isNew ? "reconciled" : "NETWORK";
  const first = isAborted ? "the caller's reason" : told;
  if (first === "reconciled") return `${first}, then UPDATE_TOKEN_SPENT`;
  // The service takes it for the first time, whatever was said before.
  if (!isDone) return `${first}, then confirmed`;
  // It refuses it, and the profile decides, which tells the number this time.
  if (!isNumberKnown) return `${first}, then OUTCOME_UNKNOWN`;
  return `${first}, then ${isNew ? "reconciled" : "UPDATE_TOKEN_REJECTED"}`;
}

/** Makes the call whose answer is lost, and the next one with a profile that is as it is; says what both end with. */
async function play(variant, loss, profile, { give }) {
  // Another device needs codes within the minute.
  const stage = setStage({ variant, smsIntervalSeconds: 0 });
  const { clock, emulator, network, client } = stage;
  const token = await give(stage);
  const phone = () => emulator.users[0].phone;
  let phoneWhenRead;
  const readBy = (answer) =>
    network.answer("get-profile", (deliver, init) => {
      phoneWhenRead = phone();
      return answer ? answer(deliver, init) : deliver();
    });

  readBy(profile.answer);
  const controller = new AbortController();
  const arrival = loseNext(stage, loss, () => profile.arrange?.(stage, loss.isDone));
  const calling = outcomeOf(client.updatePhone(token, { signal: controller.signal }));
  await arrival;
  await loss.giveUp?.(stage, controller);
  if (profile.isReadAgain && !loss.isAborted) for (const pause of [250, 500]) await clock.passTimer(pause);
  const first = await calling;
  assertTrue(first);
  assert.equal(network.count("get-profile"), loss.isAborted ? 0 : profile.isReadAgain ? 3 : 1);

  readBy(undefined);
  const posted = network.count(UPDATE);
  const second = await outcomeOf(client.updatePhone(token));
  assertTrue(second);
  // A token that is known to be spent is not sent; one in doubt is, once.
  assert.equal(network.count(UPDATE) - posted, first.name === "reconciled" ? 0 : 1);
  return `${first.name}, then ${second.name}`;

  /** Whatever is said is so. */
  function assertTrue({ name, message }) {
    if (name === "confirmed" || name === "reconciled") assert.equal(phone(), NEW, `${variant}: ${name}`);
    if (NOT_CHANGED.test(message)) assert.notEqual(phoneWhenRead, NEW, `${variant}: ${name}: ${message}`);
    assert.equal(NOT_CHANGED.test(message), name === "NETWORK");
  }
}

/** The answer to the next change is lost. Resolves when that is certain, and what happens meanwhile has happened. */
function loseNext({ emulator, network }, { isDone, fault, giveUp }, meanwhile) {
  if (fault) emulator.faults.add({ operation: UPDATE, ...fault });
  return new Promise((resolve) => {
    network.answer(UPDATE, async (deliver) => {
      network.answer(UPDATE, undefined);
      const answering = fault || isDone ? deliver() : undefined;
      await Promise.allSettled([answering]);
      await meanwhile();
      resolve();
      return giveUp ? new Promise(() => undefined) : answering;
    });
  });
}

async function outcomeOf(calling) {
  try {
    return { name: (await calling).outcome, message: "" };
  } catch (error) {
    if (error === "mine") return { name: "the caller's reason", message: "" };
    assert.ok(isUpdatePhoneError(error), String(error?.stack ?? error));
    return { name: error.code.replace("ERR_", ""), message: error.message };
  }
}
