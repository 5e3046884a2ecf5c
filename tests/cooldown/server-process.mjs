// A server of an application, of which servers.test.mjs starts several: asks for a code, with its cool-downs in Redis.
import { createStorage } from "unstorage";
import redisDriver from "unstorage/drivers/redis";

const { entry, host, appId, redisPort, phone } = JSON.parse(process.argv[2]);
const { createClient } = await import(entry);

const storage = createStorage({ driver: redisDriver({ host: "127.0.0.1", port: redisPort }) });
const client = createClient({ host, appId, storage, language: "en-US" });
const answer = await client.sendCode({ purpose: "new", phone }).then(
  () => ({ outcome: "sent" }),
  ({ code, message, retryAfterMs, statusCode }) => ({ outcome: code, message, retryAfterMs, statusCode }),
);
const { remainingSeconds } = await client.cooldown("new", phone);
client.dispose();
await storage.dispose();
console.log(JSON.stringify({ pid: process.pid, ...answer, remainingSeconds }));
