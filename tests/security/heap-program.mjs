// A program of its own: changes a number by calls and by a form, is done with it, and writes down its heap.
//
//   node --expose-gc heap-program.mjs PACKAGE-URL EMULATOR-URL FILE disposed|kept
import { setTimeout as pause } from "node:timers/promises";
import { writeHeapSnapshot } from "node:v8";

const [packageUrl, host, file, end] = process.argv.slice(2);
const { createClient } = await import(packageUrl);

const read = async (what) => (await fetch(`${host}/_emulator/${what}`)).json();
const pass = (advanceMs) =>
  fetch(`${host}/_emulator/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceMs }),
  });
const codeOf = async (e164) => (await read("inbox")).findLast(({ to }) => to === e164).code;

/** What a program may still have when all is done: the client and the form themselves, and the countdown. */
const kept = [];

async function change() {
  const [{ appId, accessToken }] = await read("users");
  const client = createClient({
    host,
    appId,
    language: "zh-CN",
    accessToken,
  });
  const phones = {
    newPhoneCountryCode: "+86",
    newPhoneNumber: "13912345678",
    oldPhoneCountryCode: "+86",
    oldPhoneNumber: "18812345678",
  };
  await client.sendCode({ purpose: "new", phone: "+8613912345678" });
  await client.sendCode({ purpose: "old", phone: "+8618812345678" });
  const request = {
    ...phones,
    newPhonePassCode: await codeOf("+8613912345678"),
    oldPhonePassCode: await codeOf("+8618812345678"),
  };
  const granted = await client.updatePhoneRequest(request);
  kept.push(client, granted.countdown);
  granted.countdown.subscribe(() => undefined);
  await client.updatePhone(granted);
  // Refused, with the old codes: the error and its cause are kept, too.
  kept.push(await client.changePhone(request).catch((error) => error));

  // Half of a change: the form holds a token that is not spent.
  await pass(61_000);
  const flow = client.createFlow({ confirm: true, verifyOldPhone: true });
  kept.push(flow);
  flow.subscribe(() => undefined);
  flow.setNewPhone("+8613987654321");
  flow.setOldPhone("+8613912345678");
  await flow.sendNewCode();
  await pass(61_000);
  await flow.sendOldCode();
  flow.setNewCode(await codeOf("+8613987654321"));
  flow.setOldCode(await codeOf("+8613912345678"));
  await flow.submit();
  if (flow.getSnapshot().state !== "confirming") throw new Error(`The form is ${flow.getSnapshot().state}`);

  // Another one, left alone before its code is sent.
  const other = client.createFlow();
  kept.push(other);
  other.setNewPhone("+8613712345678");
  await pass(61_000);
  await other.sendNewCode();
  other.setNewCode(await codeOf("+8613712345678"));
  if (end === "disposed") {
    flow.dispose();
    other.dispose();
    client.dispose();
  }
}

await change();
// What is finalised lets go of more; and sockets are closed one turn later.
for (let turn = 0; turn < 10; turn += 1) {
  globalThis.gc();
  await pause(20);
}
writeHeapSnapshot(file);
console.log(`${kept.length} things are kept`);
