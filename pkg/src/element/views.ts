// The views of the form, by state.
import type { FlowSnapshot, PhoneNumber } from "../types.js";
import type { CodeField } from "./code-field.js";
import type { Side } from "./host.js";
import { checkIcon, ring } from "./icons.js";
import { html, nothing, type TemplateResult } from "./lit.js";
import type { PhoneField } from "./phone-field.js";
import { banner, button, link, note, number } from "./pieces.js";
import { type Action, isShownAt, type Problem } from "./problems.js";
import { resend } from "./resend.js";
import type { Steps } from "./steps.js";
import type { Texts } from "./types.js";

/** From this many seconds on, the token's timer is shown as urgent. */
const URGENT_SECONDS = 10;

/** The data and actions of the views; `Session` implements it. */
export interface FormView {
  readonly texts: Texts;
  readonly snapshot: FlowSnapshot;
  readonly options: { readonly autoSubmitLength?: number; readonly confirm?: boolean };
  readonly fields: Record<Side, PhoneField>;
  readonly codes: Record<Side, CodeField>;
  readonly steps: Steps;
  readonly action: Action | undefined;
  readonly problem: Problem | undefined;
  readonly pendingSide: Side | undefined;
  readonly displayedState: FlowSnapshot["state"];
  readonly tokenLifetime: number;
  readonly currentNumber: PhoneNumber | undefined;
  readonly isBusy: boolean;
  send(side: Side): Promise<void>;
  renew(): Promise<void>;
  insist(): void;
  submit(): void;
  confirm(): void;
  edit(side: Side): void;
  retryLoading(): void;
}

export function renderForm(form: FormView, announcement: string): TemplateResult {
  const { texts, displayedState } = form;
  return html`<section class="card" part="card" lang=${texts.language} aria-labelledby="heading">
    ${
      displayedState === "done"
        ? doneView(form)
        : html`<header>
              <h2 class="heading" part="heading" id="heading" tabindex="-1">
                <slot name="heading">${texts.title}</slot>
              </h2>
              ${
                displayedState === "confirming" || displayedState === "in-doubt"
                  ? nothing
                  : html`<p class="intro" part="intro"><slot name="intro">${texts.intro}</slot></p>`
              }
            </header>
            ${displayedState === "confirming" ? confirmView(form) : displayedState === "in-doubt" ? inDoubtView(form) : stepsView(form)}
            <slot name="footer"></slot>`
    }
    <div class="speech" role="status" aria-live="polite">${announcement}</div>
  </section>`;
}

// ── Numbers and codes ────────────────────────────────────────────────────────────────────────────────────────────────

function stepsView(form: FormView): TemplateResult {
  const { snapshot, steps, texts } = form;
  const isNewOpen = steps.isOpen("new", snapshot);
  const isOldShown = snapshot.isOldPhoneRequired && (!isNewOpen || steps.hasRequestedCode("old"));
  const isComplete = !isNewOpen && !(isOldShown && steps.isOpen("old", snapshot));
  const expired: Problem = { place: "button", text: texts.expired, isFault: false };
  return html`${step(form, "new")} ${isOldShown ? step(form, "old") : nothing}
  ${
    isComplete
      ? html`<div class="action">
          ${snapshot.state === "expired" && !form.problem ? banner(expired, texts) : problemBanner(form)}
          ${snapshot.state === "expired" ? renewButton(form) : submitButton(form)}
        </div>`
      : nothing
  }`;
}

function submitButton(form: FormView): TemplateResult {
  const { texts, options, snapshot } = form;
  const isVerifying = snapshot.state === "verifying";
  return button({
    id: "submit",
    label: options.confirm ? texts.verify : texts.changeNumber,
    busy: isVerifying ? texts.verifying : snapshot.state === "updating" ? texts.changing : undefined,
    isDisabled: snapshot.state === "sending-code",
    onPress: () => form.submit(),
  });
}

function renewButton(form: FormView): TemplateResult {
  const { texts, snapshot } = form;
  return button({
    id: "renew",
    label: texts.sendAgain,
    isDisabled: !snapshot.can.sendNewCode,
    onPress: () => void form.renew(),
  });
}

function step(form: FormView, side: Side): TemplateResult {
  const isOpen = form.steps.isOpen(side, form.snapshot);
  return html`<div class="step" part="step">${isOpen ? phoneStep(form, side) : codeStep(form, side)}</div>`;
}

/** A step whose number is edited. */
function phoneStep(form: FormView, side: Side): TemplateResult {
  const { texts, snapshot, problem } = form;
  const fieldProblem = isShownAt(problem, `${side}-phone`) ? problem : undefined;
  const isNew = side === "new";
  const isCoolingDown = (isNew ? snapshot.newCooldownSeconds : snapshot.oldCooldownSeconds) > 0;
  const isSending = snapshot.state === "sending-code" && form.action?.side === side;
  const isUpdating = snapshot.state === "updating";
  const help = isCoolingDown && !isSending ? texts.alreadySent : isNew ? "" : texts.oldPhoneHelp;
  return html`${form.fields[side].render({
    label: isNew ? texts.newPhone : texts.oldPhone,
    noteId: `${side}-phone-note`,
    isInvalid: fieldProblem?.isFault === true,
    isReadOnly: isUpdating,
    onEnter: () => void form.send(side),
  })}
  ${note(`${side}-phone-note`, fieldProblem, help, texts)}
  ${isNew || !form.steps.isOpen("new", snapshot) ? problemBanner(form) : nothing}
  ${
    fieldProblem?.canInsist
      ? html`<div class="question">
          ${button({ id: "insist", label: texts.useAnyway, onPress: () => form.insist() })}
          ${link("edit", texts.editNumber, () => form.edit(side))}
        </div>`
      : button({
          id: `${side}-send`,
          label: isCoolingDown && !fieldProblem?.isFault ? texts.goOn : texts.sendCode,
          busy: isSending ? texts.sending : form.pendingSide === side ? texts.loading : undefined,
          isDisabled: form.isBusy,
          onPress: () => void form.send(side),
        })
  }`;
}

/** A step whose number is folded into a line, with the field for its code. */
function codeStep(form: FormView, side: Side): TemplateResult {
  const { texts, snapshot, problem } = form;
  const isNew = side === "new";
  const phone = isNew ? snapshot.newPhone : snapshot.oldPhone;
  const seconds = isNew ? snapshot.newCooldownSeconds : snapshot.oldCooldownSeconds;
  const canSend = isNew ? snapshot.can.sendNewCode : snapshot.can.sendOldCode;
  const isSending = snapshot.state === "sending-code" && form.action?.side === side;
  const isUpdating = snapshot.state === "updating";
  const fieldProblem =
    isShownAt(problem, `${side}-code`) || (isShownAt(problem, `${side}-phone`) && !problem?.isFault)
      ? problem
      : undefined;
  return html`<div class="folded">
      <div>
        <span class="folded-label" part="label">${isNew ? texts.newPhone : texts.oldPhone}</span>
        ${number(phone?.internationalFormat ?? "")}
      </div>
      ${
        isUpdating
          ? nothing
          : link(
              `${side}-change`,
              texts.change,
              () => form.edit(side),
              isNew ? texts.changeNewPhone : texts.changeOldPhone,
            )
      }
    </div>
    ${form.codes[side].render({
      name: isNew ? texts.newCode : texts.oldCode,
      noteId: `${side}-code-note`,
      length: form.options.autoSubmitLength,
      isInvalid: fieldProblem?.isFault === true,
      isReadOnly: isUpdating,
      // After expiry one button sends codes to all numbers.
      aside:
        snapshot.state === "expired" && seconds === 0
          ? nothing
          : resend(side, seconds, isSending, canSend, texts, () => void form.send(side)),
      onEnter: () => form.submit(),
    })}
    ${note(`${side}-code-note`, fieldProblem, texts.codeHelp, texts)}`;
}

/** The problem that belongs to no field. After a failed load it has a link to try again, unless a code is pending. */
function problemBanner(form: FormView): TemplateResult | typeof nothing {
  const { problem, texts, snapshot } = form;
  if (problem?.place !== "button") return nothing;
  const isNotLoaded = snapshot.error?.code === "ERR_WASM_LOAD" && !form.pendingSide;
  return banner(problem, texts, isNotLoaded ? link("retry", texts.tryAgain, () => form.retryLoading()) : nothing);
}

// ── The change itself ────────────────────────────────────────────────────────────────────────────────────────────────

function summary({ texts, snapshot, currentNumber }: FormView): TemplateResult {
  return html`<dl class="summary" part="summary">
    ${
      currentNumber?.e164
        ? html`<div>
            <dt>${texts.from}</dt>
            <dd>${number(currentNumber.internationalFormat)}</dd>
          </div>`
        : nothing
    }
    <div>
      <dt>${texts.to}</dt>
      <dd class="is-new">${number(snapshot.newPhone?.internationalFormat ?? "")}</dd>
    </div>
  </dl>`;
}

function confirmView(form: FormView): TemplateResult {
  const { texts, snapshot, tokenLifetime, problem } = form;
  const { tokenSeconds: seconds, state } = snapshot;
  return html`${summary(form)}
    <div class="action">
      ${problem ? banner(problem, texts) : html`<p class="note" part="note">${texts.notChangedYet}</p>`}
      <div class="confirm">
        ${button({
          id: "confirm",
          label: texts.changeNumber,
          busy: state === "updating" ? texts.changing : undefined,
          onPress: () => form.confirm(),
        })}
        <span
          class="timer ${seconds <= URGENT_SECONDS ? "is-pressing" : ""}"
          part="timer"
          role="timer"
          aria-label=${texts.saySecondsLeft(seconds)}
        >
          ${ring(tokenLifetime > 0 ? seconds / tokenLifetime : 0)}<span class="seconds">${seconds}</span>
        </span>
      </div>
      ${state === "updating" ? nothing : link("another", texts.useAnotherNumber, () => form.edit("new"))}
    </div>`;
}

function inDoubtView(form: FormView): TemplateResult {
  const { texts, snapshot, problem } = form;
  return html`<div class="doubt">
      <p class="doubt-title">${texts.inDoubt}</p>
      <p class="note" part="note error">${problem?.text ?? texts.checking}</p>
    </div>
    ${summary(form)}
    <div class="action">
      ${button({
        id: "check",
        label: texts.checkAgain,
        busy: snapshot.state === "updating" ? texts.checking : undefined,
        onPress: () => form.confirm(),
      })}
    </div>`;
}

function doneView({ texts, snapshot, currentNumber }: FormView): TemplateResult {
  const { newPhone } = snapshot;
  const isChanged = currentNumber?.e164 && currentNumber.e164 !== newPhone?.e164;
  return html`<div class="done" part="done">
    ${checkIcon()}
    <h2 class="heading" part="heading" id="heading" tabindex="-1">${texts.done}</h2>
    <p class="new-number">${number(newPhone?.internationalFormat ?? "")}</p>
    ${isChanged ? html`<p class="old-number"><del>${number(currentNumber.internationalFormat)}</del></p>` : nothing}
    <slot name="done"></slot>
  </div>`;
}
