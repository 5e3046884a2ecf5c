// The answer to a sending was lost: perhaps an SMS is on its way, and no cool-down is known.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { failureOf, NEW, setStage, variants } from "../support/stage.mjs";

const SENDING = { purpose: "new", phone: `+86${NEW}` };
const LANGUAGES = ["zh-CN", "zh-TW", "en-US", "ja-JP"];

/** Loses the answer of a sending that the service has carried out. */
const LOSSES = {
  "the answer is lost": (stage, client) => {
    stage.emulator.faults.add({ operation: "send-sms", kind: "lost-after" });
    return failureOf(client.sendCode(SENDING));
  },
  "the answer is cut off": (stage, client) => {
    stage.emulator.faults.add({ operation: "send-sms", kind: "truncated-json" });
    return failureOf(client.sendCode(SENDING));
  },
  "the answer is empty": (stage, client) => {
    stage.emulator.faults.add({ operation: "send-sms", kind: "empty-body" });
    return failureOf(client.sendCode(SENDING));
  },
  "the connection breaks in the answer": (stage, client) => {
    stage.emulator.faults.add({ operation: "send-sms", kind: "reset-in-body" });
    return failureOf(client.sendCode(SENDING));
  },
  "a gateway answers with HTML": (stage, client) => {
    stage.emulator.faults.add({ operation: "send-sms", kind: "bad-gateway", isDone: true });
    return failureOf(client.sendCode(SENDING));
  },
  "the answer is later than the time limit": (stage, client) => lateAnswer(stage, client),
  "the caller gives up": (stage, client) => lateAnswer(stage, client, new AbortController()),
};

/** The service carries the call out, and its answer never comes. */
async function lateAnswer({ clock, network }, client, controller) {
  const arrival = network.swallow("send-sms", { isDone: true });
  const sending = client.sendCode(SENDING, { signal: controller?.signal }).catch((reason) => reason);
  await arrival;
  if (controller) controller.abort("enough");
  else await clock.pass(10_000);
  return sending;
}

for (const variant of variants) {
  describe(`under the variant ${variant}`, () => {
    for (const [name, lose] of Object.entries(LOSSES)) {
      test(`${name}: no cool-down is known, and the refusal of the next one says that a code is on its way`, async () => {
        const stage = setStage({ variant });
        const { clock, emulator, network, client, clientOf } = stage;
        await lose(stage, client);
        assert.equal(emulator.inbox().length, 1);
        assert.equal((await client.cooldown("new", SENDING.phone)).isExpired, true);

        const refused = await failureOf(client.sendCode(SENDING));
        const elsewhere = await failureOf(clientOf().sendCode(SENDING));
        assert.deepEqual([refused.code, elsewhere.code], Array(2).fill("ERR_CODE_SENT_TOO_OFTEN"));
        assert.ok(refused.retryAfterMs > 0 && refused.retryAfterMs <= 60_000, String(refused.retryAfterMs));
        assert.notEqual(refused.message, elsewhere.message);

        // From here on the cool-down is known, and over when it says so.
        const { remainingMs } = await client.cooldown("new", SENDING.phone);
        assert.equal(remainingMs, refused.retryAfterMs);
        const sent = network.sent.length;
        await failureOf(client.sendCode(SENDING));
        assert.equal(network.sent.length, sent);
        await clock.pass(remainingMs);
        await client.sendCode(SENDING);
        assert.equal(emulator.inbox().length, 2);
      });
    }
  });
}

test("a sending that was lost before it arrived can be made again at once", async () => {
  const { emulator, client } = setStage();
  emulator.faults.add({ operation: "send-sms", kind: "lost-before" });
  const { code, isRetryable } = await failureOf(client.sendCode(SENDING));
  assert.deepEqual([code, isRetryable], ["ERR_NETWORK", false], "it may be made again, but an SMS may be sent twice");
  const { cooldown } = await client.sendCode(SENDING);
  assert.equal(cooldown.remainingSeconds, 60);
  assert.equal(emulator.inbox().length, 1);
});

test("in every language the message that a code is on its way is another one than that to wait", async () => {
  const messages = new Set();
  for (const language of LANGUAGES) {
    const stage = setStage();
    const [lossy, plain] = [stage.clientOf({ language }), stage.clientOf({ language })];
    await LOSSES["the answer is lost"](stage, lossy);
    for (const client of [lossy, plain]) {
      const { code, message } = await failureOf(client.sendCode(SENDING));
      assert.equal(code, "ERR_CODE_SENT_TOO_OFTEN");
      messages.add(message);
    }
  }
  assert.equal(messages.size, 2 * LANGUAGES.length);
});

test("a lost sending to one number says nothing of another number or channel", async () => {
  const stage = setStage();
  const { client, clientOf } = stage;
  await LOSSES["the answer is lost"](stage, client);
  for (const sending of [
    { ...SENDING, phone: "+86 137 0000 0000" },
    { ...SENDING, purpose: "old" },
  ]) {
    await clientOf().sendCode(sending);
    const plain = await failureOf(clientOf().sendCode(sending));
    assert.equal((await failureOf(client.sendCode(sending))).message, plain.message);
  }
});
