import { byId } from "./dom.js";
import type { Session, State } from "./session.js";
import { texts } from "./texts.js";

/** The token's time is spoken at its start, here and at its end, not every second. */
const SPOKEN_SECONDS = 10;

/** Says in a polite live region what has happened, for those who do not see it. */
export function mountAnnouncer(session: Session): void {
  const status = byId("status", HTMLElement);
  let stopCounting: () => void = () => undefined;

  session.subscribe((state, previous) => {
    const message = messageOf(state, previous);
    if (message) status.textContent = message;
    if (state.token === previous.token) return;
    stopCounting();
    if (!state.token) return;
    stopCounting = state.token.countdown.subscribe((seconds) => {
      if (seconds === SPOKEN_SECONDS) status.textContent = texts.announce.secondsLeft(seconds);
    });
  });
}

function messageOf(state: State, previous: State): string | undefined {
  const { stage, problem, newPhone, oldPhone, token } = state;
  if (problem && problem !== previous.problem) return problem.message;
  if (stage !== previous.stage) {
    if (stage === "confirm" && token) return texts.announce.verified(token.countdown.remainingSeconds);
    if (stage === "expired") return texts.announce.expired;
    if (stage === "done") return texts.announce.changed(newPhone?.internationalFormat ?? "");
  }
  if (state.task || problem) return undefined;
  if (previous.task === "send-new") return texts.announce.codeSent(newPhone?.internationalFormat ?? "");
  if (previous.task === "send-old") return texts.announce.codeSent(oldPhone?.internationalFormat ?? "");
  return undefined;
}
