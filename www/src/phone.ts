import type { SentMessage } from "update-phone/emulator";
import type { UpdatePhoneFormElement } from "update-phone/element";
import { copyText } from "./copy.js";
import { byId, make } from "./dom.js";
import { fillIn } from "./fill.js";
import { currentLanguage, currentTexts, onTexts } from "./language.js";
import { toast } from "./toast.js";

interface Parts {
  readonly form: UpdatePhoneFormElement;
  readonly inbox: () => Promise<readonly SentMessage[]>;
  readonly now: () => number;
}

/** The drawn phone: what the service has sent to either number, the latest at the top. */
export class Phone {
  readonly #parts: Parts;
  readonly #list = byId("messages", HTMLOListElement);
  readonly #empty = byId("messages-empty", HTMLElement);
  readonly #time = byId("phone-time", HTMLElement);
  #messages: readonly SentMessage[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    setInterval(() => this.showTime(), 1000);
    onTexts(() => this.#writeAnew());
  }

  showTime(): void {
    this.#time.textContent = timeOf(this.#parts.now());
  }

  /** Adds what is new, so that what stands there stays, also a selection in it; all anew when messages have gone. */
  async refresh(): Promise<void> {
    const messages = await this.#parts.inbox();
    const isLonger = messages.length >= this.#messages.length;
    const known = isLonger ? this.#messages.length : 0;
    this.#messages = messages;
    if (!isLonger) this.#list.replaceChildren();
    for (const message of messages.slice(known)) this.#list.prepend(this.#itemOf(message));
    this.#empty.hidden = messages.length > 0;
  }

  #writeAnew(): void {
    this.showTime();
    this.#list.replaceChildren(...this.#messages.map((message) => this.#itemOf(message)).reverse());
  }

  #itemOf(message: SentMessage): HTMLLIElement {
    const { to, code, sentAt, text } = message;
    const texts = currentTexts();
    const side = sideOf(message);
    const time = make("time", { datetime: new Date(sentAt).toISOString() }, timeOf(sentAt));
    const recipient = side === "new" ? texts.toNewPhone : texts.toOldPhone;
    const head = make(
      "p",
      { class: "message-head" },
      make("span", { class: `message-to is-${side}` }, recipient),
      make("span", { class: "message-number" }, to),
      time,
    );

    // The code stands a second time in the last line, which is there for the browser (WebOTP), not for the person.
    const [words = text] = text.split("\n");
    const [before = "", after = ""] = words.split(code);
    const shownCode = make("strong", { class: "message-code" }, code);
    const body = make("p", { class: "message-text", lang: "zh-CN" }, before, shownCode, after);

    const fill = make("button", { type: "button", class: "message-action" }, texts.fillInCode(code));
    fill.addEventListener("click", () => void this.#use(message));
    const copy = make("button", { type: "button", class: "message-copy", "aria-label": texts.copyCode }, copyIcon());
    copy.addEventListener("click", () => void this.#copy(code));
    return make(
      "li",
      { class: "message" },
      head,
      make("div", { class: "bubble" }, body),
      make("div", { class: "message-actions" }, fill, copy),
    );
  }

  async #use(message: SentMessage): Promise<void> {
    const { form } = this.#parts;
    if (!fillIn(form, `${sideOf(message)}-code`, message.code)) await this.#copy(message.code);
  }

  async #copy(code: string): Promise<void> {
    const { copied, notCopied } = currentTexts();
    toast((await copyText(code)) ? copied : notCopied);
  }
}

function sideOf({ channel }: SentMessage): "new" | "old" {
  return channel === "CHANNEL_UNBIND_PHONE" ? "old" : "new";
}

function timeOf(instant: number): string {
  return new Intl.DateTimeFormat(currentLanguage(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    instant,
  );
}

function copyIcon(): SVGElement {
  const template = byId("copy-icon", HTMLTemplateElement);
  return template.content.firstElementChild?.cloneNode(true) as SVGElement;
}
