import { setBusy } from "./busy.js";
import { CodeField } from "./code-field.js";
import { byId, setText } from "./dom.js";
import { markInvalid } from "./note.js";
import type { Purpose, Session, State } from "./session.js";

/** Second step: the codes that came to the two phones. */
export function mountCodesStep(session: Session): void {
  const step = byId("codes-step", HTMLElement);
  const form = byId("codes-form", HTMLFormElement);
  const folded = byId("codes-folded", HTMLElement);
  const oldCodeField = byId("old-code-field", HTMLElement);
  const problemLine = byId("codes-problem", HTMLElement);
  const verify = byId("verify", HTMLButtonElement);
  const fields: Record<Purpose, CodeField> = {
    new: new CodeField(session, "new"),
    old: new CodeField(session, "old"),
  };

  /** Without an old phone there is no code from it. */
  const shownFields = (): CodeField[] => (session.state.oldPhone ? [fields.new, fields.old] : [fields.new]);

  for (const { input } of Object.values(fields)) input.addEventListener("input", clearSharedProblem);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = shownFields().filter((field) => !field.requireCode());
    if (missing.length > 0) missing[0]?.focus();
    else void session.verify({ newCode: fields.new.code, oldCode: fields.old.code });
  });

  session.subscribe((state, previous) => {
    step.hidden = state.stage !== "codes" && state.stage !== "confirm";
    form.hidden = state.stage !== "codes";
    folded.hidden = state.stage !== "confirm";
    oldCodeField.hidden = !state.oldPhone;
    setBusy(verify, state.task === "verify");
    if (state.stage !== previous.stage || state.task) clearSharedProblem();
    clearUsedUpCodes(state, previous);
    for (const field of Object.values(fields)) field.render();
    moveFocus(state, previous);
    if (state.problem && state.problem !== previous.problem) showProblem(state.problem);
  });

  function clearSharedProblem(): void {
    if (problemLine.textContent === "") return;
    setText(problemLine, "");
    for (const { input } of Object.values(fields)) markInvalid(input, false);
  }

  /** A code is of no more use when it was accepted, when the next one was sent, and when the number is another one. */
  function clearUsedUpCodes(state: State, previous: State): void {
    const isVerified = state.stage === "confirm" && previous.stage !== "confirm";
    const isOtherPhone = state.newPhone?.e164 !== previous.newPhone?.e164;
    if (isVerified || isOtherPhone || wasSent("new", state, previous)) fields.new.clear();
    if (isVerified || wasSent("old", state, previous)) fields.old.clear();
  }

  function moveFocus(state: State, previous: State): void {
    if (state.stage !== "codes") return;
    if (wasSent("old", state, previous)) fields.old.focus();
    else if (previous.stage === "expired") fields.new.focusSendButton();
    else if (previous.stage !== "codes" || wasSent("new", state, previous)) fields.new.focus();
  }

  function showProblem({ place, message }: NonNullable<State["problem"]>): void {
    if (place === "new-code" || place === "old-code") {
      const field = place === "new-code" ? fields.new : fields.old;
      field.showError(message);
      field.focus();
    } else if (place === "both-codes") {
      setText(problemLine, message);
      for (const { input } of shownFields()) markInvalid(input, true);
      fields.new.focus();
    } else if (place === "verify") {
      setText(problemLine, message);
    }
  }
}

function wasSent(purpose: Purpose, state: State, previous: State): boolean {
  return previous.task === `send-${purpose}` && !state.task && !state.problem;
}
