// A pass code is used up once: what the service has judged is not sent again, and what nobody knows of may be tried once more.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failureOf, NEW, setStage, variants, wrong } from "../support/stage.mjs";

const VERIFY = "verify-update-phone-request";
const FIVE_MINUTES = 300_000;

/** The code and the field of a refusal of the client itself, which sends nothing. */
async function localRefusal({ network }, promise) {
  const before = network.sent.length;
  const { code, field, recovery, apiCode, statusCode } = await failureOf(promise);
  assert.equal(network.sent.length, before, "nothing is sent");
  assert.deepEqual([apiCode, statusCode], [undefined, undefined]);
  if (code === "ERR_PASS_CODE_SPENT") assert.equal(recovery, "request-new-code");
  return [code, field];
}

/** A verification that has to reach the service; its outcome, which is the code of a failure or "granted". */
async function reaches({ network }, promise) {
  const before = network.count(VERIFY);
  const outcome = await promise.then(
    () => "granted",
    (error) => error,
  );
  assert.equal(network.count(VERIFY), before + 1, `reaches the service: ${outcome}`);
  return outcome instanceof Error ? outcome.code : outcome;
}

for (const variant of variants) {
  describe(`under the variant ${variant}`, () => {
    test("a code that was taken is spent", async () => {
      const stage = setStage({ variant });
      const { client, codes } = stage;
      const request = await codes();
      await client.updatePhoneRequest(request);
      const spent = ["ERR_PASS_CODE_SPENT", "newPhonePassCode"];
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), spent);
      const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = request;
      const withoutOld = { newPhoneCountryCode, newPhoneNumber, newPhonePassCode };
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(withoutOld)), spent);
      assert.deepEqual(await localRefusal(stage, client.changePhone(withoutOld)), spent);
    });

    test("a wrong code is spent, and names its field where there is no other", async () => {
      const stage = setStage({ variant, verifyOldPhone: false, wrongTries: 3 });
      const { client, codes } = stage;
      const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = await codes();
      const request = { newPhoneCountryCode, newPhoneNumber, newPhonePassCode: wrong(newPhonePassCode) };
      const { code, field, recovery } = await failureOf(client.updatePhoneRequest(request));
      assert.deepEqual([code, field, recovery], ["ERR_PASS_CODE_WRONG", "newPhonePassCode", "retype-code"]);
      const spent = ["ERR_PASS_CODE_SPENT", "newPhonePassCode"];
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), spent);
      assert.equal(await reaches(stage, client.updatePhoneRequest({ ...request, newPhonePassCode })), "granted");
    });

    test("of two codes both are spent, and neither is called the wrong one", async () => {
      const stage = setStage({ variant, wrongTries: 3 });
      const { client, codes } = stage;
      const right = await codes();
      const request = { ...right, newPhonePassCode: wrong(right.newPhonePassCode) };
      const { code, field } = await failureOf(client.updatePhoneRequest(request));
      assert.deepEqual([code, field], ["ERR_PASS_CODE_WRONG", undefined]);
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), [
        "ERR_PASS_CODE_SPENT",
        "newPhonePassCode",
      ]);
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(right)), [
        "ERR_PASS_CODE_SPENT",
        "oldPhonePassCode",
      ]);
    });

    test("a code that came too late is spent", async () => {
      const stage = setStage({ variant });
      const { clock, client, codes } = stage;
      const request = await codes();
      await clock.pass(FIVE_MINUTES);
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "ERR_PASS_CODE_EXPIRED");
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), [
        "ERR_PASS_CODE_SPENT",
        "newPhonePassCode",
      ]);
    });

    test("a spent code is refused until its number got the next one, were it the same digits", async () => {
      const stage = setStage({ variant, fixedCode: "1234" });
      const { clock, client, codes, user } = stage;
      const request = await codes({ by: client });
      await client.updatePhoneRequest(request);
      await clock.pass(60_000);
      await client.sendCode({ purpose: "new", phone: `+86${NEW}` });
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), [
        "ERR_PASS_CODE_SPENT",
        "oldPhonePassCode",
      ]);
      await client.sendCode({ purpose: "old", phone: { countryCode: "+86", number: user.phone } });
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
    });

    test("a code that was asked for and not sent brings no spent one back", async () => {
      const stage = setStage({ variant, fixedCode: "1234" });
      const { clock, emulator, client, codes } = stage;
      const request = await codes({ by: client });
      await client.updatePhoneRequest(request);
      await clock.pass(60_000);
      for (const kind of ["lost-before", "rate-limited", "bad-gateway"]) {
        emulator.faults.add({ operation: "send-sms", kind });
        await failureOf(client.sendCode({ purpose: "new", phone: `+86${NEW}` }));
        const [code] = await localRefusal(stage, client.updatePhoneRequest(request));
        assert.equal(code, "ERR_PASS_CODE_SPENT", kind);
      }
    });

    test("after five minutes the same digits may be those of another code", async () => {
      const stage = setStage({ variant });
      const { clock, client, codes } = stage;
      const request = await codes();
      await client.updatePhoneRequest(request);
      await clock.pass(FIVE_MINUTES - 1);
      assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), [
        "ERR_PASS_CODE_SPENT",
        "newPhonePassCode",
      ]);
      await clock.pass(1);
      assert.match(await reaches(stage, client.updatePhoneRequest(request)), /^ERR_PASS_CODE_(WRONG|EXPIRED)$/);
    });

    test("codes are usable after the service asked for the old phone", async () => {
      const stage = setStage({ variant });
      const { client, codes } = stage;
      const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode, ...old } = await codes();
      const request = { newPhoneCountryCode, newPhoneNumber, newPhonePassCode };
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "ERR_OLD_PHONE_REQUIRED");
      assert.equal(await reaches(stage, client.updatePhoneRequest({ ...request, ...old })), "granted");
    });

    test("codes are usable after the old phone was another one", async () => {
      const stage = setStage({ variant });
      const { client, codes } = stage;
      const request = await codes();
      const mistaken = { ...request, oldPhoneNumber: "13700000000" };
      assert.equal(await reaches(stage, client.updatePhoneRequest(mistaken)), "ERR_OLD_PHONE_MISMATCH");
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
    });

    test("codes are usable after a 401", async () => {
      const stage = setStage({ variant });
      const { emulator, client, codes } = stage;
      const request = await codes();
      emulator.faults.add({ operation: VERIFY, kind: "unauthorized-once" });
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "ERR_NOT_SIGNED_IN");
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
    });

    test("codes are usable after a 429", async () => {
      const stage = setStage({ variant });
      const { emulator, client, codes } = stage;
      const request = await codes();
      for (const retryAfterSeconds of [30, null]) {
        emulator.faults.add({ operation: VERIFY, kind: "rate-limited", retryAfterSeconds });
        assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "ERR_RATE_LIMITED");
      }
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
    });

    test("codes are usable after the number was taken", async () => {
      const stage = setStage({ variant });
      const { client, clientOf, codes, codeOf, other } = stage;
      const request = await codes();
      const phone = { countryCode: other.phoneCountryCode, number: other.phone };
      await clientOf().sendCode({ purpose: "new", phone });
      const taken = {
        ...request,
        newPhoneCountryCode: phone.countryCode,
        newPhoneNumber: phone.number,
        newPhonePassCode: codeOf(`${phone.countryCode}${phone.number}`),
      };
      assert.equal(await reaches(stage, client.updatePhoneRequest(taken)), "ERR_PHONE_TAKEN");
      assert.equal(await reaches(stage, client.updatePhoneRequest(taken)), "ERR_PHONE_TAKEN");
      // The old phone's code goes on to the other number.
      assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
    });

    for (const [loss, { isDone, ...fault }] of Object.entries({
      "the request was lost": { kind: "lost-before", isDone: false },
      "the answer was lost": { kind: "lost-after", isDone: true },
      "the answer was cut off": { kind: "truncated-json", isDone: true },
      "the answer was empty": { kind: "empty-body", isDone: true },
      "the connection broke in the answer": { kind: "reset-in-body", isDone: true },
      "a gateway answered, and nothing was done": { kind: "bad-gateway", isDone: false },
    })) {
      test(`after ${loss} the codes may be tried once more, and what is refused then needs a new code`, async () => {
        const stage = setStage({ variant });
        const { emulator, client, codes } = stage;
        const request = await codes();
        emulator.faults.add({ operation: VERIFY, ...fault });
        const lost = await reaches(stage, client.updatePhoneRequest(request));
        assert.match(lost, /^ERR_(NETWORK|BAD_RESPONSE|SERVER)$/);
        if (!isDone) {
          assert.equal(await reaches(stage, client.updatePhoneRequest(request)), "granted");
          return;
        }
        const { recovery, field } = await failureOf(client.updatePhoneRequest(request));
        assert.deepEqual([recovery, field], ["request-new-code", undefined]);
        assert.deepEqual(await localRefusal(stage, client.updatePhoneRequest(request)), [
          "ERR_PASS_CODE_SPENT",
          "newPhonePassCode",
        ]);
      });
    }

    test("after a time-out, and after an abort, the codes are in doubt as well", async () => {
      for (const giveUp of ["time-out", "abort"]) {
        const stage = setStage({ variant });
        const { clock, network, client, codes } = stage;
        const request = await codes();
        const controller = new AbortController();
        const arrival = network.swallow(VERIFY, { isDone: true });
        const given = client.updatePhoneRequest(request, { signal: controller.signal }).catch((reason) => reason);
        await arrival;
        if (giveUp === "abort") controller.abort("enough");
        else await clock.pass(10_000);
        assert.notEqual((await given)?.statusCode, 200);
        const { recovery } = await failureOf(client.updatePhoneRequest(request));
        assert.equal(recovery, "request-new-code", giveUp);
      }
    });
  });
}

test("a code that is wrong after a lost answer has a message of its own in every language", async () => {
  for (const language of ["zh-CN", "zh-TW", "en-US", "ja-JP"]) {
    const messageAfter = async (isLost) => {
      const { emulator, clientOf, codes } = setStage({ verifyOldPhone: false, wrongTries: 3 });
      const client = clientOf({ language });
      const { newPhoneCountryCode, newPhoneNumber, newPhonePassCode } = await codes();
      const request = { newPhoneCountryCode, newPhoneNumber, newPhonePassCode: wrong(newPhonePassCode) };
      if (isLost) {
        emulator.faults.add({ operation: VERIFY, kind: "lost-before" });
        await failureOf(client.updatePhoneRequest(request));
      }
      const { code, recovery, message } = await failureOf(client.updatePhoneRequest(request));
      assert.equal(code, "ERR_PASS_CODE_WRONG");
      return { recovery, message };
    };
    const [plain, doubtful] = [await messageAfter(false), await messageAfter(true)];
    assert.deepEqual([plain.recovery, doubtful.recovery], ["retype-code", "request-new-code"]);
    assert.notEqual(plain.message, doubtful.message);
  }
});

test("another client knows nothing of a spent code, and asks the service", async () => {
  const stage = setStage();
  const { client, clientOf, codes } = stage;
  const request = await codes();
  await client.updatePhoneRequest(request);
  assert.equal(await reaches(stage, clientOf().updatePhoneRequest(request)), "ERR_PASS_CODE_EXPIRED");
});
