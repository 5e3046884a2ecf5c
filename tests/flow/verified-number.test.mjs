// The number that was verified belongs to the token: what is typed while it is verified or changed is the next attempt's, and no word of
// the form is about it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { NEW, setStage } from "../support/stage.mjs";

const NEW_E164 = `+86${NEW}`;
const OTHER = "+852 6123 4567";
const OTHER_E164 = "+85261234567";

/** A flow with both codes typed. */
async function readyFlow(stage, options) {
  const { user } = stage;
  const flow = stage.client.createFlow({ verifyOldPhone: true, ...options });
  const seen = [];
  flow.subscribe(() => seen.push(flow.getSnapshot()));
  const old = `${user.phoneCountryCode ?? "+86"}${user.phone}`;
  flow.setNewPhone(NEW_E164);
  flow.setOldPhone(old);
  await flow.sendNewCode();
  await flow.sendOldCode();
  flow.setOldCode(stage.codeOf(old));
  flow.setNewCode(stage.codeOf(NEW_E164));
  return { flow, seen, old };
}

/** What may happen to the fields meanwhile. */
const TYPED = {
  "another number": (flow) => flow.setNewPhone(OTHER),
  "another country": (flow) => flow.setNewPhone({ region: "HK", number: NEW }),
  "one more digit": (flow) => flow.setNewPhone(`${NEW_E164}1`),
  nothing: (flow) => flow.setNewPhone(""),
  "another old number": (flow) => flow.setOldPhone("+852 5123 4567"),
  "no old number": (flow) => flow.setOldPhone(""),
  "both numbers": (flow) => {
    flow.setNewPhone(OTHER);
    flow.setOldPhone("+852 5123 4567");
  },
  "another code": (flow) => flow.setNewCode("000000"),
  "a number and back": (flow) => {
    flow.setNewPhone(OTHER);
    flow.setNewPhone(NEW_E164);
  },
};

for (const [name, type] of Object.entries(TYPED)) {
  describe(`${name} typed`, () => {
    for (const loss of [undefined, "lost-after"]) {
      test(`while the number is changed${loss ? ", whose answer is lost" : ""}: done is about the number that was changed`, async () => {
        const stage = setStage();
        const { flow, old } = await readyFlow(stage);
        if (loss) stage.emulator.faults.add({ operation: "update-phone", kind: loss });
        const held = stage.network.hold("update-phone");
        const submitting = flow.submit();
        await held.arrival;
        assert.equal(flow.getSnapshot().state, "updating");
        type(flow);
        await settle();
        held.release();
        await submitting;
        const snapshot = flow.getSnapshot();
        assert.equal(snapshot.state, "done");
        assert.equal(stage.emulator.users[0].phone, NEW);
        assert.equal(snapshot.newPhone?.e164, NEW_E164);
        assert.equal(snapshot.oldPhone?.e164, old);
        assert.deepEqual([snapshot.newPhoneInput, snapshot.oldPhoneInput], [NEW_E164, old]);
        flow.reset();
        assert.equal(flow.getSnapshot().newPhone, undefined);
        flow.dispose();
      });
    }

    test("while the number is verified: what is changed is what was verified, or nothing", async () => {
      const stage = setStage();
      const { flow, old } = await readyFlow(stage);
      const held = stage.network.hold("verify-update-phone-request");
      const submitting = flow.submit();
      await held.arrival;
      type(flow);
      await settle();
      held.release();
      await submitting;
      const snapshot = flow.getSnapshot();
      if (snapshot.state === "done") {
        assert.deepEqual([snapshot.newPhone.e164, snapshot.oldPhone.e164], [NEW_E164, old]);
        assert.equal(stage.emulator.users[0].phone, NEW);
      } else {
        assert.equal(stage.network.count("update-phone"), 0);
        assert.equal(stage.emulator.users[0].phone, "18812345678");
      }
      flow.dispose();
    });
  });
}

test("what is typed while a change fails is the next attempt's", async () => {
  const stage = setStage();
  const { flow } = await readyFlow(stage);
  const held = stage.network.hold("update-phone");
  const submitting = flow.submit();
  await held.arrival;
  flow.setNewPhone(OTHER);
  stage.emulator.faults.add({ operation: "update-phone", kind: "unauthorized-once", times: 2 });
  held.release();
  await submitting;
  const snapshot = flow.getSnapshot();
  assert.equal(snapshot.state, "editing");
  assert.equal(snapshot.newPhone.e164, OTHER_E164);
  assert.equal(snapshot.newPhoneInput, OTHER);
  flow.dispose();
});

test("while a number waits to be confirmed, it is that number that is shown and changed, or the token goes", async () => {
  const stage = setStage();
  const { flow } = await readyFlow(stage, { confirm: true });
  await flow.submit();
  assert.equal(flow.getSnapshot().state, "confirming");
  flow.setNewPhone(OTHER);
  assert.equal(flow.getSnapshot().state, "editing");
  await flow.confirm();
  assert.equal(stage.network.count("update-phone"), 0);
  flow.dispose();
});
