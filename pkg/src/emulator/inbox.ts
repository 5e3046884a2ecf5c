import { e164, type Phone } from "./phones.js";
import { CODE_LIFE_MS } from "./rules.js";
import type { SmsChannel } from "./sms-channels.js";

/** An SMS that the emulator would have sent. */
export interface SentMessage {
  /** E.164: `+8618812345678`. */
  readonly to: string;
  readonly channel: SmsChannel;
  readonly code: string;
  /** Epoch milliseconds by the emulator's clock. */
  readonly sentAt: number;
  /** What the person would read; holds the code. */
  readonly text: string;
}

/** Every SMS since the start or the last reset, oldest first. */
export class Inbox {
  readonly #messages: SentMessage[] = [];

  deliver(channel: SmsChannel, phone: Phone, code: string, now: number): void {
    const text = `【Authing】验证码 ${code}，${CODE_LIFE_MS / 60_000} 分钟内有效，请勿告诉他人。`;
    this.#messages.push(Object.freeze({ to: e164(phone), channel, code, sentAt: now, text }));
  }

  all(): readonly SentMessage[] {
    return [...this.#messages];
  }
}
