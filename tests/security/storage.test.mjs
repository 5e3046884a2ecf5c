// A store that is somebody else's: what it answers makes nobody wait for more than an hour, and costs nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setStage } from "../support/stage.mjs";

const PHONE = "+8613912345678";
const HOUR_MS = 3_600_000;

/** How long a client waits with a number when its store answers so. */
async function waitWith(item, store = {}) {
  const stage = setStage();
  const written = [];
  const storage = {
    getItem: () => (typeof item === "function" ? item(stage.clock) : item),
    setItem: (...parameters) => written.push(parameters),
    removeItem: () => undefined,
    ...store,
  };
  const client = stage.clientOf({ storage });
  const { remainingMs } = await client.cooldown("new", PHONE);
  let sent = "sent";
  if (remainingMs === 0) await client.sendCode({ purpose: "new", phone: PHONE });
  else sent = (await client.sendCode({ purpose: "new", phone: PHONE }).catch((error) => error)).code;
  client.dispose();
  return { remainingMs, sent, written };
}

test("what is no cool-down counts as none", async () => {
  const texts = [
    "",
    "null",
    "v1",
    "v1..",
    "v1.NaN.NaN",
    "v1.1e99.1e99",
    "v1.-1.60000",
    "v1.0x10.60000",
    "v1.9999999999999999.60000",
    "v1.1.999999999",
    "v1.1.60000\n",
    "v1.1.60000<script>",
    "v2.1.60000",
    '{"__proto__":{"polluted":true}}',
    "x".repeat(5_000_000),
    `v1.${"1".repeat(1_000_000)}.1`,
  ];
  const others = [
    null,
    undefined,
    0,
    Number.NaN,
    true,
    {},
    [],
    ["v1.1.60000"],
    Symbol("v1"),
    () => "v1.1.60000",
    new Date(),
  ];
  const coercible = { toString: () => assert.fail("it was asked for a text"), length: 3 };
  for (const item of [...texts, ...others, coercible]) {
    assert.equal((await waitWith(() => item)).sent, "sent", typeof item === "string" ? item.slice(0, 40) : typeof item);
  }
  assert.equal({}.polluted, undefined);
});

test("a cool-down that never ends, or begins in the future, is one hour at most, and is mended in the store", async () => {
  for (const item of [
    "v1.999999999999999.99999999",
    "v1.999999999999999.60000",
    (clock) => `v1.${clock.now()}.99999999`,
  ]) {
    const { remainingMs, sent } = await waitWith(item);
    assert.ok(remainingMs > 0 && remainingMs <= HOUR_MS, `${remainingMs} ms`);
    assert.equal(sent, "ERR_CODE_SENT_TOO_OFTEN");
  }
  const [[, mended]] = (await waitWith("v1.999999999999999.60000")).written;
  assert.match(mended, /^v1\.\d{12,13}\.60000$/);
});

test("a store that throws, rejects or answers with what only looks like a promise holds nobody up", async () => {
  const thrown = () => {
    throw new Error("no");
  };
  for (const getItem of [
    thrown,
    () => Promise.reject(new Error("no")),
    () => ({ then: thrown }),
    () => ({ then: (resolve) => resolve("v1") }),
    () => ({ then: (resolve, reject) => (resolve("v1"), reject(new Error("no")), resolve("v1")) }),
    () => ({
      get then() {
        throw new Error("no");
      },
    }),
    () => new Proxy({}, { get: thrown }),
  ]) {
    assert.equal((await waitWith(undefined, { getItem })).sent, "sent");
  }
});

test("a store learns a key, a time and a length, and nothing of numbers, codes and tokens", async () => {
  const { written } = await waitWith(null);
  assert.equal(written.length, 1);
  const [[key, value, options]] = written;
  assert.match(key, /^updatephone:cooldown:[0-9a-f]{16}$/);
  assert.match(value, /^v1\.\d{10,13}\.60000$/);
  assert.deepEqual(options, { ttl: 60 });
});
