import { byId } from "./dom.js";

const SHOWN_MS = 2500;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows and announces a short message about what a button has done. */
export function toast(text: string): void {
  const element = byId("toast", HTMLElement);
  element.textContent = text;
  element.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => element.classList.remove("is-shown"), SHOWN_MS);
}
