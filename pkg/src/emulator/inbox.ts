import { e164, type Phone } from "./phones.js";
import { CODE_LIFE_MS, DAY_MS } from "./rules.js";
import type { SmsChannel } from "./sms-channels.js";

/** An SMS that the emulator would have sent. */
export interface SentMessage {
  /** E.164: `+8618812345678`. */
  readonly to: string;
  /** What the SMS is for. */
  readonly channel: SmsChannel;
  /** The pass code in its text. */
  readonly code: string;
  /** Epoch milliseconds by the emulator's clock. */
  readonly sentAt: number;
  /** What the person would read. Its last line, `@app.example #123456`, is for browsers, which fill in the code of that host only (WebOTP). */
  readonly text: string;
}

/** Every SMS since the start or the last reset, oldest first. `now` is epoch milliseconds throughout. */
export class Inbox {
  readonly #messages: SentMessage[];

  constructor(messages: readonly SentMessage[]) {
    this.#messages = messages.map((message) => Object.freeze({ ...message }));
  }

  deliver(channel: SmsChannel, phone: Phone, code: string, host: string, now: number): void {
    const sentence = `【Authing】验证码 ${code}，${CODE_LIFE_MS / 60_000} 分钟内有效，请勿告诉他人。`;
    const text = `${sentence}\n\n@${host} #${code}`;
    this.#messages.push(Object.freeze({ to: e164(phone), channel, code, sentAt: now, text }));
  }

  /** Returns when the SMS of the last 24 hours to a number were sent, oldest first. */
  sentWithinDay(phone: Phone, now: number): readonly number[] {
    const to = e164(phone);
    return this.#messages
      .filter((message) => message.to === to && now - message.sentAt < DAY_MS)
      .map(({ sentAt }) => sentAt);
  }

  all(): readonly SentMessage[] {
    return [...this.#messages];
  }
}
