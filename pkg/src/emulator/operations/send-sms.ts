import type { Call } from "../call.js";
import { type Failure, FAILURES, Refusal } from "../failures.js";
import { DAY_MS } from "../rules.js";

/** Sends a pass code. Needs no sign-in: the access token is ignored. */
export function sendSms(call: Call): undefined {
  const { now, service } = call;
  const { passCodes, inbox, settings } = service;
  const body = call.body();
  const channel = body.smsChannel("channel");
  const phone = body.phone("phoneNumber", "phoneCountryCode");

  const lastSentAt = passCodes.lastSentAt(channel, phone);
  if (lastSentAt !== undefined) refuseUntil(FAILURES.codeSentTooOften, lastSentAt + settings.smsIntervalMs, now);
  const recentSends = inbox.sentWithinDay(phone, now);
  // When this SMS is a day old, the number is below the cap again.
  const blockingSentAt = recentSends.at(-settings.dailyCap);
  if (recentSends.length >= settings.dailyCap && blockingSentAt !== undefined) {
    refuseUntil(FAILURES.smsQuota, blockingSentAt + DAY_MS, now);
  }

  const code = settings.createCode();
  passCodes.add(channel, phone, code, now);
  inbox.deliver(channel, phone, code, settings.smsHost ?? call.host, now);
}

function refuseUntil(failure: Failure, end: number, now: number): void {
  if (now < end) throw new Refusal({ ...failure, retryAfterSeconds: Math.ceil((end - now) / 1000) });
}
