import { FAILURES, fieldMalformed, Refusal } from "../answers.js";
import type { Call } from "../call.js";
import { isSmsChannel } from "../sms-channels.js";

/** Sends a pass code. Needs no sign-in, and so asks for none: a wrong access token is not looked at. */
export function sendSms(call: Call): undefined {
  const { passCodes, inbox, createCode } = call.service;
  const body = call.body();
  const channel = body.string("channel");
  if (!isSmsChannel(channel)) throw new Refusal(fieldMalformed("channel", "有效的短信通道，如 CHANNEL_BIND_PHONE"));
  const phone = body.phone("phoneNumber", "phoneCountryCode");

  if (passCodes.isTooSoon(channel, phone, call.now)) throw new Refusal(FAILURES.codeSentTooOften);

  const code = createCode();
  passCodes.add(channel, phone, code, call.now);
  inbox.deliver(channel, phone, code, call.now);
}
