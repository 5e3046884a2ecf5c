// Between two SMS to a number lies a minute, which the client knows of by itself, whatever its store does.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HeldClock } from "../support/held-clock.mjs";
import { failureOf, MemoryStore, NEW, setStage } from "../support/stage.mjs";

const PHONE = `+86${NEW}`;
const SENDING = { purpose: "new", phone: PHONE };
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** A stage whose service sends as often as it is asked: only the client holds back. */
const setOpenStage = (options) => setStage({ smsIntervalSeconds: 0, dailyCap: Infinity, ...options });

/** That the next sending is refused by the client itself, and how long it says to wait. */
async function refusedFor({ network }, client, sending = SENDING) {
  const before = network.sent.length;
  const { code, recovery, isRetryable, retryAfterMs, apiCode } = await failureOf(client.sendCode(sending));
  assert.deepEqual([code, recovery, isRetryable, apiCode], ["ERR_CODE_SENT_TOO_OFTEN", "wait", true, undefined]);
  assert.equal(network.sent.length, before, "nothing is sent");
  assert.equal((await client.cooldown(sending.purpose, sending.phone, sending.channel)).remainingMs, retryAfterMs);
  return retryAfterMs;
}

describe("a cool-down begins", () => {
  test("with the sending, and not with its answer", async () => {
    const stage = setOpenStage();
    const { clock, network, client } = stage;
    const held = network.hold("send-sms");
    const sending = client.sendCode(SENDING);
    await held.arrival;
    await clock.pass(9_000);
    held.release();
    const { cooldown } = await sending;
    assert.deepEqual([cooldown.durationMs, cooldown.remainingMs], [MINUTE, 51_000]);
    assert.equal(await refusedFor(stage, client), 51_000);
    await clock.pass(50_999);
    assert.equal(await refusedFor(stage, client), 1);
    await clock.pass(1);
    await client.sendCode(SENDING);
    assert.equal(network.count("send-sms"), 2);
  });

  test("with the sending that was refused with 4004", async () => {
    const stage = setStage();
    const { clock, network, client, clientOf } = stage;
    await clientOf().sendCode(SENDING);
    const held = network.hold("send-sms");
    const sending = failureOf(client.sendCode(SENDING));
    await held.arrival;
    await clock.pass(9_000);
    held.release();
    const { code, apiCode, retryAfterMs } = await sending;
    assert.deepEqual([code, apiCode, retryAfterMs], ["ERR_CODE_SENT_TOO_OFTEN", 4004, 51_000]);
    assert.equal(await refusedFor(stage, client), 51_000);
  });

  test("with the sending that was refused with 429 and no time", async () => {
    const stage = setOpenStage();
    const { clock, emulator, network, client } = stage;
    emulator.faults.add({ operation: "send-sms", kind: "rate-limited", retryAfterSeconds: null });
    const held = network.hold("send-sms");
    const sending = failureOf(client.sendCode(SENDING));
    await held.arrival;
    await clock.pass(9_000);
    held.release();
    const { code, retryAfterMs } = await sending;
    assert.deepEqual([code, retryAfterMs], ["ERR_RATE_LIMITED", 51_000]);
    assert.equal(await refusedFor(stage, client), 51_000);
  });

  test("with the answer that says Retry-After", async () => {
    const stage = setOpenStage();
    const { clock, emulator, network, client } = stage;
    emulator.faults.add({ operation: "send-sms", kind: "rate-limited", retryAfterSeconds: 90 });
    const held = network.hold("send-sms");
    const sending = failureOf(client.sendCode(SENDING));
    await held.arrival;
    await clock.pass(9_000);
    held.release();
    const { code, retryAfterMs } = await sending;
    assert.deepEqual([code, retryAfterMs], ["ERR_RATE_LIMITED", 90_000]);
    assert.equal(await refusedFor(stage, client), 90_000);
  });

  test("with the answer of 4004 that says Retry-After", async () => {
    for (const variant of ["legacy", "http-status"]) {
      const stage = setStage({ variant });
      const { clock, client, clientOf } = stage;
      await clientOf().sendCode(SENDING);
      await clock.pass(20_000);
      const { retryAfterMs } = await failureOf(client.sendCode(SENDING));
      assert.equal(retryAfterMs, 40_000);
      assert.equal(await refusedFor(stage, client), 40_000);
    }
  });

  test("and is never longer than an hour", async () => {
    const stage = setOpenStage();
    const { clock, emulator, client } = stage;
    emulator.faults.add({ operation: "send-sms", kind: "rate-limited", retryAfterSeconds: 86_400 });
    await failureOf(client.sendCode(SENDING));
    assert.equal(await refusedFor(stage, client), HOUR);
    await clock.pass(HOUR);
    await client.sendCode(SENDING);
  });

  test("with nothing that failed otherwise", async () => {
    for (const kind of ["lost-before", "bad-gateway", "unauthorized-once", "empty-body"]) {
      const { emulator, network, client } = setOpenStage();
      emulator.faults.add({ operation: "send-sms", kind });
      await failureOf(client.sendCode(SENDING));
      assert.equal((await client.cooldown("new", PHONE)).isExpired, true, kind);
      await client.sendCode(SENDING);
      assert.equal(network.count("send-sms"), 2, kind);
    }
  });

  test("with no other refusal, also when it says Retry-After", async () => {
    const { clock, network, client } = setStage({ variant: "http-status", dailyCap: 1 });
    await client.sendCode(SENDING);
    await clock.pass(MINUTE);
    const { code, retryAfterMs } = await failureOf(client.sendCode(SENDING));
    assert.equal(code, "ERR_SMS_QUOTA");
    assert.ok(retryAfterMs > HOUR);
    assert.equal((await client.cooldown("new", PHONE)).isExpired, true);
    assert.equal((await failureOf(client.sendCode(SENDING))).code, "ERR_SMS_QUOTA", "asked again, and told the same");

    network.answer("send-sms", () => new Response(null, { status: 503, headers: { "retry-after": "90" } }));
    const unavailable = await failureOf(client.sendCode({ ...SENDING, purpose: "old" }));
    assert.deepEqual([unavailable.code, unavailable.retryAfterMs], ["ERR_SERVER", 90_000]);
    assert.equal((await client.cooldown("old", PHONE)).isExpired, true);
  });

  test("with nothing that could not be sent at all", async () => {
    const { client } = setOpenStage();
    assert.equal((await failureOf(client.sendCode({ purpose: "new", phone: "+86 139" }))).code, "ERR_PHONE_INVALID");
    assert.equal((await failureOf(client.cooldown("new", "+86 139"))).code, "ERR_PHONE_INVALID");
    assert.equal((await client.cooldown("new", PHONE)).isExpired, true);
  });
});

describe("a cool-down holds", () => {
  test("for its number and channel alone, however both are said", async () => {
    const stage = setOpenStage();
    const { client, network } = stage;
    await client.sendCode(SENDING);
    const same = [
      { purpose: "new", phone: "+86 139 1234 5678" },
      { purpose: "new", phone: { region: "CN", number: "139-1234-5678" } },
      { purpose: "old", phone: PHONE, channel: "CHANNEL_BIND_PHONE" },
    ];
    for (const sending of same) assert.equal(await refusedFor(stage, client, sending), MINUTE);
    const others = [
      { purpose: "old", phone: PHONE },
      { purpose: "new", phone: PHONE, channel: "CHANNEL_LOGIN" },
      { purpose: "new", phone: "+86 139 1234 5679" },
      { purpose: "new", phone: "+852 6123 4567" },
    ];
    for (const sending of others) await client.sendCode(sending);
    assert.equal(network.count("send-sms"), 1 + others.length);
  });

  test("for its application alone", async () => {
    const storage = new MemoryStore();
    const clock = new HeldClock();
    for (const stage of [setOpenStage({ clock }), setOpenStage({ clock })]) {
      await stage.clientOf({ storage }).sendCode(SENDING);
      assert.equal(await refusedFor(stage, stage.clientOf({ storage })), MINUTE);
    }
    assert.equal(storage.items.size, 2);
  });

  test("after a reload and after a remount, from the same beginning", async () => {
    const stage = setOpenStage();
    const { clock, clientOf } = stage;
    const storage = new MemoryStore();
    const before = clientOf({ storage });
    await before.sendCode(SENDING);
    before.dispose();
    for (const left of [60_000, 40_000, 20_000]) {
      const client = clientOf({ storage });
      assert.equal(await refusedFor(stage, client), left);
      client.dispose();
      await clock.pass(20_000);
    }
    await clientOf({ storage }).sendCode(SENDING);
  });

  test("in a client that was there before, when another one over the same store has sent", async () => {
    const stage = setOpenStage();
    const { clock, clientOf } = stage;
    const storage = new MemoryStore();
    const [one, other] = [clientOf({ storage }), clientOf({ storage })];
    assert.equal((await other.cooldown("new", PHONE)).isExpired, true);
    await one.sendCode(SENDING);
    await clock.pass(5_000);
    assert.equal(await refusedFor(stage, other), 55_000);
  });

  test("through a wall clock that is set back or forward, in the client that began it", async () => {
    const stage = setOpenStage();
    const { clock, client } = stage;
    await client.sendCode(SENDING);
    clock.wall -= HOUR;
    await clock.pass(10_000);
    assert.equal(await refusedFor(stage, client), 50_000);
    clock.wall += 2 * HOUR;
    await client.sendCode(SENDING);
  });

  test("in the client's own memory when there is no store", async () => {
    const stage = setOpenStage();
    await stage.client.sendCode(SENDING);
    assert.equal(await refusedFor(stage, stage.client), MINUTE);
    await stage.clientOf().sendCode(SENDING);
    assert.equal(stage.network.count("send-sms"), 2, "another client has a memory of its own");
  });

  test("and is given away as a countdown that goes on by itself and ends with the client", async () => {
    const { clock, client } = setOpenStage();
    const { cooldown } = await client.sendCode(SENDING);
    const told = [];
    cooldown.subscribe((seconds) => told.push(seconds));
    await clock.pass(3_000);
    assert.deepEqual(told, [60, 59, 58, 57]);
    client.dispose();
    assert.equal(clock.timers, 0);
    assert.equal((await failureOf(client.cooldown("new", PHONE))).code, "ERR_DISPOSED");
  });
});
