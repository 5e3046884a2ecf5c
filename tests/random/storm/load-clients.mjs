// A program of its own: a client for each user, which changes its number to and fro for so many seconds. It ends by itself.
//
//   fork(load-clients.mjs).send({entry, stage: {url, users}, seconds, warmUpSeconds}) → {latencies, changes, errors}
import { once } from "node:events";
import { targetsOfUser } from "./pools.mjs";

const CODE = "123456";

const [{ entry, stage, seconds, warmUpSeconds }] = await once(process, "message");
const { createClient, init } = await import(entry);
await init();

const begins = performance.now() + warmUpSeconds * 1_000;
const ends = begins + seconds * 1_000;
const isMeasured = (at) => at >= begins && at < ends;
const latencies = [];
const errors = [];
let changes = 0;

await Promise.all(stage.users.map(changeAgainAndAgain));
process.send({ latencies, changes, errors });
process.disconnect();

async function changeAgainAndAgain({ appId, accessToken, phone }, nth) {
  const numbers = [phone, ...targetsOfUser(nth)];
  for (let round = 0; performance.now() < ends; round += 1) {
    // A client waits a minute before it sends again to a number: so it is another one each time, as after a reload.
    const client = createClient({
      host: stage.url,
      appId,
      accessToken,
      language: "zh-CN",
      timeoutMs: 30_000,
      fetch: timed,
    });
    const [old, next] = [numbers[round % 3], numbers[(round + 1) % 3]];
    try {
      await client.sendCode({ purpose: "new", phone: { countryCode: "+86", number: next } });
      await client.sendCode({ purpose: "old", phone: { countryCode: "+86", number: old } });
      const { outcome } = await client.changePhone({
        newPhoneCountryCode: "+86",
        newPhoneNumber: next,
        newPhonePassCode: CODE,
        oldPhoneCountryCode: "+86",
        oldPhoneNumber: old,
        oldPhonePassCode: CODE,
      });
      if (outcome !== "confirmed") errors.push(outcome);
      if (isMeasured(performance.now())) changes += 1;
    } catch (error) {
      errors.push(String(error));
      return;
    } finally {
      client.dispose();
    }
  }
}

/** From the post to the end of the body, as the client sees it. */
async function timed(url, init) {
  const since = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  const now = performance.now();
  if (isMeasured(now)) latencies.push(now - since);
  response.text = () => Promise.resolve(text);
  return response;
}
