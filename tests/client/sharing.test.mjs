// Equal calls in flight share one request, and whoever waits may go without the others.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { failureOf, NEW, setStage } from "../support/stage.mjs";

/** What each call is made with, again and again equal, and the operation that it sends. */
const CALLS = {
  sendCode: {
    operation: "send-sms",
    prepare: async () => (client, options) => client.sendCode({ purpose: "new", phone: `+86${NEW}` }, options),
  },
  updatePhoneRequest: {
    operation: "verify-update-phone-request",
    prepare: async ({ codes }) => {
      const request = await codes();
      return (client, options) => client.updatePhoneRequest({ ...request }, options);
    },
  },
  updatePhone: {
    operation: "update-phone",
    prepare: async ({ client, codes }) => {
      const answer = await client.updatePhoneRequest(await codes());
      return (client, options) => client.updatePhone(answer, options);
    },
  },
  changePhone: {
    operation: "verify-update-phone-request",
    prepare: async ({ codes }) => {
      const request = await codes();
      return (client, options) => client.changePhone({ ...request }, options);
    },
  },
};

for (const [name, { operation, prepare }] of Object.entries(CALLS)) {
  describe(name, () => {
    async function setUp() {
      const stage = setStage();
      const call = await prepare(stage);
      const before = stage.network.sent.length;
      const count = () => stage.network.sent.slice(before).filter((each) => each === operation).length;
      return { ...stage, call: (options) => call(stage.client, options), count };
    }

    test("equal calls in flight share one request and its answer", async () => {
      const { network, call, count } = await setUp();
      const held = network.hold(operation);
      const calls = [call(), call(), call()];
      await held.arrival;
      calls.push(call());
      await settle();
      held.release();
      const [first, ...others] = await Promise.all(calls);
      for (const other of others) assert.deepEqual(other, first);
      assert.equal(count(), 1);
    });

    test("a failure is everybody's", async () => {
      const { emulator, call, count } = await setUp();
      emulator.faults.add({ operation, kind: "rate-limited" });
      const failures = await Promise.all([failureOf(call()), failureOf(call())]);
      for (const { code } of failures) assert.equal(code, "ERR_RATE_LIMITED");
      assert.equal(count(), 1);
    });

    test("a caller's signal ends that caller's wait alone, were it the first one's", async () => {
      const { network, call, count } = await setUp();
      const held = network.hold(operation);
      const [first, second] = [new AbortController(), new AbortController()];
      const calls = [call({ signal: first.signal }), call(), call({ signal: second.signal })];
      await held.arrival;
      await settle();
      first.abort("the first has gone");
      await assert.rejects(calls[0], (reason) => reason === "the first has gone");
      second.abort("the second has gone");
      await assert.rejects(calls[2], (reason) => reason === "the second has gone");
      assert.equal(held.calls[0].signal.aborted, false);
      held.release();
      assert.equal((await calls[1]).statusCode, 200);
      assert.equal(count(), 1);
    });

    test("the request is aborted when the last one has gone", async () => {
      const { clock, network, call } = await setUp();
      const held = network.hold(operation);
      const controllers = [new AbortController(), new AbortController()];
      const calls = controllers.map(({ signal }) => call({ signal }));
      await held.arrival;
      await settle();
      controllers[0].abort("one");
      await assert.rejects(calls[0], (reason) => reason === "one");
      assert.equal(held.calls[0].signal.aborted, false);
      controllers[1].abort("two");
      await assert.rejects(calls[1], (reason) => reason === "two");
      assert.equal(held.calls[0].signal.aborted, true);
      await settle();
      assert.equal(clock.timers, 0, "nothing is left running");
    });

    test("whoever comes after that starts a new request", async () => {
      const { network, call, count } = await setUp();
      const held = network.hold(operation);
      const controller = new AbortController();
      const given = call({ signal: controller.signal });
      await held.arrival;
      controller.abort("gone");
      await assert.rejects(given, (reason) => reason === "gone");
      assert.equal(held.calls[0].signal.aborted, true);
      network.answer(operation, undefined);
      assert.equal((await call()).statusCode, 200);
      assert.equal(count(), 2);
    });

    test("whoever comes in the moment in which the last one goes keeps the request alive", async () => {
      const { network, call, count } = await setUp();
      const held = network.hold(operation);
      const controller = new AbortController();
      const given = call({ signal: controller.signal });
      await held.arrival;
      controller.abort("remounted");
      const next = call();
      await assert.rejects(given, (reason) => reason === "remounted");
      assert.equal(held.calls[0].signal.aborted, false);
      held.release();
      assert.equal((await next).statusCode, 200);
      assert.equal(count(), 1);
    });

    test("a signal that is aborted before joins nothing and ends nothing", async () => {
      const { network, call, count } = await setUp();
      const held = network.hold(operation);
      const waiting = call();
      await held.arrival;
      await assert.rejects(call({ signal: AbortSignal.abort("before") }), (reason) => reason === "before");
      assert.equal(held.calls[0].signal.aborted, false);
      held.release();
      assert.equal((await waiting).statusCode, 200);
      assert.equal(count(), 1);
    });

    test("dispose ends all of them, and the request", async () => {
      const { client, network, call } = await setUp();
      const held = network.hold(operation);
      const failures = [failureOf(call()), failureOf(call())];
      await held.arrival;
      await settle();
      client.dispose();
      for (const { code } of await Promise.all(failures)) assert.equal(code, "ERR_DISPOSED");
      assert.equal(held.calls[0].signal.aborted, true);
    });
  });
}

test("sendings are equal however the number is written, and by the channel that the purpose stands for", async () => {
  const { emulator, network, client } = setStage();
  const held = network.hold("send-sms");
  const sendings = [
    { purpose: "new", phone: "+86 139 1234 5678" },
    { purpose: "new", phone: "+8613912345678" },
    { purpose: "new", phone: { countryCode: "86", number: "139-1234-5678" } },
    { purpose: "new", phone: { region: "CN", number: "１３９１２３４５６７８" } },
    { purpose: "new", phone: `+86${NEW}`, channel: "CHANNEL_BIND_PHONE" },
    { purpose: "old", phone: `+86${NEW}`, channel: "CHANNEL_BIND_PHONE" },
  ].map((request) => client.sendCode(request));
  await held.arrival;
  await settle();
  held.release();
  for (const { phone, cooldown } of await Promise.all(sendings)) {
    assert.equal(phone.e164, `+86${NEW}`);
    assert.equal(cooldown.remainingSeconds, 60);
  }
  assert.equal(emulator.inbox().length, 1);
});

test("verifications are equal however the numbers are written", async () => {
  const { network, client, codes } = setStage();
  const request = await codes();
  const [one, other] = await Promise.all([
    client.updatePhoneRequest(request),
    client.updatePhoneRequest({ ...request, newPhoneCountryCode: "86", newPhoneNumber: "139 1234-5678" }),
  ]);
  assert.equal(one.data.updatePhoneToken, other.data.updatePhoneToken);
  assert.equal(network.count("verify-update-phone-request"), 1);
});

test("a token is the same one in each of its forms", async () => {
  const { network, client, codes } = setStage();
  const answer = await client.updatePhoneRequest(await codes());
  const { updatePhoneToken } = answer.data;
  const forms = [answer, { updatePhoneToken }, updatePhoneToken, { updatePhoneToken, newPhone: `+86${NEW}` }];
  for (const { outcome } of await Promise.all(forms.map((form) => client.updatePhone(form)))) {
    assert.equal(outcome, "confirmed");
  }
  assert.equal(network.count("update-phone"), 1);
});

test("calls of different content share nothing", async () => {
  const { network, client, clientOf, codes } = setStage();
  const request = await codes();
  const sending = { purpose: "new", phone: "+86 137 0000 0000" };
  const refused = (promise) => promise.catch(() => undefined);
  await Promise.all(
    [
      client.sendCode(sending),
      client.sendCode({ ...sending, phone: "+86 137 0000 0001" }),
      client.sendCode({ ...sending, purpose: "old" }),
      clientOf().sendCode(sending),
      client.updatePhoneRequest(request),
      client.updatePhoneRequest({ ...request, newPhonePassCode: "0000" }),
      client.updatePhoneRequest({ ...request, oldPhonePassCode: "0000" }),
      client.updatePhoneRequest({ ...request, newPhoneNumber: "13700000000" }),
      client.updatePhone("one-token"),
      client.updatePhone("another-token"),
    ].map(refused),
  );
  assert.equal(network.count("send-sms"), 2 + 4);
  assert.equal(network.count("verify-update-phone-request"), 4);
  assert.equal(network.count("update-phone"), 2);
});

test("a changePhone that comes while an equal one spends its token waits for that", async () => {
  const { network, client, codes } = setStage();
  const request = await codes();
  const held = network.hold("update-phone");
  const first = client.changePhone(request);
  await held.arrival;
  const second = client.changePhone(request);
  await settle();
  held.release();
  assert.deepEqual(await second, await first);
  assert.deepEqual(network.sent.slice(2), ["verify-update-phone-request", "update-phone"]);
});

test("updatePhoneRequest and changePhone share the verification, and the token is spent once", async () => {
  const { network, client, codes } = setStage();
  const request = await codes();
  const [{ data }, { outcome }] = await Promise.all([client.updatePhoneRequest(request), client.changePhone(request)]);
  assert.equal(outcome, "confirmed");
  assert.deepEqual(network.sent.slice(2), ["verify-update-phone-request", "update-phone"]);
  assert.equal((await failureOf(client.updatePhone(data.updatePhoneToken))).code, "ERR_UPDATE_TOKEN_SPENT");
});

test("the profile is asked once for all who share a lost change", async () => {
  const { emulator, network, client, codes } = setStage();
  const answer = await client.updatePhoneRequest(await codes());
  emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
  for (const { outcome } of await Promise.all([client.updatePhone(answer), client.updatePhone(answer)])) {
    assert.equal(outcome, "reconciled");
  }
  assert.deepEqual(network.sent.slice(-2), ["update-phone", "get-profile"]);
});

test("when the first of those who share a lost change has gone, the others, and who comes then, learn what became of it", async () => {
  const { emulator, network, client, codes } = setStage();
  const answer = await client.updatePhoneRequest(await codes());
  emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
  const held = network.hold("get-profile");
  const controller = new AbortController();
  const calls = [client.updatePhone(answer, { signal: controller.signal }), client.updatePhone(answer)];
  await held.arrival;
  controller.abort("gone");
  await assert.rejects(calls[0], (reason) => reason === "gone");
  calls.push(client.updatePhone(answer));
  held.release();
  for (const { outcome } of await Promise.all(calls.slice(1))) assert.equal(outcome, "reconciled");
  assert.deepEqual(network.sent.slice(-2), ["update-phone", "get-profile"]);
});

test("when the first of those who share a lost change has gone, the others are told so if nobody knows what became of it", async () => {
  const { emulator, network, client } = setStage();
  emulator.faults.add({ operation: "update-phone", kind: "lost-before" });
  const held = network.hold("get-profile");
  const controller = new AbortController();
  const calls = [client.updatePhone("another's", { signal: controller.signal }), client.updatePhone("another's")];
  await held.arrival;
  controller.abort("gone");
  await assert.rejects(calls[0], (reason) => reason === "gone");
  calls.push(client.updatePhone("another's"));
  held.release();
  for (const call of calls.slice(1)) assert.equal((await failureOf(call)).code, "ERR_OUTCOME_UNKNOWN");
  assert.deepEqual(network.sent, ["update-phone", "get-profile"]);
});
