// What people go through with the form, each from the beginning to the end. `stage`: see browsers.test.mjs.
import assert from "node:assert/strict";

const LANGUAGES = ["en-US", "zh-CN", "zh-TW", "ja-JP"];
const OLD = "+8618812345678";
const NEW = "+8613912345678";
const NEW_TYPED = "13912345678";
const NEW_SHOWN = "+86 139 1234 5678";
/** Another user's, in Hong Kong. */
const TAKEN_TYPED = "51234567";
const WRONG_CODE = "000000";

/** The emulator of a pool that asks for nothing from the old phone, and sends a code that is not the wrong one. */
const NEW_PHONE_ONLY = { verifyOldPhone: false, fixedCode: "482913" };

/** Types a number, and has a code sent to it. */
async function sendCode({ person }, number = NEW) {
  await person.type("#new-phone", number);
  await person.goOn("#new-send");
  await person.focusIsAt("new-code");
}

/** Types the code that has arrived, or another one. */
async function typeCode(stage, code = stage.codeTo(NEW)) {
  const { person } = stage;
  await person.type("#new-code", code);
  await person.goOn("#submit");
}

async function seesTheEnd({ person, texts, service }) {
  await person.sees(".done", NEW_SHOWN);
  await person.focusIsAt("heading");
  assert.equal(await person.textOf("#heading"), texts.done);
  assert.equal(service.emulator.users[0].phone, NEW_TYPED);
}

/** The numbers that SMS were sent to. */
const sentTo = ({ service }) => service.emulator.inbox().map(({ to }) => to);

async function happyPath(stage, lang) {
  const { person } = stage;
  await stage.open({ lang, currentPhone: OLD, flow: { verifyOldPhone: true, confirm: true } });
  assert.equal(await person.textOf("#heading"), stage.texts.title);
  await sendCode(stage, NEW_TYPED);
  await person.type("#new-code", stage.codeTo(NEW));
  await person.press("#old-send");
  await person.focusIsAt("old-code");
  await person.type("#old-code", stage.codeTo(OLD));
  await person.goOn("#submit");
  await person.focusIsAt("heading");
  assert.match(await person.sees(".summary", NEW_SHOWN), /\+86 188 1234 5678/);
  assert.equal(stage.service.emulator.users[0].phone, "18812345678", "nothing was changed yet");
  await person.press("#confirm");
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW, OLD]);
}

async function wrongCode(stage) {
  const { person } = stage;
  await stage.open({ emulator: { ...NEW_PHONE_ONLY, wrongTries: 3 } });
  await sendCode(stage);
  await typeCode(stage, WRONG_CODE);
  await person.sees("#new-code-note", "The code is wrong.");
  await person.focusIsAt("new-code");
  assert.equal(await person.propertyOf("#new-code", "value"), "", "it can be typed into at once");
  assert.equal(await person.propertyOf("#new-code", "ariaInvalid"), "true");
  await typeCode(stage);
  await seesTheEnd(stage);
}

async function expiryWhileConfirming(stage) {
  const { person, service } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY, flow: { confirm: true } });
  service.emulator.faults.add({
    operation: "verify-update-phone-request",
    kind: "token-lifetime",
    tokenLifetimeSeconds: 2,
  });
  await sendCode(stage);
  await typeCode(stage);
  await person.sees(".timer.is-pressing");
  // The two seconds are waited for, by the browser's own clocks.
  await person.focusIsAt("banner");
  assert.equal(await person.textOf("#banner"), stage.texts.expired);
  assert.equal(await person.textOf("#confirm"), null);
  assert.equal(service.emulator.users[0].phone, "18812345678");
  await stage.sleep(60_000);
  await person.press("#renew");
  await person.focusIsAt("new-code");
  await typeCode(stage);
  await person.press("#confirm");
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW, NEW]);
}

async function takenNumber(stage) {
  const { person } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY });
  await person.chooseCountry("HK", "852");
  await person.focusIsAt("new-phone");
  await sendCode(stage, TAKEN_TYPED);
  await typeCode(stage, stage.codeTo(`+852${TAKEN_TYPED}`));
  await person.sees("#new-phone-note", "belongs to another account");
  await person.focusIsAt("new-phone");
  assert.equal(await person.propertyOf("#new-phone", "ariaInvalid"), "true");
  assert.equal(stage.service.emulator.users[0].phone, "18812345678");
  await person.chooseCountry("CN", "86");
  await person.focusIsAt("new-phone");
  await sendCode(stage, NEW_TYPED);
  await typeCode(stage);
  await seesTheEnd(stage);
}

async function offlineInTheMiddle(stage) {
  const { person, service } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY, flow: { confirm: true } });
  await sendCode(stage);

  await service.goAway();
  await typeCode(stage);
  await person.sees("#banner", "could not be reached");
  await person.focusIsAt("banner");
  await service.comeBack();
  await person.press("#submit");
  await person.sees("#confirm");

  // While the change itself is asked for: nobody can know what became of it.
  await service.goAway();
  await person.press("#confirm");
  await person.sees(".doubt-title", stage.texts.inDoubt);
  await person.focusIsAt("heading");
  assert.equal(service.emulator.users[0].phone, "18812345678");
  await service.comeBack();
  await person.press("#check");
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW]);
}

async function reloadInTheCoolDown(stage) {
  const { person } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY });
  await sendCode(stage);
  const before = await secondsLeft(person);
  await stage.reload();
  await goOnWithTheCodeThatWasSent(stage);
  assert.ok((await secondsLeft(person)) <= before, "the time goes on");
  await stage.sleep(60_000);
  await person.sees("#new-resend", stage.texts.sendAgain);
  await person.press("#new-resend");
  await person.sees(".resend-timer");
  await typeCode(stage);
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW, NEW], "one before the reload, and one when the time was over");
}

async function twoTabs(stage) {
  const { person } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY });
  const first = await stage.tab();
  const second = await stage.openTab();
  await person.type("#new-phone", NEW);
  await person.sees("#new-send", stage.texts.sendCode);
  await stage.goTo(first);
  await sendCode(stage);
  await stage.goTo(second);
  await person.sees("#new-phone-note", stage.texts.alreadySent);
  await person.sees("#new-send", stage.texts.goOn);
  await person.press("#new-send");
  await person.focusIsAt("new-code");
  assert.ok((await secondsLeft(person)) > 30);
  await typeCode(stage);
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW]);
}

async function backButton(stage) {
  const { person } = stage;
  await stage.open({ emulator: NEW_PHONE_ONLY });
  await sendCode(stage);
  const before = await secondsLeft(person);
  await person.press("#elsewhere");
  await person.sees("#here");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const isKept = await stage.back();
  stage.note(isKept ? "as it was left" : "loaded anew");
  if (!isKept) await goOnWithTheCodeThatWasSent(stage);
  assert.equal(await person.textOf(".folded .number"), NEW_SHOWN);
  assert.ok((await secondsLeft(person)) < before, "what passed elsewhere counts");
  await typeCode(stage);
  await seesTheEnd(stage);
  assert.deepEqual(sentTo(stage), [NEW]);
}

/** In a page that knows nothing but what the browser keeps for it. */
async function goOnWithTheCodeThatWasSent(stage) {
  const { person } = stage;
  assert.equal(await person.propertyOf("#new-phone", "value"), "");
  await person.type("#new-phone", NEW);
  await person.sees("#new-phone-note", stage.texts.alreadySent);
  await person.goOn("#new-send");
  await person.focusIsAt("new-code");
}

/** Until another code can be sent, as it is shown. */
async function secondsLeft(person) {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await person.sees(".resend-timer"));
  return Number(minutes) * 60 + Number(seconds);
}

export const SCENARIOS = [
  ...LANGUAGES.map((lang) => ({ name: `happy path, ${lang}`, run: (stage) => happyPath(stage, lang) })),
  { name: "wrong code", run: wrongCode },
  { name: "expiry while confirming", run: expiryWhileConfirming },
  { name: "taken number", run: takenNumber },
  { name: "offline in the middle", run: offlineInTheMiddle },
  { name: "reload in the cool-down", run: reloadInTheCoolDown },
  { name: "two tabs", run: twoTabs },
  { name: "back button", run: backButton },
];
