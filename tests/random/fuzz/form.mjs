// `<update-phone-form>`: its properties and attributes are set to anything, at any time, and then to what is right.
import { createRandom } from "../../phone/random.mjs";
import { CLIENT_OPTIONS, FLOW_OPTIONS } from "./client-cases.mjs";
import { createHostile } from "./hostile.mjs";
import { isTrap, show, showAll, wrongWithError } from "../errors.mjs";
import { Stage, turn } from "./stage.mjs";

const PHONE = { countryCode: "+86", number: "13900000000" };

/** By name: what is done to a form. */
const DEEDS = {
  client: (form, { hostile }) => (form.client = hostile.spoilt(hostile.value())),
  options: (form, { hostile }) => (form.options = hostile.spoilt(FLOW_OPTIONS)),
  currentPhone: (form, { hostile }) => (form.currentPhone = hostile.spoilt(PHONE)),
  texts: (form, { hostile }) => (form.texts = hostile.value()),
  lang: (form, { random }) =>
    form.setAttribute("lang", random.pick(["", "xx", "zh-CN", "ja", "\ud800", "-", "en-US-x-y", "x".repeat(10_000)])),
  "current-phone": (form, { random }) =>
    form.setAttribute(
      "current-phone",
      random.pick(["", "+86", "\ud800", "+86 139 0000 0000", "1".repeat(100_000), "<b>", "null"]),
    ),
  reset: (form, { hostile }) => form.reset(hostile.value()),
};

export async function fuzzForm({ packages, realm, watch, seed, count }) {
  const tally = { calls: {}, traps: 0, found: [] };
  const names = Object.keys(DEEDS);
  for (let at = 0; at < count; at += 1) {
    const random = createRandom(seed + at);
    const hostile = createHostile(random, realm);
    const stage = new Stage(packages, random, hostile);
    const name = names[(seed + at) % names.length];
    tally.calls[`form.${name}`] = (tally.calls[`form.${name}`] ?? 0) + 1;
    const problems = [];
    const judge = (error, how) => {
      if (isTrap(error, hostile.thrown)) {
        tally.traps += 1;
        problems.push(`a trap: ${showAll(error)}`);
      }
      // What a property's own getters or a client of the caller's throw is the caller's.
      if (hostile.thrown.has(error)) return;
      const wrong = wrongWithError(error, packages, hostile.thrown);
      if (wrong) problems.push(`${how}: ${wrong}`);
    };
    const form = document.createElement("update-phone-form");
    if (random.oneIn(2)) form.client = stage.client;
    if (random.oneIn(2)) document.body.append(form);
    try {
      DEEDS[name](form, stage);
      if (random.oneIn(3)) DEEDS[random.pick(names)](form, stage);
    } catch (error) {
      judge(error, "thrown");
    }
    if (!form.isConnected) document.body.append(form);
    await settled(form);
    for (const error of watch()) judge(error, "nobody caught");
    const works = await startsAnew(form, stage);
    for (const error of watch()) judge(error, "nobody caught, afterwards");
    if (!works) problems.push(`the form is dead afterwards: ${show(form.shadowRoot?.textContent.trim())}`);
    form.remove();
    stage.dispose();
    if (problems.length > 0) tally.found.push({ name: `form.${name}`, seed: seed + at, problems });
    if (tally.found.length > 12) break;
  }
  return tally;
}

async function settled(form) {
  for (let round = 0; round < 3; round += 1) {
    await Promise.race([form.updateComplete.catch(() => undefined), turn()]);
    await turn();
  }
}

/** Whether the form, given what it takes, asks for a number. */
async function startsAnew(form, stage) {
  form.options = {};
  form.currentPhone = undefined;
  form.texts = undefined;
  form.setAttribute("lang", "en-US");
  form.client = stage.newClient({ appId: CLIENT_OPTIONS.appId });
  // The first thing it shows may wait for a catalogue of texts, which is a file. Only a form that is dead uses up all the rounds.
  for (let round = 0; round < 1_000; round += 1) {
    await settled(form);
    if (round > 3) await new Promise((resolve) => setTimeout(resolve, 10));
    const input = form.shadowRoot?.querySelector('input[type="tel"]');
    if (input && /number/i.test(form.shadowRoot.textContent)) return true;
  }
  return false;
}
