// What the fuzzer has found once, each by itself.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { HeldClock } from "../../support/held-clock.mjs";
import { updatePhonePackage } from "../../support/packed.mjs";
import { goodFetch } from "./service.mjs";
import { REQUEST } from "./stage.mjs";

const { createClient, createCountdown, init, parsePhone, updatePhone } = updatePhonePackage;

before(() => init());

const clientOf = (options) =>
  createClient({
    host: "https://example.authing.cn",
    appId: "app-1",
    accessToken: "t",
    fetch: goodFetch(),
    ...options,
  });

/** What a call fails with; a trap would be its cause. */
async function failure(call) {
  const error = await call.then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );
  assert.ok(!(error.cause instanceof WebAssembly.RuntimeError), error.cause?.stack);
  return error;
}

const raise = () => {
  throw new Error("mine");
};
function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("headers that throw, or are no texts, say nothing of when to try again", async () => {
  const getters = [raise, () => 7, () => Symbol("x"), () => ({})];
  // `instanceof` takes the last ones for the engine's own.
  const own = [new Proxy(new Headers(), {}), Object.create(Headers.prototype)];
  const inherited = getters.map((get) => Object.assign(new Headers(), { get }));
  for (const headers of [...getters.map((get) => ({ get })), ...inherited, ...own]) {
    const fetch = async () => ({ status: 429, headers, text: async () => "" });
    const { code, retryAfterMs } = await failure(clientOf({ fetch }).updatePhone("token"));
    assert.deepEqual([code, retryAfterMs], ["ERR_RATE_LIMITED", undefined]);
  }
});

test("a clock that answers with no number has seen nothing", async () => {
  for (const now of [() => Symbol("x"), () => 1n, () => ({ valueOf: raise }), raise]) {
    const clock = Object.assign(new HeldClock(), { now, monotonic: now });
    assert.equal((await clientOf({ clock }).getProfile()).userId, "u-1");
    assert.equal(clientOf({ clock }).createFlow().getSnapshot().newCooldownSeconds, 0);
  }
});

test("a client that is disposed of by its own callbacks ends its calls", async () => {
  const PHONE = { purpose: "new", phone: "+86 188 1234 5678" };
  for (const call of [(client) => client.sendCode(PHONE), (client) => client.changePhone(REQUEST)]) {
    for (const callback of ["getItem", "onRequest", "onResponse"]) {
      let client;
      const dispose = () => void client.dispose();
      const storage = { getItem: callback === "getItem" ? dispose : () => null, setItem() {}, removeItem() {} };
      client = clientOf({ storage, ...(callback !== "getItem" && { [callback]: dispose }) });
      const outcome = await call(client).catch((error) => error);
      assert.ok(outcome.statusCode === 200 || outcome.code === "ERR_DISPOSED", outcome.stack);
      assert.equal(parsePhone("+86 188 1234 5678").isValid, true);
    }
  }
});

test("what is rejected with may be anything, and is the cause", async () => {
  const proxy = revoked();
  const error = await failure(clientOf({ fetch: () => Promise.reject(proxy) }).updatePhone("token"));
  assert.equal(error.cause.cause ?? error.cause, proxy);
});

test("an abort with NaN is an abort", async () => {
  const controller = new AbortController();
  controller.abort(NaN);
  await assert.rejects(clientOf().getProfile({ signal: controller.signal }), Number.isNaN);
});

test("an abort with a RangeError is no trap", async () => {
  const controller = new AbortController();
  const client = clientOf({ fetch: () => new Promise(() => undefined) });
  const waiting = client.getProfile({ signal: controller.signal });
  const reason = new RangeError("mine");
  controller.abort(reason);
  assert.equal(await waiting.catch((error) => error), reason);
});

test("what stands in for a signal, a listener, a client or a countdown's options is refused", async () => {
  const INVALID = { name: "UpdatePhoneError", code: "ERR_INVALID_ARGUMENT" };
  const aborted = { get: raise };
  const lying = Object.defineProperty(
    { throwIfAborted() {}, addEventListener() {}, removeEventListener() {} },
    "aborted",
    aborted,
  );
  for (const signal of [lying, { throwIfAborted() {} }, revoked()]) {
    await assert.rejects(clientOf().getProfile({ signal }), INVALID);
  }
  assert.throws(() => createCountdown(1_000).subscribe({}), INVALID);
  assert.throws(() => clientOf().createFlow().subscribe(undefined), INVALID);
  assert.throws(() => createCountdown(1_000, revoked()), INVALID);
  for (const client of [undefined, {}, revoked()]) await assert.rejects(updatePhone(client, "token"), INVALID);
});

test("a number is read once", async () => {
  let looks = 0;
  const phone = {
    countryCode: "+86",
    get number() {
      looks += 1;
      return looks === 1 ? "188 1234 5678" : raise();
    },
  };
  const { e164 } = (await clientOf().sendCode({ purpose: "new", phone })).phone;
  assert.equal(e164, "+8618812345678");
  looks = 0;
  const flow = clientOf().createFlow();
  flow.setNewPhone(phone);
  assert.equal(flow.getSnapshot().newPhone.e164, "+8618812345678");
});
