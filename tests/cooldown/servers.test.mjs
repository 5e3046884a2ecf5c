// Two servers of one application, each a process, whose cool-downs are in one Redis: the second is told how long to wait. Prints what
// each of them got, and what Redis keeps.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { emulatorPackage, entryUrl } from "../support/packed.mjs";
import { startRedis } from "../support/redis.mjs";

const PHONE = "+86 139 1234 5678";

let service;
let server;
let redis;

before(async () => {
  // It sends as often as it is asked, so that only the clients count.
  service = await emulatorPackage.serveEmulator({ port: 0, smsIntervalSeconds: 0 });
  server = await startRedis();
  redis = new Redis({ host: "127.0.0.1", port: server.port });
});
after(async () => {
  await redis?.quit();
  await server?.close();
  await service?.close();
});
beforeEach(async () => {
  service.emulator.reset();
  await redis.flushall();
});

/** Runs a process to its end, and gives what it said. */
async function ask(phone = PHONE) {
  const parameters = {
    entry: entryUrl("update-phone"),
    host: service.url,
    appId: service.emulator.users[0].appId,
    redisPort: server.port,
    phone,
  };
  const script = join(import.meta.dirname, "server-process.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(parameters)]);
  return JSON.parse(stdout);
}

test("the second process is told how long to wait, and one SMS is sent", async () => {
  const one = await ask();
  const other = await ask();
  assert.notEqual(one.pid, other.pid);
  assert.equal(one.outcome, "sent");
  assert.deepEqual([other.outcome, other.statusCode], ["ERR_CODE_SENT_TOO_OFTEN", undefined]);
  assert.ok(other.retryAfterMs > 0 && other.retryAfterMs < 60_000, String(other.retryAfterMs));
  assert.ok(Number.isInteger(other.retryAfterMs));
  assert.ok(other.remainingSeconds > 0 && other.remainingSeconds <= one.remainingSeconds);
  assert.equal(service.emulator.inbox().length, 1);

  const keys = await redis.keys("*");
  assert.equal(keys.length, 1);
  const [key] = keys;
  const [value, ttl] = [await redis.get(key), await redis.ttl(key)];
  console.log(`Redis ${server.version}
  process ${one.pid}: ${one.outcome}, cool-down ${one.remainingSeconds} s
  process ${other.pid}: ${other.outcome}, retryAfterMs ${other.retryAfterMs}: ${other.message}
  ${key} = ${value}, ttl ${ttl} s`);
  assert.match(key, /^[a-z0-9:.]+$/);
  assert.match(value, /^v1\.\d{13}\.60000$/);
  assert.ok(ttl > 0 && ttl <= 60, `ttl ${ttl}`);
  assert.ok(!`${key} ${value}`.includes("12345678"));
});

test("a number that nobody has asked for is not held back", async () => {
  await ask();
  assert.equal((await ask("+86 137 0000 0000")).outcome, "sent");
  assert.equal(service.emulator.inbox().length, 2);
});

test("when Redis has let the key go, the next process sends", async () => {
  await ask();
  const [key] = await redis.keys("*");
  await redis.pexpire(key, 1);
  while (await redis.exists(key)) await redis.ping();
  assert.equal((await ask()).outcome, "sent");
});
