import { byId, setText } from "./dom.js";
import type { Session } from "./session.js";

/** The end: the old number struck through, the new one beside it. */
export function mountDoneStep(session: Session): void {
  const step = byId("done-step", HTMLElement);
  const title = byId("done-title", HTMLElement);
  const oldNumber = byId("done-old", HTMLElement);
  const newNumber = byId("done-new", HTMLElement);

  byId("start-over", HTMLButtonElement).addEventListener("click", () => session.startOver());

  session.subscribe(({ stage, oldPhone, newPhone }, previous) => {
    step.hidden = stage !== "done";
    if (stage !== "done" || previous.stage === "done") return;
    setText(oldNumber, oldPhone?.internationalFormat ?? "");
    setText(newNumber, newPhone?.internationalFormat ?? "");
    title.focus();
  });
}
