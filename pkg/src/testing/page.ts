import { vi } from "vitest";

/** A page, as far as countdowns and cool-downs know pages. */
export interface TestPage {
  readonly document: EventTarget & { visibilityState: string };
  readonly window: EventTarget;
  /** How many event listeners are registered. */
  readonly listeners: number;
  /** Shows or hides the page, with the event that browsers send. */
  turn(visibilityState: "visible" | "hidden"): void;
}

/** Puts a `document` and a `window` in place until the test is over. */
export function openPage(): TestPage {
  let listeners = 0;
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const window = new EventTarget();
  for (const target of [document, window]) {
    const { addEventListener, removeEventListener } = target;
    target.addEventListener = (...rest) => {
      listeners += 1;
      addEventListener.apply(target, rest);
    };
    target.removeEventListener = (...rest) => {
      listeners -= 1;
      removeEventListener.apply(target, rest);
    };
  }
  vi.stubGlobal("document", document);
  vi.stubGlobal("window", window);
  return {
    document,
    window,
    get listeners() {
      return listeners;
    },
    turn(visibilityState) {
      document.visibilityState = visibilityState;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}
