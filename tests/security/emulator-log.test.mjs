// The emulator's command tells the tokens of its users when it begins, and nothing secret after that, whatever goes wrong.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { callsOf } from "../emulator/calls.mjs";
import { listening } from "../emulator/command.mjs";
import { Canaries } from "./canaries.mjs";

test("its log holds no canary, not even when its file cannot be written", { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "update-phone-log-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const canaries = new Canaries();
  const { url, read, child, ended } = await listening("--data", join(folder, "state.json"), "--code-length", "8");
  const banner = read();
  const get = async (what) => (await fetch(`${url}/_emulator/${what}`)).json();
  const [user] = await get("users");
  assert.ok(banner.includes(user.accessToken), "what a person needs to begin");
  canaries.add("an access token", user.accessToken);
  canaries.addNumber("a number", user.phone);
  canaries.addNumber("a number", "13912345678");

  const { tokenFor, updatePhone, request, getProfile } = callsOf(fetch, url, user, () => get("inbox"));
  const token = await tokenFor();
  canaries.add("an update token", token);
  for (const { code } of await get("inbox")) canaries.add("a pass code", code);
  await updatePhone(token);
  await updatePhone(token);
  await getProfile({ token: `Bearer ${token}` });
  // What is no JSON, what is none of it, and what is told to nobody.
  for (const body of [`{"updatePhoneToken":"${token}`, JSON.stringify([token]), token]) {
    await request("POST", "update-phone", body);
    await request("PUT", `update-phone?${token}`, body);
    await fetch(`${url}/_emulator/${token}`);
  }
  // Each change is to be kept, and cannot be any more.
  await rm(folder, { recursive: true });
  const failed = await request("POST", "send-sms", {
    channel: "CHANNEL_BIND_PHONE",
    phoneNumber: "13987654321",
    phoneCountryCode: "+86",
  });
  assert.equal(failed.status, 500);
  canaries.addNumber("a number", "13987654321");
  for (const { code } of await get("inbox")) canaries.add("a pass code", code);
  child.kill("SIGTERM");
  await ended;
  const log = read().slice(banner.length);
  assert.match(log, /Cannot write/);
  assert.deepEqual(canaries.search(log), []);
  assert.deepEqual(Object.keys(canaries.counts).length, 4);
  assert.ok(canaries.search(`${log} ${token}`).length > 0, "the search finds what is there");
});
