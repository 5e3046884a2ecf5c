// What comes after a trap of the WebAssembly module: the call that met it fails with ERR_INTERNAL, another instance takes the place of
// the one that trapped, and everything goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { settle } from "../support/held-clock.mjs";
import { MemoryStore, NEW, setStage } from "../support/stage.mjs";
import { trappingPackage } from "./trapping-package.mjs";

const { countries, createClient, formatAsYouType, init, isUpdatePhoneError, isValidPhone, parsePhone } =
  trappingPackage;
await init();

const TRAPS = ["trap", "out of memory"];
const GOOD = "+8618812345678";

const setTrappingStage = (options) => setStage({ newClient: createClient, ...options });

function expectInternal(error) {
  assert.ok(isUpdatePhoneError(error), String(error));
  assert.equal(error.code, "ERR_INTERNAL", String(error));
  assert.ok(error.cause instanceof Error, String(error.cause));
  return error;
}

function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("should have thrown");
}

const rejectionOf = (promise) =>
  promise.then(
    () => assert.fail("should have failed"),
    (error) => error,
  );

/** Something else in the page meets a trap. */
const trapElsewhere = () => expectInternal(thrownBy(() => parsePhone("trap")));

/** The next answer of an operation makes the module trap, after the service has done what it was asked for. */
function trapAtAnswer(network, operation) {
  network.answer(operation, async (deliver) => {
    network.answer(operation, undefined);
    const body = await (await deliver()).json();
    return Response.json({ ...body, message: "trap" });
  });
}

for (const text of TRAPS) {
  test(`a phone function that meets a trap (${text}) throws ERR_INTERNAL, and all of them work afterwards`, () => {
    for (const trap of [() => parsePhone(text), () => isValidPhone(text), () => formatAsYouType(text)]) {
      assert.ok(expectInternal(thrownBy(trap)).cause instanceof WebAssembly.RuntimeError);
      assert.equal(parsePhone(GOOD).e164, GOOD);
      assert.equal(parsePhone("+14155552671").region, "US");
      assert.equal(isValidPhone(GOOD), true);
      assert.equal(formatAsYouType("4155552671", { defaultRegion: "US" }).text, "(415) 555-2671");
      assert.ok(countries("en").length > 200);
    }
  });
}

test("a panic is told with its place, and without what it says", async () => {
  const { clientOf } = setTrappingStage();
  for (const error of [
    thrownBy(() => parsePhone("panic")),
    await rejectionOf(clientOf().updatePhone("panic")),
    await rejectionOf(clientOf({ accessToken: async () => "panic" }).getProfile()),
  ]) {
    expectInternal(error);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.match(error.cause.message, /^panicked at src\/bindings\/trap\.rs:\d+$/);
  }
});

test("a stack that is too deep leaves phone functions that work", () => {
  const seen = new Set();
  let tries = 0;
  // From the deepest level upwards, so some of them come to the stack's end inside the module.
  const dive = () => {
    try {
      dive();
    } catch {
      // The deepest.
    }
    if (tries++ < 500) {
      try {
        seen.add(parsePhone(GOOD).e164);
      } catch (error) {
        seen.add(error.code ?? error.constructor.name);
      }
    }
  };
  dive();
  assert.ok(seen.has(GOOD) && seen.has("ERR_INTERNAL"), `no instance was replaced: ${[...seen]}`);
  assert.equal(parsePhone(GOOD).e164, GOOD);
});

for (const [where, trap] of Object.entries({
  "while its arguments are read": (client) => client.updatePhone("trap"),
  "after it waited for the access token": (_, { clientOf }) =>
    clientOf({ accessToken: async () => "trap" }).getProfile(),
  "at the answer": (client, { network }) => {
    trapAtAnswer(network, "get-profile");
    return client.getProfile();
  },
})) {
  test(`a call that meets a trap ${where} rejects, and the next one works`, async () => {
    const stage = setTrappingStage();
    const { client, user, clock } = stage;
    const error = expectInternal(await rejectionOf(trap(client, stage)));
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    assert.equal(error.isRetryable, false);
    assert.equal((await client.getProfile()).phone, user.phone);
    assert.equal(clock.timers, 0);
  });
}

test("what waits in the instance that trapped rejects at once and is given up, in the client's language", async () => {
  const { client, clientOf, network, clock } = setTrappingStage();
  const held = network.hold("get-profile");
  const pending = [client, clientOf({ language: "en-US" })].map((each) => rejectionOf(each.getProfile()));
  await held.arrival;
  await settle();
  trapElsewhere();
  const [chinese, english] = (await Promise.all(pending)).map(expectInternal);
  assert.match(english.message, /internal error/i);
  assert.doesNotMatch(chinese.message, /internal error/i);
  assert.deepEqual(
    held.calls.map(({ signal }) => signal.aborted),
    [true, true],
  );
  assert.equal(clock.timers, 0);
});

test("countdowns and cool-downs go on", async () => {
  const { clock, client, codes, network, clientOf } = setTrappingStage();
  const storage = new MemoryStore();
  const sender = clientOf({ storage });
  const granted = await client.updatePhoneRequest(await codes({ by: sender }));
  const { countdown } = granted;
  const shown = [];
  countdown.subscribe(() => shown.push(countdown.remainingSeconds));
  trapElsewhere();
  await clock.pass(2_000);
  assert.deepEqual(shown, [60, 59, 58]);
  assert.equal((await sender.cooldown("new", `+86${NEW}`)).remainingSeconds, 58);
  const sent = network.count("send-sms");
  const error = await rejectionOf(sender.sendCode({ purpose: "new", phone: `+86${NEW}` }));
  assert.deepEqual([error.code, error.retryAfterMs], ["ERR_CODE_SENT_TOO_OFTEN", 58_000]);
  assert.equal(network.count("send-sms"), sent);
});

test("a token that was verified before the trap is good afterwards", async () => {
  const { client, codes, emulator } = setTrappingStage();
  const granted = await client.updatePhoneRequest(await codes());
  trapElsewhere();
  assert.equal((await client.updatePhone(granted)).outcome, "confirmed");
  assert.equal(emulator.users[0].phone, NEW);
});

test("of a change whose answer met the trap the profile tells when it is tried again", async () => {
  for (const isTold of [true, false]) {
    const { client, codes, emulator, network } = setTrappingStage();
    const { data } = await client.updatePhoneRequest(await codes());
    const token = { ...data, ...(isTold && { newPhone: `+86${NEW}` }) };
    trapAtAnswer(network, "update-phone");
    expectInternal(await rejectionOf(client.updatePhone(token)));
    assert.equal(emulator.users[0].phone, NEW);
    const again = client.updatePhone(token);
    // For which number a token was is among what is lost.
    if (isTold) assert.equal((await again).outcome, "reconciled");
    else assert.equal((await rejectionOf(again)).code, "ERR_OUTCOME_UNKNOWN");
  }
});

test("an equal changePhone goes on with the token after a trap, and never says that nothing was changed", async () => {
  const { client, codes, emulator, network } = setTrappingStage();
  const request = await codes();
  trapAtAnswer(network, "update-phone");
  expectInternal(await rejectionOf(client.changePhone(request)));
  assert.equal(emulator.users[0].phone, NEW);
  assert.equal((await rejectionOf(client.changePhone(request))).code, "ERR_OUTCOME_UNKNOWN");
  assert.equal(network.count("verify-update-phone-request"), 1);
});

test("a form keeps what was typed when something else traps, says so, and leads to the end", async () => {
  const { client, codeOf, emulator, user } = setTrappingStage({ verifyOldPhone: false });
  const flow = client.createFlow();
  const stop = flow.subscribe(() => undefined);
  flow.setNewPhone(`+86${NEW}`);
  await flow.sendNewCode();
  trapElsewhere();
  flow.setNewCode(codeOf(`+86${NEW}`));
  let { state, newPhoneInput, newCode, error, newCooldownSeconds } = flow.getSnapshot();
  assert.deepEqual([state, newPhoneInput, newCode], ["editing", `+86${NEW}`, codeOf(`+86${NEW}`)]);
  assert.equal(error.code, "ERR_INTERNAL");
  assert.ok(newCooldownSeconds > 0);
  await flow.submit();
  ({ state, error } = flow.getSnapshot());
  assert.deepEqual([state, error], ["done", undefined]);
  assert.notEqual(emulator.users[0].phone, user.phone);
  stop();
  flow.dispose();
});

for (const text of TRAPS) {
  test(`a form in which "${text}" is typed says so, without it, and leads to the end`, async () => {
    const { client, codeOf, emulator } = setTrappingStage({ verifyOldPhone: false });
    const flow = client.createFlow();
    flow.setNewPhone(text);
    assert.equal(flow.getSnapshot().error.code, "ERR_INTERNAL");
    assert.equal(flow.getSnapshot().newPhoneInput, "");
    flow.setNewCode(text);
    assert.equal(flow.getSnapshot().error.code, "ERR_INTERNAL");
    flow.setNewPhone(`+86${NEW}`);
    assert.equal(flow.getSnapshot().error, undefined);
    await flow.sendNewCode();
    flow.setNewCode(codeOf(`+86${NEW}`));
    await flow.submit();
    assert.equal(flow.getSnapshot().state, "done");
    assert.equal(emulator.users[0].phone, NEW);
    flow.dispose();
  });
}

test("a form whose call meets the trap goes back to its beginning", async () => {
  const { client, codeOf, network } = setTrappingStage({ verifyOldPhone: false });
  const flow = client.createFlow();
  flow.setNewPhone(`+86${NEW}`);
  await flow.sendNewCode();
  flow.setNewCode(codeOf(`+86${NEW}`));
  trapAtAnswer(network, "verify-update-phone-request");
  await flow.submit();
  const { state, error, newPhoneInput } = flow.getSnapshot();
  assert.deepEqual([state, error.code, newPhoneInput], ["editing", "ERR_INTERNAL", `+86${NEW}`]);
  flow.dispose();
});

test("what belonged to the instance that trapped can be freed, by hand and by the engine", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  let stage = setTrappingStage();
  await stage.client.getProfile();
  const flow = stage.client.createFlow();
  flow.setNewPhone(GOOD);
  const gone = new WeakRef(stage.clientOf());
  await stage.clientOf().getProfile();
  trapElsewhere();
  await settle();
  flow.dispose();
  stage.client.dispose();
  stage = undefined;
  for (let round = 0; round < 5; round += 1) {
    collect();
    await settle();
  }
  assert.equal(gone.deref(), undefined);
  assert.equal(parsePhone(GOOD).e164, GOOD);
});
