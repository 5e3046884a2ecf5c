import { parsePhone, type PhoneNumber } from "update-phone";
import { setBusy } from "./busy.js";
import { byId, setText } from "./dom.js";
import { Note } from "./note.js";
import type { Session, State } from "./session.js";
import { texts } from "./texts.js";

/** First step: the new number, judged while it is typed. Folds into one line when a code is on its way. */
export function mountNumberStep(session: Session): void {
  const step = byId("number-step", HTMLElement);
  const form = byId("number-form", HTMLFormElement);
  const fieldset = byId("number-fieldset", HTMLFieldSetElement);
  const countryCode = byId("country-code", HTMLInputElement);
  const number = byId("number", HTMLInputElement);
  const note = new Note(byId("number-note", HTMLElement), [countryCode, number]);
  const send = byId("send-new-first", HTMLButtonElement);
  const folded = byId("number-folded", HTMLElement);
  const chosen = byId("number-chosen", HTMLElement);
  const edit = byId("edit-number", HTMLButtonElement);

  /** Inputs the person has been through: until then nothing is said there that more digits may mend. */
  const left = new Set<HTMLInputElement>();

  const read = (): PhoneNumber => parsePhone({ countryCode: countryCode.value, number: number.value });

  for (const input of [countryCode, number]) {
    input.addEventListener("input", () => showVerdict());
    input.addEventListener("change", () => {
      takeInternationalNumber();
      if (input.value !== "") left.add(input);
      showVerdict();
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    takeInternationalNumber();
    left.add(countryCode).add(number);
    if (showVerdict()) void session.chooseNewPhone(read());
    else focusWrongInput();
  });
  edit.addEventListener("click", () => session.editNumber());

  session.subscribe((state, previous) => {
    const isOpen = state.stage === "number" || state.stage === "loading";
    step.hidden = state.stage === "done";
    form.hidden = !isOpen;
    folded.hidden = isOpen;
    fieldset.disabled = state.stage === "loading";
    setBusy(send, state.task === "send-new");
    setText(chosen, state.newPhone?.internationalFormat ?? "");
    edit.hidden = state.task !== undefined;
    if (state.problem !== previous.problem) showProblem(state);
    if (isOpen && state.stage !== previous.stage && previous.stage !== "loading") open(state, previous);
  });

  /** Returns whether the number can be used. */
  function showVerdict(): boolean {
    const phone = read();
    const { issue } = phone;
    if (issue) {
      const wrong = issue === "invalid-country-code" ? countryCode : number;
      const isSaid = left.has(wrong) || issue === "too-long" || /\p{L}/u.test(wrong.value);
      if (isSaid) note.showError(texts.issues[issue], [wrong]);
      else note.showHint("");
      return false;
    }
    if (phone.e164 === session.state.oldPhone?.e164) {
      note.showError(texts.isCurrentNumber, [number]);
      return false;
    }
    left.clear();
    note.showHint(regionName(phone.region));
    return true;
  }

  /** A pasted or autofilled `+852 …` brings its own country code. */
  function takeInternationalNumber(): void {
    if (!/^\s*[+＋]/.test(number.value)) return;
    const phone = parsePhone(number.value);
    if (!phone.isPossible) return;
    countryCode.value = phone.countryCode;
    number.value = phone.nationalNumber;
  }

  function showProblem({ problem }: State): void {
    if (problem?.place !== "number" && problem?.place !== "country-code") return;
    note.showError(problem.message, [problem.place === "number" ? number : countryCode]);
    focusWrongInput();
  }

  function open({ problem }: State, previous: State): void {
    if (previous.stage === "done") {
      number.value = "";
      note.showHint("");
    } else if (!problem) {
      showVerdict();
    }
    if (!problem) number.focus();
  }

  function focusWrongInput(): void {
    const wrong = [countryCode, number].find((input) => input.getAttribute("aria-invalid") === "true");
    wrong?.focus();
    wrong?.select();
  }
}

const regionNames = new Intl.DisplayNames(document.documentElement.lang, { type: "region" });

/** `Hong Kong SAR China`; empty for numbers of no one country. */
function regionName(region: string | undefined): string {
  return region && /^[A-Z]{2}$/.test(region) ? (regionNames.of(region) ?? "") : "";
}
