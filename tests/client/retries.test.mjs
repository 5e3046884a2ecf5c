// What changes something is sent once; what reads is tried again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../support/held-clock.mjs";
import { failureOf, NEW, setStage } from "../support/stage.mjs";

const html = (status) => () => new Response("<html>", { status });
const envelope =
  (body, init) =>
  (...given) =>
    Response.json(typeof body === "function" ? body(...given) : body, init);

/** Ways to fail, each of which a program that repeats blindly would repeat. */
const FAILURES = {
  "a request that is lost": () => Promise.reject(new TypeError("fetch failed")),
  "a fetch that throws": () => {
    throw new TypeError("at once");
  },
  "HTTP 502 with HTML": html(502),
  "HTTP 503 with Retry-After": () => new Response(null, { status: 503, headers: { "retry-after": "1" } }),
  "HTTP 429 with Retry-After": envelope(
    { statusCode: 429, message: "" },
    { status: 429, headers: { "retry-after": "1" } },
  ),
  "an envelope of 500": envelope({ statusCode: 500, message: "Internal Server Error" }),
  "an empty body": () => new Response(""),
  "a body that is cut off": () => new Response('{"statusCode": 2'),
};

const WRITES = {
  "send-sms": (client) => client.sendCode({ purpose: "new", phone: `+86${NEW}` }),
  "verify-update-phone-request": (client) =>
    client.updatePhoneRequest({ newPhoneCountryCode: "+86", newPhoneNumber: NEW, newPhonePassCode: "123456" }),
  "update-phone": (client) => client.updatePhone("the-token"),
};

for (const [operation, call] of Object.entries(WRITES)) {
  describe(operation, () => {
    for (const [failure, way] of Object.entries(FAILURES)) {
      test(`${failure}: is not sent again, however long one waits`, async () => {
        const { clock, network, client } = setStage();
        network.answer(operation, way);
        await failureOf(call(client));
        await clock.pass(120_000);
        assert.equal(network.count(operation), 1);
      });
    }

    test("no answer at all: is not sent again after the time limit", async () => {
      const { clock, network, client } = setStage();
      const held = network.hold(operation);
      const calling = failureOf(call(client));
      await held.arrival;
      await clock.pass(10_000);
      await calling;
      await clock.pass(120_000);
      assert.equal(network.count(operation), 1);
    });

    test("a 401 with a plain token is not sent again", async () => {
      const { emulator, network, client } = setStage();
      emulator.faults.add({ operation, kind: "unauthorized-once" });
      assert.equal((await failureOf(call(client))).code, "ERR_NOT_SIGNED_IN");
      assert.equal(network.count(operation), 1);
    });

    test("a 401 with a function for the token is sent once more, with a fresh one, and no third time", async () => {
      const { emulator, network, user, clientOf } = setStage();
      const asked = [];
      const attempts = [];
      const client = clientOf({
        accessToken: ({ refresh }) => {
          asked.push(refresh);
          return user.accessToken;
        },
        onRequest: ({ attempt }) => attempts.push(attempt),
      });
      emulator.faults.add({ operation, kind: "unauthorized-once", times: 5 });
      assert.equal((await failureOf(call(client))).code, "ERR_NOT_SIGNED_IN");
      assert.deepEqual(
        [asked, attempts],
        [
          [false, true],
          [1, 2],
        ],
      );
      assert.equal(network.count(operation), 2);
    });

    test("what is lost after a 401 is not sent a third time", async () => {
      const { emulator, network, user, clientOf } = setStage();
      const client = clientOf({ accessToken: () => user.accessToken });
      emulator.faults.add({ operation, kind: "unauthorized-once" });
      emulator.faults.add({ operation, kind: "lost-before" });
      await failureOf(call(client));
      assert.equal(network.count(operation), 2);
    });
  });
}

describe("get-profile", () => {
  /** Fails by `ways`, one after the other, then as the service does. */
  function failing(ways, options) {
    const stage = setStage();
    const attempts = [];
    const client = stage.clientOf({ onRequest: ({ attempt }) => attempts.push(attempt), ...options });
    stage.network.answer("get-profile", (deliver, init) => (ways.shift() ?? deliver)(deliver, init));
    return { ...stage, client, attempts };
  }
  const lost = FAILURES["a request that is lost"];

  for (const [failure, way] of Object.entries(FAILURES)) {
    if (failure.includes("Retry-After")) continue;
    test(`${failure}: is read again after 250 and 500 ms, and three times at most`, async () => {
      const { clock, client, attempts, user } = failing([way, way]);
      const reading = client.getProfile();
      await clock.passTimer(250);
      await clock.passTimer(500);
      assert.equal((await reading).userId, user.userId);
      assert.deepEqual(attempts, [1, 2, 3]);

      const { clock: another, client: unlucky, attempts: tries } = failing([way, way, way, way]);
      const failed = failureOf(unlucky.getProfile());
      await another.passTimer(250);
      await another.passTimer(500);
      await failed;
      await another.pass(120_000);
      assert.deepEqual(tries, [1, 2, 3]);
      assert.equal(another.timers, 0);
    });
  }

  test("the next try does not come before its pause is over", async () => {
    const { clock, client, attempts } = failing([lost]);
    const reading = client.getProfile();
    await settle();
    await clock.pass(249);
    assert.deepEqual(attempts, [1]);
    await clock.pass(1);
    await reading;
    assert.deepEqual(attempts, [1, 2]);
  });

  test("what fails at once is not read again when it would fail again", async () => {
    for (const body of [
      { statusCode: 403, message: "" },
      { statusCode: 499, apiCode: 1, message: "" },
    ]) {
      const { clock, client, attempts } = failing([envelope(body), envelope(body)]);
      assert.equal((await failureOf(client.getProfile())).isRetryable, false);
      await clock.pass(120_000);
      assert.deepEqual(attempts, [1]);
    }
  });

  for (const failure of ["HTTP 429 with Retry-After", "HTTP 503 with Retry-After"]) {
    test(`${failure} of one second is waited for that long`, async () => {
      const { clock, client, attempts, user } = failing([FAILURES[failure]]);
      const reading = client.getProfile();
      await settle();
      await clock.pass(999);
      assert.deepEqual(attempts, [1]);
      await clock.pass(1);
      assert.equal((await reading).userId, user.userId);
      assert.deepEqual(attempts, [1, 2]);
    });
  }

  test("who is to wait longer than a try may take is told so instead", async () => {
    const { clock, client, attempts, emulator } = failing([]);
    emulator.faults.add({ operation: "get-profile", kind: "rate-limited", retryAfterSeconds: 30 });
    const { code, retryAfterMs } = await failureOf(client.getProfile());
    assert.deepEqual([code, retryAfterMs], ["ERR_RATE_LIMITED", 30_000]);
    assert.equal(clock.timers, 0);
    assert.deepEqual(attempts, [1]);
  });

  test("a signal ends the pause between two tries", async () => {
    const { clock, client, attempts } = failing([lost]);
    const controller = new AbortController();
    const reading = client.getProfile({ signal: controller.signal });
    await settle();
    assert.equal(clock.timers, 1);
    controller.abort("enough");
    await assert.rejects(reading, (reason) => reason === "enough");
    assert.equal(clock.timers, 0);
    assert.deepEqual(attempts, [1]);
  });

  test("dispose ends the pause between two tries", async () => {
    const { clock, client } = failing([lost]);
    const reading = failureOf(client.getProfile());
    await settle();
    client.dispose();
    assert.equal((await reading).code, "ERR_DISPOSED");
    assert.equal(clock.timers, 0);
  });

  test("every request has a number of its own, also when a 401 lies among the tries", async () => {
    const refused = envelope({ statusCode: 401, message: "" });
    const { clock, client, attempts } = failing([refused, lost, lost, lost], { accessToken: async () => "a" });
    const reading = failureOf(client.getProfile());
    await clock.passTimer(250);
    await clock.passTimer(500);
    await reading;
    assert.deepEqual(attempts, [1, 2, 3, 4], "three tries, of which the first was made twice");
  });
});

describe("the reading of the profile after a lost change", () => {
  test("takes three time limits at most, whatever does not answer", async () => {
    for (const timeoutMs of [10_000, 700]) {
      const { clock, network, clientOf, codes } = setStage();
      const client = clientOf({ timeoutMs });
      const answer = await client.updatePhoneRequest(await codes());
      network.answer("update-phone", FAILURES["a request that is lost"]);
      const held = network.hold("get-profile");
      let isOver = false;
      const changing = failureOf(client.updatePhone(answer)).finally(() => (isOver = true));
      await held.arrival;
      await clock.pass(3 * timeoutMs - 1);
      assert.equal(isOver, false);
      await clock.pass(1);
      assert.equal(isOver, true);
      assert.equal((await changing).code, "ERR_OUTCOME_UNKNOWN");
      assert.ok(network.count("get-profile") <= 3);
      assert.equal(clock.timers, 0);
    }
  });

  test("takes three time limits at most when Retry-After asks for more patience", async () => {
    const { clock, emulator, client, codes } = setStage();
    const answer = await client.updatePhoneRequest(await codes());
    emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
    emulator.faults.add({ operation: "get-profile", kind: "rate-limited", retryAfterSeconds: 9, times: 9 });
    const began = clock.mono;
    const changing = failureOf(client.updatePhone(answer));
    await clock.passTimer(9_000);
    await clock.passTimer(9_000);
    assert.equal((await changing).code, "ERR_OUTCOME_UNKNOWN");
    assert.ok(clock.mono - began <= 30_000);
  });

  test("is over when the profile answers at the third try", async () => {
    const { clock, emulator, network, client, codes } = setStage();
    const answer = await client.updatePhoneRequest(await codes());
    emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
    emulator.faults.add({ operation: "get-profile", kind: "lost-before", times: 2 });
    const changing = client.updatePhone(answer);
    await clock.passTimer(250);
    await clock.passTimer(500);
    assert.equal((await changing).outcome, "reconciled");
    assert.equal(network.count("get-profile"), 3);
  });

  test("is ended by the caller's signal, with the caller's reason", async () => {
    const { clock, emulator, network, client, codes } = setStage();
    const answer = await client.updatePhoneRequest(await codes());
    emulator.faults.add({ operation: "update-phone", kind: "lost-after" });
    const held = network.hold("get-profile");
    const controller = new AbortController();
    const changing = client.updatePhone(answer, { signal: controller.signal });
    await held.arrival;
    controller.abort("enough");
    await assert.rejects(changing, (reason) => reason === "enough");
    await settle();
    assert.equal(held.calls[0].signal.aborted, true);
    assert.equal(clock.timers, 0);
  });

  test("asks nobody when the service has answered", async () => {
    const { emulator, network, client, codes } = setStage();
    const answer = await client.updatePhoneRequest(await codes());
    for (const kind of ["rate-limited", "unauthorized-once"]) {
      emulator.faults.add({ operation: "update-phone", kind });
      await failureOf(client.updatePhone(answer));
    }
    assert.equal(network.count("get-profile"), 0);
  });
});
