import type { SentMessage } from "update-phone/emulator";
import { byId } from "./dom.js";
import type { Service } from "./service/service.js";
import { texts } from "./texts.js";

const timeFormat = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", hourCycle: "h23" });

/** The SMS that the emulator has sent, the latest first. */
export function mountInbox(service: Service): { refresh(): void } {
  const list = byId("messages", HTMLOListElement);
  const empty = byId("inbox-empty", HTMLElement);

  /** Adds what is new, so that what stands there stays, also a selection in it; all anew when messages have gone. */
  async function show(): Promise<void> {
    const messages = await service.inbox();
    if (messages.length < list.childElementCount) list.replaceChildren();
    for (const message of messages.slice(list.childElementCount)) list.prepend(itemOf(message));
    empty.hidden = messages.length > 0;
  }

  const refresh = (): void => {
    show().catch((error: unknown) => console.error("The inbox cannot be read.", error));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });
  refresh();
  return { refresh };
}

function itemOf({ to, code, sentAt, text }: SentMessage): HTMLLIElement {
  const item = document.createElement("li");
  item.className = "message";

  const recipient = document.createElement("span");
  recipient.textContent = texts.inbox.to(to);
  const time = document.createElement("time");
  time.dateTime = new Date(sentAt).toISOString();
  time.textContent = timeFormat.format(sentAt);
  const head = document.createElement("p");
  head.className = "message-head digits";
  head.append(recipient, time);

  const body = document.createElement("p");
  body.className = "message-text";
  body.lang = "zh-CN";
  // The code stands a second time in the last line, which is there for the phone (WebOTP), not for the person.
  const [words = text] = text.split("\n");
  const [before = "", after = ""] = words.split(code);
  const shownCode = document.createElement("strong");
  shownCode.className = "message-code digits";
  shownCode.textContent = code;
  body.append(before, shownCode, after);

  item.append(head, body);
  return item;
}
