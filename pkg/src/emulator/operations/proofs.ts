import type { Call } from "../call.js";
import { type Failure, Refusal } from "../failures.js";
import type { CodeVerdict } from "../pass-codes.js";
import type { Phone } from "../phones.js";
import type { Service } from "../service.js";
import type { SmsChannel } from "../sms-channels.js";

/** A phone, and the code that is said to have come to it over that channel. */
export interface Proof {
  readonly phone: Phone;
  readonly code: string;
  readonly channel: SmsChannel;
}

/** Judges all codes before it refuses for the first that is not right: each wrong one counts as tried. None is spent. */
export function requireRightCodes(call: Call, proofs: readonly Proof[]): void {
  const { passCodes } = call.service;
  const verdicts = proofs.map(({ channel, phone, code }) => passCodes.judge(channel, phone, code, call.now));
  for (const verdict of verdicts) {
    if (verdict !== "right") throw new Refusal(refusalOf(verdict, call.service));
  }
}

export function spendCodes(call: Call, proofs: readonly Proof[]): void {
  for (const { channel, phone } of proofs) call.service.passCodes.spend(channel, phone);
}

export function refusalOf(verdict: Exclude<CodeVerdict, "right">, service: Service): Failure {
  const { codeWrong, codeExpired, codeVoid } = service.settings.variant.refusals;
  return { wrong: codeWrong, expired: codeExpired, void: codeVoid }[verdict];
}
