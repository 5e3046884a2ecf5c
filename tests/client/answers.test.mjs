// What is read of an answer: the service's envelope under both of its names, and nothing that is not what it should be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const { createClient } = updatePhonePackage;
const OPTIONS = { host: "https://example.authing.cn", appId: "app-1", accessToken: "eyJ.token", language: "en-US" };
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "18812345678", newPhonePassCode: "1234" };

const clientAnswered = (body, init, options) =>
  createClient({
    ...OPTIONS,
    fetch: async () => (init?.text ? new Response(body, init) : Response.json(body, init)),
    ...options,
  });
const updated = (body, init) => clientAnswered(body, init).updatePhone("the-token");
const granted = (data) => clientAnswered({ statusCode: 200, data }).updatePhoneRequest(REQUEST);
const refusal = (promise) =>
  promise.then(
    () => assert.fail("it was no refusal"),
    (error) => error.toJSON(),
  );

test("success is a status of 200, as a number or a text, under its name or its older one", async () => {
  for (const body of [
    { statusCode: 200 },
    { statusCode: "200", apiCode: 20001 },
    { code: 200 },
    { statusCode: 200.0 },
  ]) {
    assert.equal((await updated(body)).outcome, "confirmed", JSON.stringify(body));
  }
});

test("the older names are read too, and what there is not is left out", async () => {
  const { countdown, ...answer } = await clientAnswered({
    code: 200,
    message: "操作成功",
    uniqueId: "r-1",
    apiCode: "7",
    data: { updatePhoneToken: "t", more: 1 },
  }).updatePhoneRequest(REQUEST);
  countdown.cancel();
  const data = { updatePhoneToken: "t", tokenExpiresIn: 60 };
  assert.deepEqual(answer, { statusCode: 200, message: "操作成功", apiCode: 7, requestId: "r-1", data });
  assert.deepEqual(await updated({ statusCode: 200 }), { statusCode: 200, message: "", outcome: "confirmed" });
});

test("a status is a whole number that 32 bits can hold", async () => {
  for (const statusCode of [200.5, "2e2", "0200", " 200", "200 ", true, null, [200], {}, 2 ** 32 + 200, -1e300, ""]) {
    const { code, statusCode: told } = await refusal(clientAnswered({ statusCode }).getProfile());
    assert.deepEqual([code, told], ["ERR_BAD_RESPONSE", undefined], JSON.stringify(statusCode));
  }
  const { apiCode, statusCode } = await refusal(updated({ statusCode: -7, apiCode: 2 ** 31 - 1 }));
  assert.deepEqual([statusCode, apiCode], [-7, 2 ** 31 - 1]);
});

test("what cannot be made a text or a number takes nothing from an answer", async () => {
  const thing = { toString: 1, valueOf: 1 };
  const odd = { apiCode: thing, message: thing, requestId: thing, data: { success: thing, tokenExpiresIn: thing } };
  const unreadable = clientAnswered({ ...odd, statusCode: thing }).updatePhoneRequest(REQUEST);
  assert.equal((await refusal(unreadable)).code, "ERR_BAD_RESPONSE");
  assert.deepEqual(await updated({ ...odd, statusCode: 200 }), { statusCode: 200, message: "", outcome: "confirmed" });
  const { data, countdown } = await granted({ updatePhoneToken: "t", tokenExpiresIn: thing });
  countdown.cancel();
  assert.equal(data.tokenExpiresIn, 60);
});

test("what can name no request is left out", async () => {
  for (const requestId of ["", "r 1", "r\n1", "r\u202e1", "é", "r".repeat(101), 7, null]) {
    assert.equal((await updated({ statusCode: 200, requestId })).requestId, undefined, JSON.stringify(requestId));
  }
  const longest = "r".repeat(100);
  assert.equal((await updated({ statusCode: 200, requestId: longest })).requestId, longest);
});

test("a token lives for what the service says, in numbers or a text, and 60 s when that is no use", async () => {
  for (const [said, lives] of [
    [120, 120],
    ["120", 120],
    [86_400, 86_400],
    [0, 60],
    [-1, 60],
    [null, 60],
    ["soon", 60],
    [undefined, 60],
    [true, 60],
    [{}, 60],
    [86_401, 60],
    [1e300, 60],
  ]) {
    const { data, countdown } = await granted({ updatePhoneToken: "t", tokenExpiresIn: said });
    countdown.cancel();
    assert.equal(data.tokenExpiresIn, lives, JSON.stringify(said));
  }
});

test("a success without what it was asked for is a bad response", async () => {
  for (const data of [undefined, null, [], "t", { updatePhoneToken: "" }, { updatePhoneToken: 7 }]) {
    assert.equal((await refusal(granted(data))).code, "ERR_BAD_RESPONSE", JSON.stringify(data));
  }
  assert.equal((await refusal(clientAnswered({ statusCode: 200, data: {} }).getProfile())).code, "ERR_BAD_RESPONSE");
  assert.equal((await refusal(updated({ statusCode: 200, data: { success: false } }))).code, "ERR_REJECTED");
});

test("a failure has every fact of its answer", async () => {
  const body = { statusCode: 499, apiCode: 4242, message: "the-token of eyJ.token\u0000 is odd", requestId: "r-3" };
  const { message, ...facts } = await refusal(updated(body, { status: 418 }));
  assert.ok(message);
  assert.deepEqual(facts, {
    name: "UpdatePhoneError",
    code: "ERR_REJECTED",
    recovery: "contact-support",
    isRetryable: false,
    httpStatus: 418,
    statusCode: 499,
    apiCode: 4242,
    requestId: "r-3",
    serverMessage: "*** of ***  is odd",
  });
});

test("no text of an answer can be taken for another one", async () => {
  const { serverMessage } = await refusal(updated({ statusCode: 499, message: "a\u0000b", data: {} }));
  assert.equal(serverMessage, "a b");
  const { data, countdown } = await granted({ updatePhoneToken: "t\u0000u" });
  countdown.cancel();
  assert.equal(data.updatePhoneToken, "t\u0000u");
});

test("Retry-After is seconds or a date, of a day at most, and only of a failure", async () => {
  const day = 86_400_000;
  for (const [header, expected] of [
    ["7", 7_000],
    ["0", 0],
    ["100000", day],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
    [new Date(Date.now() - 3_600_000).toUTCString(), undefined],
    ["-1", undefined],
    ["soon", undefined],
    ["", undefined],
  ]) {
    const init = { status: 503, headers: { "retry-after": header }, text: true };
    const { retryAfterMs } = await refusal(clientAnswered("", init).updatePhoneRequest(REQUEST));
    if (expected === undefined) assert.equal(retryAfterMs, undefined, header);
    else assert.ok(Math.abs(retryAfterMs - expected) < 5_000, `${header}: ${retryAfterMs}`);
  }
});

test("headers that cannot be read take nothing from an answer", async () => {
  for (const headers of [
    null,
    {},
    { get: () => 7 },
    {
      get() {
        throw new Error("mine");
      },
    },
  ]) {
    const fetch = async () => ({ status: 503, headers, text: async () => "" });
    const error = await refusal(createClient({ ...OPTIONS, fetch }).updatePhoneRequest(REQUEST));
    assert.deepEqual([error.code, error.retryAfterMs], ["ERR_SERVER", undefined]);
  }
});

test("the hooks are told of each try, without what there is not, and of no secret", async () => {
  const told = [];
  const hooks = { onRequest: (event) => told.push(event), onResponse: (event) => told.push(event) };
  const bodies = [
    { statusCode: 401, message: "eyJ.token" },
    { statusCode: 200, requestId: "r-1" },
  ];
  const fetch = async () => Response.json(bodies.shift());
  await createClient({ ...OPTIONS, ...hooks, accessToken: () => "eyJ.token", fetch }).updatePhone("the-token");
  const requested = (attempt) => ({ operation: "update-phone", method: "POST", path: "/api/v3/update-phone", attempt });
  for (const event of told) if ("elapsedMs" in event) assert.ok(event.elapsedMs >= 0 && delete event.elapsedMs);
  assert.deepEqual(told, [
    requested(1),
    { ...requested(1), httpStatus: 200, statusCode: 401 },
    requested(2),
    { ...requested(2), httpStatus: 200, statusCode: 200, requestId: "r-1" },
  ]);
});

/** A body of so many bytes that is an envelope, in pieces of 64 KB. */
function longBody(bytes) {
  const frame = JSON.stringify({ statusCode: 200, message: "" });
  const text = frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`);
  assert.equal(text.length, bytes);
  const pieces = text.match(/.{1,65536}/gs).map((piece) => new TextEncoder().encode(piece));
  let taken = 0;
  let cancelled = false;
  const stream = new ReadableStream({
    pull(controller) {
      if (taken === pieces.length) controller.close();
      else controller.enqueue(pieces[taken++]);
    },
    cancel() {
      cancelled = true;
    },
  });
  return { text, stream, taken: () => taken, isCancelled: () => cancelled };
}

test("a body ends at 1 MB, as a stream and as a text, and no more of it is read", async () => {
  const LONGEST = 2 ** 20;
  for (const [bytes, isRead] of [
    [LONGEST, true],
    [LONGEST + 1, false],
    [50 * LONGEST, false],
  ]) {
    const { text, stream, taken, isCancelled } = longBody(bytes);
    for (const response of [new Response(stream), { status: 200, headers: {}, text: async () => text }]) {
      const client = createClient({ ...OPTIONS, fetch: async () => response });
      const outcome = await client.updatePhoneRequest(REQUEST).catch(({ code, statusCode }) => [code, statusCode]);
      // Without a token it is a bad response either way, but only an envelope has a status.
      assert.deepEqual(outcome, ["ERR_BAD_RESPONSE", isRead ? 200 : undefined], `${bytes}`);
    }
    assert.ok(taken() <= 19, `${taken()} pieces of 64 KB`);
    assert.equal(isCancelled(), bytes > 20 * LONGEST, "of a stream that is over there is nothing to cancel");
  }
});

test("a stream that breaks off, or is none, takes the answer with it, and a text in pieces is put together", async () => {
  const answered = (body) => ({ status: 200, headers: {}, body: { getReader: () => body } });
  const bytes = new TextEncoder().encode('{"statusCode":200,"message":"码"}');
  const chunks = [...bytes].map((byte) => ({ done: false, value: Uint8Array.of(byte) }));
  const reader = { read: async () => chunks.shift() ?? { done: true } };
  const client = (response) => createClient({ ...OPTIONS, fetch: async () => response });
  assert.equal((await client(answered(reader)).updatePhone("t")).message, "码");
  const cause = "as a text";
  for (const body of [
    { read: () => Promise.reject(cause) },
    {
      read() {
        throw cause;
      },
    },
  ]) {
    const error = await client(answered(body))
      .updatePhoneRequest(REQUEST)
      .catch((thrown) => thrown);
    assert.deepEqual([error.code, error.cause, error.httpStatus], ["ERR_BAD_RESPONSE", cause, 200]);
  }
  for (const body of [{}, { read: async () => null }, { read: async () => ({ value: "text" }) }, null, 7]) {
    assert.equal((await refusal(client(answered(body)).updatePhoneRequest(REQUEST))).code, "ERR_BAD_RESPONSE");
  }
});

test("of an answer only own members count, of requests whatever is not from Object.prototype", async () => {
  const planted = {
    statusCode: 200,
    apiCode: 2001,
    message: "planted",
    data: { updatePhoneToken: "planted" },
    updatePhoneToken: "planted",
    newPhoneNumber: "13900000000",
    oldPhoneNumber: "13900000000",
    oldPhonePassCode: "4321",
    channel: "CHANNEL_LOGIN",
    newPhone: "+8613900000000",
  };
  for (const [name, value] of Object.entries(planted)) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  }
  try {
    const bodies = [];
    const fetch = async (_, { body }) => {
      bodies.push(body);
      return { status: 200, headers: {}, text: async () => "{}" };
    };
    const client = createClient({ ...OPTIONS, fetch });
    assert.equal((await refusal(client.updatePhoneRequest(REQUEST))).code, "ERR_BAD_RESPONSE");
    assert.doesNotMatch(bodies[0], /old/);
    await refusal(client.sendCode({ purpose: "new", phone: "+8618812345678" }));
    assert.match(bodies[1], /CHANNEL_BIND_PHONE/);
    const { newPhoneCountryCode, newPhonePassCode } = REQUEST;
    const error = await refusal(client.updatePhoneRequest({ newPhoneCountryCode, newPhonePassCode }));
    assert.deepEqual([error.code, error.field], ["ERR_INVALID_ARGUMENT", "newPhoneNumber"]);
    assert.equal((await refusal(client.updatePhone({}))).field, "updatePhoneToken");
  } finally {
    for (const name of Object.keys(planted)) delete Object.prototype[name];
  }
});

test("a request may be an instance of a class with getters, or have no prototype", async () => {
  class Form {
    #typed = REQUEST;
    get newPhoneCountryCode() {
      return this.#typed.newPhoneCountryCode;
    }
    get newPhoneNumber() {
      return this.#typed.newPhoneNumber;
    }
  }
  class WithCode extends Form {
    newPhonePassCode = REQUEST.newPhonePassCode;
  }
  for (const request of [new WithCode(), Object.assign(Object.create(null), REQUEST), Object.create(REQUEST)]) {
    const bodies = [];
    const fetch = async (_, { body }) => {
      bodies.push(JSON.parse(body).phonePassCodePayload);
      return Response.json({ statusCode: 499 });
    };
    await refusal(createClient({ ...OPTIONS, fetch }).updatePhoneRequest(request));
    assert.deepEqual(bodies, [REQUEST]);
  }
});

test("a hook may throw or reject, and may be anything that a promise can be", async () => {
  const rejections = [];
  const onRejection = (reason) => rejections.push(reason);
  process.on("unhandledRejection", onRejection);
  try {
    const thenable = {
      get then() {
        throw new Error("mine");
      },
    };
    for (const hook of [
      async () => Promise.reject(new Error("mine")),
      () => Promise.reject(undefined),
      () => thenable,
      () => ({ then: (_, reject) => reject("mine") }),
      () => new Promise(() => undefined),
      () => {
        throw new Error("mine");
      },
    ]) {
      const fetch = async () => Response.json({ statusCode: 200 });
      const client = createClient({ ...OPTIONS, fetch, onRequest: hook, onResponse: hook });
      assert.equal((await client.updatePhone("t")).outcome, "confirmed");
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(rejections, []);
  } finally {
    process.off("unhandledRejection", onRejection);
  }
});
