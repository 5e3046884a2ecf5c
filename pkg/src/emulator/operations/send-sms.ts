import type { Call } from "../call.js";
import { type Failure, FAILURES, Refusal } from "../failures.js";
import { DAY_MS } from "../rules.js";

/** Sends a pass code. Needs no sign-in, and so asks for none: a wrong access token is not looked at. */
export function sendSms(call: Call): undefined {
  const { now, service } = call;
  const { passCodes, inbox, settings } = service;
  const body = call.body();
  const channel = body.smsChannel("channel");
  const phone = body.phone("phoneNumber", "phoneCountryCode");

  const lastSentAt = passCodes.lastSentAt(channel, phone);
  if (lastSentAt !== undefined) refuseUntil(FAILURES.codeSentTooOften, lastSentAt + settings.smsIntervalMs, now);
  const today = inbox.sentWithinDay(phone, now);
  // The oldest that still counts at the cap: when it is a day old, there is room for one more.
  const inTheWay = today.at(-settings.dailyCap);
  if (today.length >= settings.dailyCap && inTheWay !== undefined) {
    refuseUntil(FAILURES.smsQuota, inTheWay + DAY_MS, now);
  }

  const code = settings.createCode();
  passCodes.add(channel, phone, code, now);
  inbox.deliver(channel, phone, code, settings.smsHost ?? call.host, now);
}

function refuseUntil(failure: Failure, end: number, now: number): void {
  if (now < end) throw new Refusal({ ...failure, retryAfterSeconds: Math.ceil((end - now) / 1000) });
}
