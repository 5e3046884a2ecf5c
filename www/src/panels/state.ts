import type { FormSnapshot } from "update-phone/element";
import { byId, make } from "../dom.js";
import { highlighted } from "../highlight.js";

/** In the usual order. */
const STATES = [
  "editing",
  "sending-code",
  "verifying",
  "confirming",
  "updating",
  "done",
  "in-doubt",
  "expired",
] as const satisfies readonly FormSnapshot["state"][];

/** Longer than the time between two keys. */
const PAUSE_MS = 250;

/** Shows the flow's snapshot as JSON, with the lines that have changed last marked, and where among its states it is. */
export function mountState(): (snapshot: FormSnapshot) => void {
  const path = byId("state-path", HTMLOListElement);
  const json = byId("state-json", HTMLElement);
  const items = new Map(STATES.map((state) => [state, make("li", {}, state)]));
  path.replaceChildren(...items.values());
  let shown: readonly string[] = [];

  const draw = (snapshot: FormSnapshot): void => {
    for (const [state, item] of items) {
      const current = state === snapshot.state ? "step" : null;
      if (item.ariaCurrent !== current) item.ariaCurrent = current;
    }
    const lines = JSON.stringify(snapshot, null, 2).split("\n");
    const before = new Set(shown);
    if (shown.length === 0) json.replaceChildren();
    // Only changed lines are replaced, since most lines stay the same.
    for (const [at, line] of lines.entries()) {
      const span = json.children[at];
      const isNew = shown.length > 0 && !before.has(line);
      if (span && line === shown[at]) span.classList.remove("is-changed");
      else {
        const drawn = make("span", { class: isNew ? "line is-changed" : "line" }, highlighted(`${line}\n`));
        if (span) span.replaceWith(drawn);
        else json.append(drawn);
      }
    }
    while (json.children.length > lines.length) json.lastElementChild?.remove();
    shown = lines;
  };

  let timer: number | undefined;
  let latest: FormSnapshot | undefined;
  return (snapshot) => {
    const { newPhoneInput, oldPhoneInput } = latest ?? snapshot;
    const isTyping = snapshot.newPhoneInput !== newPhoneInput || snapshot.oldPhoneInput !== oldPhoneInput;
    latest = snapshot;
    clearTimeout(timer);
    // Typing must stay fast, so the snapshot is drawn when the user pauses.
    if (isTyping) timer = setTimeout(() => draw(snapshot), PAUSE_MS);
    else draw(snapshot);
  };
}
