// Templates that several views share.
import { alertIcon } from "./icons.js";
import { html, nothing, type TemplateResult } from "./lit.js";
import type { Problem } from "./problems.js";
import type { Texts } from "./types.js";

export interface ButtonView {
  readonly id: string;
  readonly label: string;
  /** The label while the action runs. The button cannot be pressed meanwhile. */
  readonly busy?: string | undefined;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** Uses `aria-disabled`, since `disabled` would take the focus away. */
export function button({ id, label, busy, isDisabled, onPress }: ButtonView): TemplateResult {
  const isInactive = busy !== undefined || isDisabled === true;
  return html`<button
    class="button ${busy === undefined ? "" : "is-busy"}"
    part="button"
    id=${id}
    type="button"
    aria-disabled=${isInactive}
    @click=${() => isInactive || onPress()}
  >
    <span class="spinner"></span><span>${busy ?? label}</span>
  </button>`;
}

export function link(id: string, label: string, onPress: () => void, name?: string): TemplateResult {
  return html`<button class="link" part="link" id=${id} type="button" aria-label=${name ?? nothing} @click=${onPress}>
    ${label}
  </button>`;
}

/** The line below a field: its problem, or help. Its height is fixed, so the details open inside the text. */
export function note(id: string, problem: Problem | undefined, help: string, texts: Texts): TemplateResult {
  const isError = problem !== undefined && !problem.isHint;
  const text = html`<span id=${id}>${problem?.text ?? help}</span>`;
  return html`<div class="note-area">
    <div class="note ${isError ? "is-error" : ""}" part=${problem ? "note error" : "note"}>
      ${isError ? alertIcon() : nothing}
      ${
        problem?.details
          ? html`<details class="details" part="details">
              <summary>${text} <span class="more">${texts.details}</span></summary>
              <p dir="auto">${problem.details}</p>
            </details>`
          : text
      }
    </div>
  </div>`;
}

/** A problem that belongs to no field, shown above the button. `remedy` is a way to try again. */
export function banner(
  problem: Problem | undefined,
  texts: Texts,
  remedy: TemplateResult | typeof nothing = nothing,
): TemplateResult | typeof nothing {
  if (!problem) return nothing;
  return html`<div class="banner" part="error" id="banner" tabindex="-1">
    ${alertIcon()}
    <div>
      <p>${problem.text}</p>
      ${disclosure(problem, texts)} ${remedy}
    </div>
  </div>`;
}

function disclosure(problem: Problem | undefined, texts: Texts): TemplateResult | typeof nothing {
  if (!problem?.details) return nothing;
  return html`<details class="details" part="details">
    <summary>${texts.details}</summary>
    <p dir="auto">${problem.details}</p>
  </details>`;
}

/** A phone number, always from left to right. */
export function number(text: string, name = "number"): TemplateResult {
  return html`<bdi class=${name} dir="ltr">${text}</bdi>`;
}
