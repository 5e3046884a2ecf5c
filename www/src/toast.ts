import { byId } from "./dom.js";

const SHOWN_MS = 2500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells in passing what a button has done, to eyes and ears. */
export function toast(text: string): void {
  const place = byId("toast", HTMLElement);
  place.textContent = text;
  place.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove("is-shown"), SHOWN_MS);
}
