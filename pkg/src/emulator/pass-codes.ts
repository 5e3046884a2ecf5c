import { e164, type Phone } from "./phones.js";
import { CODE_LIFE_MS } from "./rules.js";
import type { SmsChannel } from "./sms-channels.js";

export type CodeVerdict = "right" | "wrong" | "expired" | "void";

/** A code that was sent. */
export interface PassCode {
  readonly channel: SmsChannel;
  /** E.164. */
  readonly to: string;
  readonly code: string;
  readonly sentAt: number;
  wrongTries: number;
  isSpent: boolean;
}

/** The latest pass code of each channel and number. `now` is epoch milliseconds throughout. */
export class PassCodes {
  readonly #latest: Map<string, PassCode>;
  readonly #maxWrongTries: number;

  /** A code is void after `wrongTries` wrong tries. */
  constructor(codes: readonly PassCode[], wrongTries: number) {
    this.#latest = new Map(codes.map((code) => [key(code.channel, code.to), { ...code }]));
    this.#maxWrongTries = wrongTries;
  }

  lastSentAt(channel: SmsChannel, phone: Phone): number | undefined {
    return this.#find(channel, phone)?.sentAt;
  }

  /** Replaces the previous code of this channel and number. */
  add(channel: SmsChannel, phone: Phone, code: string, now: number): void {
    const to = e164(phone);
    this.#latest.set(key(channel, to), { channel, to, code, sentAt: now, wrongTries: 0, isSpent: false });
  }

  /** Compares the typed code with the one that was sent, and changes nothing. */
  look(channel: SmsChannel, phone: Phone, typed: string, now: number): CodeVerdict {
    const sent = this.#find(channel, phone);
    if (sent === undefined) return "wrong";
    if (sent.isSpent || sent.wrongTries >= this.#maxWrongTries) return "void";
    if (now - sent.sentAt >= CODE_LIFE_MS) return "expired";
    return sent.code === typed ? "right" : "wrong";
  }

  /** Compares as `look` does, and counts a wrong try. A right code is not spent yet: see `spend`. */
  judge(channel: SmsChannel, phone: Phone, typed: string, now: number): CodeVerdict {
    const verdict = this.look(channel, phone, typed, now);
    const sent = this.#find(channel, phone);
    if (verdict === "wrong" && sent !== undefined) sent.wrongTries += 1;
    return verdict;
  }

  spend(channel: SmsChannel, phone: Phone): void {
    const sent = this.#find(channel, phone);
    if (sent !== undefined) sent.isSpent = true;
  }

  all(): readonly PassCode[] {
    return [...this.#latest.values()];
  }

  #find(channel: SmsChannel, phone: Phone): PassCode | undefined {
    return this.#latest.get(key(channel, e164(phone)));
  }
}

function key(channel: SmsChannel, to: string): string {
  return `${channel} ${to}`;
}
