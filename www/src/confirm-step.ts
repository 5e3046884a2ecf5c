import { setBusy } from "./busy.js";
import { byId, setText } from "./dom.js";
import type { Session, State } from "./session.js";
import { texts } from "./texts.js";

/** From here on the ring warns. */
const LAST_SECONDS = 10;

/** Third step: spend the token while its time runs; and what is shown when the time is up. */
export function mountConfirmStep(session: Session): void {
  const step = byId("confirm-step", HTMLElement);
  const title = byId("confirm-title", HTMLElement);
  const time = byId("token-time", HTMLElement);
  const ring = byId("token-ring", SVGElement);
  const ringText = byId("token-ring-text", SVGElement);
  const problemLine = byId("confirm-problem", HTMLElement);
  const change = byId("change", HTMLButtonElement);
  const expiredStep = byId("expired-step", HTMLElement);
  const expiredTitle = byId("expired-title", HTMLElement);
  const expiredReason = byId("expired-reason", HTMLElement);
  let stopCounting: () => void = () => undefined;

  byId("confirm-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void session.change();
  });
  byId("request-new-codes", HTMLButtonElement).addEventListener("click", () => session.requestNewCodes());

  session.subscribe((state, previous) => {
    const { stage, token, problem } = state;
    step.hidden = stage !== "confirm";
    expiredStep.hidden = stage !== "expired";
    setBusy(change, state.task === "change");
    setText(problemLine, problem?.place === "confirm" ? problem.message : "");
    if (stage === "expired") setText(expiredReason, problem?.message ?? texts.expired);
    if (token !== previous.token) {
      stopCounting();
      if (token) stopCounting = token.countdown.subscribe((seconds) => showTime(token, seconds));
    }
    // To the heading, not to the button: an Enter pressed twice must not confirm.
    if (stage === "confirm" && previous.stage !== "confirm") title.focus();
    if (stage === "expired" && previous.stage !== "expired") expiredTitle.focus();
  });

  function showTime({ countdown }: NonNullable<State["token"]>, seconds: number): void {
    setText(time, texts.seconds(seconds));
    setText(ringText, String(seconds));
    ring.setAttribute("stroke-dasharray", `${(seconds * 100_000) / countdown.durationMs} 100`);
    ring.classList.toggle("is-ending", seconds <= LAST_SECONDS);
  }
}
