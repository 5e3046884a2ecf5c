// A token whose answer was lost: what a second try may do, after its time is up as well, and how changePhone goes on with it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failureOf, NEW, setStage, variants } from "../support/stage.mjs";

const [VERIFY, UPDATE, PROFILE] = ["verify-update-phone-request", "update-phone", "get-profile"];

/** A token whose answer was lost, and of which the profile told nothing. */
async function inDoubt({ variant, kind, ...clientOptions }) {
  const stage = setStage({ variant });
  const { emulator, network, clientOf, codes } = stage;
  const client = clientOf(clientOptions);
  const token = await client.updatePhoneRequest(await codes());
  emulator.faults.add({ operation: UPDATE, kind });
  emulator.faults.add({ operation: PROFILE, kind: "unauthorized-once" });
  assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_OUTCOME_UNKNOWN");
  const before = network.sent.length;
  return { ...stage, client, token, sentSince: () => network.sent.slice(before) };
}

for (const variant of variants) {
  describe(`under the variant ${variant}`, () => {
    test("a token in doubt that has expired is never sent: the profile has the new number", async () => {
      const { clock, client, token, sentSince } = await inDoubt({ variant, kind: "lost-after" });
      await clock.pass(60_000);
      const { outcome, statusCode } = await client.updatePhone(token);
      assert.deepEqual([outcome, statusCode], ["reconciled", 200]);
      assert.deepEqual(sentSince(), [PROFILE]);
      assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_UPDATE_TOKEN_SPENT");
      assert.deepEqual(sentSince(), [PROFILE]);
    });

    test("a token in doubt that has expired is never sent: the profile has the old number", async () => {
      const { clock, emulator, client, token, user, sentSince } = await inDoubt({ variant, kind: "lost-before" });
      await clock.pass(60_000);
      const { code, recovery, field } = await failureOf(client.updatePhone(token));
      assert.deepEqual([code, recovery, field], ["ERR_UPDATE_TOKEN_EXPIRED", "request-new-code", "updatePhoneToken"]);
      assert.deepEqual(sentSince(), [PROFILE]);
      assert.equal(emulator.users[0].phone, user.phone);
      // That it was not changed is certain now, since it will not be sent again: nobody has to be asked.
      assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_UPDATE_TOKEN_EXPIRED");
      assert.deepEqual(sentSince(), [PROFILE]);
    });

    test("a token in doubt that has expired is never sent: the profile cannot be read", async () => {
      for (const kind of ["lost-before", "lost-after"]) {
        const { clock, emulator, client, token, sentSince } = await inDoubt({ variant, kind });
        await clock.pass(60_000);
        emulator.faults.add({ operation: PROFILE, kind: "lost-before", times: 3 });
        const trying = failureOf(client.updatePhone(token));
        for (const pause of [250, 500]) await clock.passTimer(pause);
        const { code, recovery } = await trying;
        assert.deepEqual([code, recovery], ["ERR_OUTCOME_UNKNOWN", "check-profile"]);
        assert.deepEqual(sentSince(), [PROFILE, PROFILE, PROFILE]);
        // The doubt stays until the profile tells.
        const next = client.updatePhone(token);
        if (kind === "lost-after") assert.equal((await next).outcome, "reconciled");
        else assert.equal((await failureOf(next)).code, "ERR_UPDATE_TOKEN_EXPIRED");
        assert.equal(sentSince().includes(UPDATE), false);
      }
    });

    test("a token in doubt that is tried again and refused is reconciled by the profile", async () => {
      const { client, token, sentSince } = await inDoubt({ variant, kind: "lost-after" });
      assert.equal((await client.updatePhone(token)).outcome, "reconciled");
      assert.deepEqual(sentSince(), [UPDATE, PROFILE]);
    });

    test("a token in doubt that is tried again and taken is confirmed, and nobody else is asked", async () => {
      const { client, token, sentSince } = await inDoubt({ variant, kind: "lost-before" });
      assert.equal((await client.updatePhone(token)).outcome, "confirmed");
      assert.deepEqual(sentSince(), [UPDATE]);
    });

    test("a token in doubt may be lost again and again, and changes the number once", async () => {
      const { emulator, client, token, sentSince } = await inDoubt({ variant, kind: "lost-before" });
      emulator.faults.add({ operation: UPDATE, kind: "lost-before" });
      assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_NETWORK");
      emulator.faults.add({ operation: UPDATE, kind: "lost-after" });
      assert.equal((await client.updatePhone(token)).outcome, "reconciled");
      assert.deepEqual(sentSince(), [UPDATE, PROFILE, UPDATE, PROFILE]);
      assert.equal(emulator.users[0].phone, NEW);
    });

    test("a token in doubt that is refused, with a profile that cannot be read, is asked about again and not sent", async () => {
      const { emulator, client, token, sentSince } = await inDoubt({ variant, kind: "lost-after" });
      emulator.faults.add({ operation: PROFILE, kind: "unauthorized-once" });
      assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_OUTCOME_UNKNOWN");
      assert.deepEqual(sentSince(), [UPDATE, PROFILE]);
      assert.equal((await client.updatePhone(token)).outcome, "reconciled");
      assert.deepEqual(sentSince(), [UPDATE, PROFILE, PROFILE]);
    });

    test("an equal changePhone skips the verification and goes on with the token", async () => {
      for (const [kind, outcome] of Object.entries({ "lost-before": "confirmed", "lost-after": "reconciled" })) {
        const { emulator, network, client, codes } = setStage({ variant });
        const request = await codes();
        emulator.faults.add({ operation: UPDATE, kind });
        emulator.faults.add({ operation: PROFILE, kind: "unauthorized-once" });
        assert.equal((await failureOf(client.changePhone(request))).code, "ERR_OUTCOME_UNKNOWN");
        assert.equal((await client.changePhone({ ...request })).outcome, outcome);
        assert.equal(network.count(VERIFY), 1, "the codes were used up once");
        assert.equal(emulator.users[0].phone, NEW);
        // After that the same call is another change, for which its codes are no good.
        assert.equal((await failureOf(client.changePhone(request))).code, "ERR_PASS_CODE_SPENT");
      }
    });

    test("a changePhone whose change did not arrive goes on with its token, and with none that has expired", async () => {
      const { clock, emulator, network, client, codes } = setStage({ variant });
      const request = await codes();
      emulator.faults.add({ operation: UPDATE, kind: "lost-before", times: 2 });
      for (let tries = 0; tries < 2; tries += 1) {
        const { code, message } = await failureOf(client.changePhone(request));
        assert.equal(code, "ERR_NETWORK");
        assert.match(message, /尚未修改/);
      }
      await clock.pass(60_000);
      assert.equal((await failureOf(client.changePhone(request))).code, "ERR_UPDATE_TOKEN_EXPIRED");
      assert.equal((await failureOf(client.changePhone(request))).code, "ERR_PASS_CODE_SPENT");
      assert.deepEqual([network.count(VERIFY), network.count(UPDATE)], [1, 2]);
    });

    test("who was signed out in doubt is told so, and the doubt stays", async () => {
      const { emulator, client, token } = await inDoubt({ variant, kind: "lost-after" });
      for (const operation of [UPDATE, PROFILE]) emulator.faults.add({ operation, kind: "unauthorized-once" });
      assert.equal((await failureOf(client.updatePhone(token))).code, "ERR_NOT_SIGNED_IN");
      emulator.faults.clear();
      assert.equal((await client.updatePhone(token)).outcome, "reconciled");
    });

    test("a token in doubt that is refused in words that nobody knows is reconciled by the profile", async () => {
      for (const language of ["zh-CN", "zh-TW", "en-US", "ja-JP"]) {
        const { client, token } = await inDoubt({ variant, kind: "lost-after", language });
        assert.equal((await client.updatePhone(token)).outcome, "reconciled", language);
      }
    });
  });
}

test("who gives up while the profile is read leaves the token in doubt, and the next try finds out", async () => {
  for (const call of ["updatePhone", "changePhone"]) {
    const { emulator, network, client, codes } = setStage();
    const request = await codes();
    const argument = call === "updatePhone" ? await client.updatePhoneRequest(request) : request;
    emulator.faults.add({ operation: UPDATE, kind: "lost-after" });
    const held = network.hold(PROFILE);
    const controller = new AbortController();
    const given = client[call](argument, { signal: controller.signal });
    await held.arrival;
    controller.abort("enough");
    await assert.rejects(given, (reason) => reason === "enough");
    held.release();
    assert.equal((await client[call](argument)).outcome, "reconciled", call);
    assert.equal(network.count(VERIFY), 1);
  }
});

test("two equal tries of a token in doubt are one, and both learn what became of it", async () => {
  const { client, token, sentSince } = await inDoubt({ kind: "lost-after" });
  const both = await Promise.all([client.updatePhone(token), client.updatePhone(token)]);
  assert.deepEqual(
    both.map(({ outcome }) => outcome),
    ["reconciled", "reconciled"],
  );
  assert.deepEqual(sentSince(), [UPDATE, PROFILE]);
});

test("that the number was not changed when last read is said in every language, and is not what is said without a reading", async () => {
  const messages = new Set();
  for (const language of ["zh-CN", "zh-TW", "en-US", "ja-JP"]) {
    const { emulator, clientOf, codes } = setStage();
    const client = clientOf({ language });
    const request = await codes();
    emulator.faults.add({ operation: VERIFY, kind: "lost-before" });
    messages.add((await failureOf(client.updatePhoneRequest(request))).message);
    const answer = await client.updatePhoneRequest(request);
    emulator.faults.add({ operation: UPDATE, kind: "lost-before" });
    const { code, message, isRetryable, cause } = await failureOf(client.updatePhone(answer));
    assert.deepEqual([code, isRetryable, cause.code], ["ERR_NETWORK", true, "ERR_NETWORK"]);
    messages.add(message);
  }
  assert.equal(messages.size, 8);
});

test("a token that another client received never expires here, and the service judges it", async () => {
  const { clock, network, client, clientOf, codes } = setStage();
  const { data } = await clientOf().updatePhoneRequest(await codes());
  await clock.pass(61_000);
  assert.equal((await failureOf(client.updatePhone(data.updatePhoneToken))).code, "ERR_UPDATE_TOKEN_REJECTED");
  assert.equal(network.count(UPDATE), 1);
  // What it has refused once is not sent again.
  assert.equal((await failureOf(client.updatePhone(data.updatePhoneToken))).code, "ERR_UPDATE_TOKEN_REJECTED");
  assert.equal(network.count(UPDATE), 1);
});

test("a token of this client is for the number that was verified, whatever the caller says of it", async () => {
  const { emulator, client, user, codes } = setStage();
  const { data } = await client.updatePhoneRequest(await codes());
  emulator.faults.add({ operation: UPDATE, kind: "lost-before" });
  const { code } = await failureOf(client.updatePhone({ ...data, newPhone: `+86${user.phone}` }));
  assert.equal(code, "ERR_NETWORK", "not reconciled with the number that the user has anyhow");
});

test("what a caller says later of a token from elsewhere counts", async () => {
  const { emulator, client, clientOf, codes } = setStage();
  const { updatePhoneToken } = (await clientOf().updatePhoneRequest(await codes())).data;
  emulator.faults.add({ operation: UPDATE, kind: "lost-after" });
  assert.equal((await failureOf(client.updatePhone(updatePhoneToken))).code, "ERR_OUTCOME_UNKNOWN");
  assert.equal((await client.updatePhone({ updatePhoneToken, newPhone: `+86${NEW}` })).outcome, "reconciled");
});
