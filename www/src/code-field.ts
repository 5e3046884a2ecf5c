import { setUsable } from "./busy.js";
import { byId, setText } from "./dom.js";
import { Note } from "./note.js";
import type { Purpose, Session } from "./session.js";
import { texts } from "./texts.js";

/** The longest code that the service knows. */
const MAX_DIGITS = 8;

/** One code, and the button that sends it, which says when it can be used again. */
export class CodeField {
  readonly input: HTMLInputElement;
  readonly note: Note;
  readonly #session: Session;
  readonly #purpose: Purpose;
  readonly #send: HTMLButtonElement;
  #stopCounting: () => void = () => undefined;

  constructor(session: Session, purpose: Purpose) {
    this.#session = session;
    this.#purpose = purpose;
    this.input = byId(`${purpose}-code`, HTMLInputElement);
    this.note = new Note(byId(`${purpose}-code-note`, HTMLElement), [this.input]);
    this.#send = byId(`send-${purpose}`, HTMLButtonElement);

    this.input.addEventListener("input", () => {
      const digits = digitsOf(this.input.value);
      if (this.input.value !== digits) this.input.value = digits;
      this.#showHint();
    });
    this.#send.addEventListener("click", () => void session.resendCode(purpose));
  }

  get code(): string {
    return this.input.value;
  }

  clear(): void {
    this.input.value = "";
    this.#showHint();
  }

  /** Says where a code is missing. Returns whether there is one. */
  requireCode(): boolean {
    if (this.code === "") this.note.showError(texts.enterCode);
    return this.code !== "";
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  focusSendButton(): void {
    this.#send.focus();
  }

  showError(message: string): void {
    this.note.showError(message);
  }

  /** Shows what the session knows, and counts the wait down. */
  render(): void {
    if (!this.note.isError) this.#showHint();
    this.#stopCounting();
    const cooldown = this.#session.cooldown(this.#purpose);
    if (cooldown) this.#stopCounting = cooldown.subscribe((seconds) => this.#showButton(seconds));
    else this.#showButton(0);
  }

  #showHint(): void {
    const number = this.#session.state[`${this.#purpose}Phone`]?.internationalFormat ?? "";
    this.note.showHint(this.#session.isCodeSent(this.#purpose) ? texts.sentTo(number) : texts.notSentTo(number));
  }

  #showButton(secondsToWait: number): void {
    const isSending = this.#session.state.task === `send-${this.#purpose}`;
    setUsable(this.#send, !isSending && secondsToWait === 0);
    if (isSending) setText(this.#send, texts.sending);
    else if (secondsToWait > 0) setText(this.#send, texts.resendIn(secondsToWait));
    else setText(this.#send, this.#session.isCodeSent(this.#purpose) ? texts.resend : texts.sendCode);
  }
}

/** The digits of what was typed, pasted or filled in, full-width ones too: `Your code is １２３ 456` is `123456`. */
function digitsOf(text: string): string {
  return text.normalize("NFKC").replace(/\D/g, "").slice(0, MAX_DIGITS);
}
