import { e164, type Phone } from "./phones.js";
import { CODE_LIFE_MS, SMS_INTERVAL_MS, WRONG_TRIES } from "./rules.js";
import type { SmsChannel } from "./sms-channels.js";

export type CodeVerdict = "right" | "wrong" | "expired" | "void";

interface PassCode {
  readonly code: string;
  readonly sentAt: number;
  wrongTries: number;
  isSpent: boolean;
}

/** The pass codes that were sent: for each channel and number the latest one. `now` is epoch milliseconds throughout. */
export class PassCodes {
  readonly #latest = new Map<string, PassCode>();

  isTooSoon(channel: SmsChannel, phone: Phone, now: number): boolean {
    const latest = this.#latest.get(key(channel, phone));
    return latest !== undefined && now - latest.sentAt < SMS_INTERVAL_MS;
  }

  /** Takes the place of the code that was sent before it. */
  add(channel: SmsChannel, phone: Phone, code: string, now: number): void {
    this.#latest.set(key(channel, phone), { code, sentAt: now, wrongTries: 0, isSpent: false });
  }

  /** Judges what was typed. A wrong try is counted against the code; a right one does not spend it yet. */
  judge(channel: SmsChannel, phone: Phone, typed: string, now: number): CodeVerdict {
    const sent = this.#latest.get(key(channel, phone));
    if (sent === undefined) return "wrong";
    if (sent.isSpent || sent.wrongTries >= WRONG_TRIES) return "void";
    if (now - sent.sentAt >= CODE_LIFE_MS) return "expired";
    if (sent.code === typed) return "right";
    sent.wrongTries += 1;
    return "wrong";
  }

  spend(channel: SmsChannel, phone: Phone): void {
    const sent = this.#latest.get(key(channel, phone));
    if (sent !== undefined) sent.isSpent = true;
  }
}

function key(channel: SmsChannel, phone: Phone): string {
  return `${channel} ${e164(phone)}`;
}
