import { byId, setText } from "./dom.js";
import type { Session } from "./session.js";
import { texts } from "./texts.js";

/** The account's number at the top, or why it cannot be read. */
export function mountCurrentNumber(session: Session): void {
  const current = byId("current", HTMLElement);
  const number = byId("current-number", HTMLElement);
  const failure = byId("start-failure", HTMLElement);
  const problemLine = byId("start-problem", HTMLElement);

  byId("start-again", HTMLButtonElement).addEventListener("click", () => void session.load());

  session.subscribe(({ stage, oldPhone, problem }) => {
    const isFailed = problem?.place === "start";
    current.hidden = stage === "done" || isFailed;
    failure.hidden = !isFailed;
    setText(problemLine, isFailed ? problem.message : "");
    if (stage !== "loading") setText(number, oldPhone?.internationalFormat ?? texts.noNumber);
  });
}
