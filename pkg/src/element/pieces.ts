// Small pieces that several views are made of.
import { alertIcon } from "./icons.js";
import { html, nothing, type TemplateResult } from "./lit.js";
import type { Problem } from "./problems.js";
import type { Texts } from "./types.js";

export interface ButtonView {
  readonly id: string;
  readonly label: string;
  /** What it is doing, instead of the label. It then stays as it is, and cannot be pressed. */
  readonly busy?: string | undefined;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** `aria-disabled` rather than `disabled`, which would take the focus away from under somebody's fingers. */
export function button({ id, label, busy, isDisabled, onPress }: ButtonView): TemplateResult {
  const isStill = busy !== undefined || isDisabled === true;
  return html`<button
    class="button ${busy === undefined ? "" : "is-busy"}"
    part="button"
    id=${id}
    type="button"
    aria-disabled=${isStill}
    @click=${() => isStill || onPress()}
  >
    <span class="spinner"></span><span>${busy ?? label}</span>
  </button>`;
}

export function link(id: string, label: string, onPress: () => void, name?: string): TemplateResult {
  return html`<button class="link" part="link" id=${id} type="button" aria-label=${name ?? nothing} @click=${onPress}>
    ${label}
  </button>`;
}

/** The line below a field: help, or what is wrong. Its height is there from the start; so what opens more stands in the text. */
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

/** What is wrong with no field: beside the button that can be pressed again. */
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

/** A number is written from left to right, also where the text is not. */
export function number(text: string, name = "number"): TemplateResult {
  return html`<bdi class=${name} dir="ltr">${text}</bdi>`;
}
