import type { Call } from "../call.js";
import { type Failure, Refusal } from "../failures.js";
import type { CodeVerdict } from "../pass-codes.js";
import type { Phone } from "../phones.js";
import type { Service } from "../service.js";
import type { SmsChannel } from "../sms-channels.js";

/** A phone, and the code that the caller claims to have received on it over a channel. */
export interface Proof {
  readonly phone: Phone;
  readonly code: string;
  readonly channel: SmsChannel;
}

/** Throws a `Refusal` for the first code that is not right. All codes are tried first, so that each wrong one counts. Spends none. */
export function requireCorrectCodes(call: Call, proofs: readonly Proof[]): void {
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
