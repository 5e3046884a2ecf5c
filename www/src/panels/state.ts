import type { FormSnapshot } from "update-phone/element";
import { byId, make } from "../dom.js";
import { highlighted } from "../highlight.js";

/** In the order in which most people come through them. */
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

/** Shows the flow's snapshot as JSON, with the lines that have changed marked, and where among its states it is. */
export function mountState(): (snapshot: FormSnapshot) => void {
  const path = byId("state-path", HTMLOListElement);
  const json = byId("state-json", HTMLElement);
  const items = new Map(STATES.map((state) => [state, make("li", {}, state)]));
  path.replaceChildren(...items.values());
  let shown: readonly string[] = [];

  return (snapshot) => {
    for (const [state, item] of items) item.ariaCurrent = state === snapshot.state ? "step" : null;
    const lines = JSON.stringify(snapshot, null, 2).split("\n");
    const before = new Set(shown);
    json.replaceChildren(
      ...lines.map((line) => {
        const isNew = shown.length > 0 && !before.has(line);
        return make("span", { class: isNew ? "line is-changed" : "line" }, highlighted(`${line}\n`));
      }),
    );
    shown = lines;
  };
}
