import type { PageClock } from "../clock.js";
import { byId } from "../dom.js";
import { currentLanguage, onTexts } from "../language.js";
import type { Service } from "../service/service.js";

const JUMP_MS = 30_000;
const SLEEP_MS = 120_000;

/** Shows the time that page and service go by, and lets it pass. */
export function mountClock(clock: PageClock, service: Service, onChange: () => void): void {
  const shown = byId("clock-now", HTMLElement);
  const show = (): void => {
    const format = new Intl.DateTimeFormat(currentLanguage(), { timeStyle: "medium", hourCycle: "h23" });
    shown.textContent = format.format(clock.now());
  };
  const pass = async (ms: number, how: "jump" | "sleep"): Promise<void> => {
    await service.advance(ms);
    clock[how](ms);
    show();
    onChange();
  };
  byId("clock-jump", HTMLButtonElement).addEventListener("click", () => void pass(JUMP_MS, "jump"));
  byId("clock-sleep", HTMLButtonElement).addEventListener("click", () => void pass(SLEEP_MS, "sleep"));
  setInterval(show, 1000);
  onTexts(show);
}
