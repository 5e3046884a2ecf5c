// Answers that no honest service gives: members that would change what all objects inherit, times without end, texts that are no text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { updatePhonePackage } from "../support/packed.mjs";
import { hastyClock } from "./hasty-clock.mjs";

const { createClient, init } = updatePhonePackage;
await init();

const PHONE = "+8613912345678";
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "13912345678", newPhonePassCode: "123456" };
const DAY_MS = 86_400_000;

/** A client whose service answers always the same. */
function clientOf(body, { status = 200, headers = {}, ...options } = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return createClient({
    host: "https://example.authing.cn",
    appId: "app",
    accessToken: "token",
    clock: hastyClock,
    fetch: async () => new Response(text, { status, headers }),
    ...options,
  });
}

const refusal = (call) =>
  call.then(
    (value) => assert.fail(inspect(value)),
    (error) => error,
  );

test("a Retry-After of any kind is a wait of a day at most, and a cool-down of an hour at most, or none at all", async () => {
  const cases = {
    "1e99": undefined,
    Infinity: undefined,
    NaN: undefined,
    "-1": undefined,
    "-2147483649": undefined,
    99999999999999: undefined,
    "0x7fffffff": undefined,
    "\u0661": undefined,
    "120, 240": undefined,
    120: 120_000,
    2147483647: DAY_MS,
    "Fri, 31 Dec 9999 23:59:59 GMT": DAY_MS,
    "Thu, 01 Jan 1970 00:00:00 GMT": undefined,
  };
  for (const [value, expected] of Object.entries(cases)) {
    const answer = {
      status: 429,
      headers: { get: (name) => (name === "retry-after" ? value : null) },
      text: async () => "",
    };
    const client = clientOf("", { fetch: async () => answer });
    const { code, retryAfterMs } = await refusal(client.updatePhoneRequest(REQUEST));
    assert.deepEqual([code, retryAfterMs], ["ERR_RATE_LIMITED", expected], value);
    const sending = clientOf("", { fetch: async () => answer });
    await refusal(sending.sendCode({ purpose: "new", phone: PHONE }));
    const { remainingMs } = await sending.cooldown("new", PHONE);
    assert.ok(remainingMs > 0 && remainingMs <= 3_600_000, `${value}: a cool-down of ${remainingMs} ms`);
  }
});

test("a token's lifetime that is no lifetime is sixty seconds", async () => {
  const cases = [
    "NaN",
    '"NaN"',
    "1e300",
    "1e309",
    "-1e309",
    '"1e300"',
    "86401",
    "-5",
    "0",
    "null",
    "{}",
    "[60]",
    "true",
    '""',
  ];
  for (const lifetime of cases) {
    const body = `{"statusCode":200,"data":{"updatePhoneToken":"t","tokenExpiresIn":${lifetime}}}`;
    const call = clientOf(body).updatePhoneRequest(REQUEST);
    if (lifetime === "NaN") {
      assert.equal((await refusal(call)).code, "ERR_BAD_RESPONSE", "JSON has no NaN");
      continue;
    }
    const { countdown, data } = await call;
    assert.deepEqual(
      [data.tokenExpiresIn, countdown.durationMs, countdown.remainingSeconds],
      [60, 60_000, 60],
      lifetime,
    );
    assert.ok(Number.isFinite(countdown.expiresAt));
  }
  const longest = '{"statusCode":200,"data":{"updatePhoneToken":"t","tokenExpiresIn":86400}}';
  assert.equal((await clientOf(longest).updatePhoneRequest(REQUEST)).countdown.durationMs, DAY_MS);
});

test("no answer changes what objects inherit, or becomes an envelope by what it inherits", async () => {
  const before = inspect([Object.prototype, Array.prototype, Function.prototype, Error.prototype], {
    showHidden: true,
  });
  const poison = '{"statusCode":200,"message":"m","userId":"u","phone":"1","polluted":true,"data":{"polluted":true}}';
  const member = `"__proto__":${poison},"constructor":{"prototype":${poison}}`;
  for (const body of [
    `{${member}}`,
    `{"data":{${member}},${member}}`,
    `{"statusCode":400,"message":{${member}},"apiCode":{${member}},"requestId":{${member}},${member}}`,
    `[{${member}}]`,
    '{"statusCode":{"__proto__":200}}',
    '{"toString":"x","valueOf":"y","then":"z","statusCode":"__proto__"}',
  ]) {
    const client = clientOf(body);
    for (const call of [
      () => client.sendCode({ purpose: "new", phone: PHONE }),
      () => client.updatePhoneRequest(REQUEST),
      () => client.getProfile(),
      () => client.changePhone(REQUEST),
    ]) {
      const { code } = await refusal(call());
      assert.match(code, /^ERR_(BAD_RESPONSE|REJECTED|NETWORK)$/, body);
    }
  }
  const { data: _, ...granted } = await clientOf(
    `{"statusCode":200,${member},"data":{"updatePhoneToken":"t",${member}}}`,
  ).updatePhoneRequest(REQUEST);
  const profile = await clientOf(`{"statusCode":200,"data":{"userId":"u",${member}}}`).getProfile();
  for (const each of [granted, profile, {}, []]) assert.equal(each.polluted, undefined);
  assert.equal(Object.getPrototypeOf(profile), Object.prototype);
  const after = inspect([Object.prototype, Array.prototype, Function.prototype, Error.prototype], { showHidden: true });
  assert.equal(after, before);
});

test("options, requests and inputs from JSON change nothing that objects inherit", async () => {
  const poisoned = JSON.parse('{"__proto__":{"polluted":true,"accessToken":"evil"}}');
  const client = clientOf({ statusCode: 200 }, poisoned);
  await client.sendCode({
    ...poisoned,
    purpose: "new",
    phone: JSON.parse('{"region":"CN","number":"13912345678","__proto__":{"polluted":true}}'),
  });
  const flow = client.createFlow(poisoned);
  flow.setNewPhone(JSON.parse('{"region":"CN","number":"13912345678","__proto__":{"polluted":true}}'));
  assert.equal({}.polluted, undefined);
  assert.equal(flow.getSnapshot().newPhone.polluted, undefined);
  flow.dispose();
});

test("what the service says is text of a line: no controls, no long numbers, 500 characters at most", async () => {
  const said = async (message, requestId) => {
    const error = await refusal(clientOf({ statusCode: 499, message, requestId }).updatePhoneRequest(REQUEST));
    assert.equal(error.code, "ERR_REJECTED");
    assert.ok(!error.message.includes(message), "the package's own words");
    return [error.serverMessage, error.requestId];
  };
  const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  assert.deepEqual(await said(markup, "<b>r</b>"), [markup, "<b>r</b>"]);
  assert.deepEqual(await said("a\u202Eb\u2066c\u200Fd\u0000e\u001B[31mf\r\ng\u2028h\uFEFFi"), [
    "a b c d e [31mf g h i",
    undefined,
  ]);
  assert.deepEqual(await said("\u202E\u202E", "r\n1"), [" ", undefined]);
  // The code of the call is in the first of them; and a service may mask for itself.
  assert.deepEqual(await said("137****5678 ****5678"), ["*** ***", undefined]);
  assert.deepEqual(await said("号码 13712345678 与 +8613987654321 和 4711"), ["号码 *** 与 +*** 和 4711", undefined]);
  assert.deepEqual(await said("验".repeat(200_000), "r".repeat(200_000)), ["验".repeat(500), undefined]);
  // Never half of a character.
  const [faces] = await said("😀".repeat(1_000));
  assert.equal(faces, "😀".repeat(500));
  assert.deepEqual(await said("\uD800x\uDC00"), ["\uFFFDx\uFFFD", undefined]);
  // What is cut must not be the mask, or what it hides.
  const [masked] = await said(`${"x".repeat(495)} 13712345678`);
  assert.equal(masked, `${"x".repeat(495)} ***`);
});
