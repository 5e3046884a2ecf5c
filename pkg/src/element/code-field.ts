// A code: one field for all its digits, which stand apart as if each had a place of its own.
import { codeIn } from "./digits.js";
import type { Host, Side } from "./host.js";
import { html, live, type TemplateResult } from "./lit.js";

/** So many places are shown where the length of a code is not known. */
const USUAL_LENGTH = 6;

/** How a field is drawn. */
export interface CodeFieldView {
  readonly name: string;
  readonly noteId: string;
  /** Where the length is known. */
  readonly length: number | undefined;
  readonly isInvalid: boolean;
  readonly isReadOnly: boolean;
  /** What stands at the end of the label's line. */
  readonly aside: unknown;
  readonly onEnter: () => void;
}

export class CodeField {
  readonly #host: Host;
  readonly #side: Side;
  readonly #codeNow: () => string;
  readonly #onInput: (code: string) => void;

  constructor(host: Host, side: Side, codeNow: () => string, onInput: (code: string) => void) {
    this.#host = host;
    this.#side = side;
    this.#codeNow = codeNow;
    this.#onInput = onInput;
  }

  render({ name, noteId, length, isInvalid, isReadOnly, aside, onEnter }: CodeFieldView): TemplateResult {
    const id = `${this.#side}-code`;
    const code = this.#codeNow();
    const places = Math.max(length ?? USUAL_LENGTH, code.length);
    const onSubmit = (event: SubmitEvent): void => {
      event.preventDefault();
      onEnter();
    };
    return html`<div class="label-row">
        <label class="label" part="label" for=${id}>${this.#host.texts.code}</label>
        ${aside}
      </div>
      <div class="code places-${places} ${isInvalid ? "is-invalid" : ""}" part="code" dir="ltr">
        <span class="slots" aria-hidden="true">
          ${Array.from({ length: places }, (_, place) => {
            const isNext = place === Math.min(code.length, places - 1);
            return html`<span class="slot ${isNext ? "is-next" : ""}" part="slot"></span>`;
          })}
        </span>
        <form class="code-window" novalidate @submit=${onSubmit}>
          <input
            class="code-input"
            id=${id}
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            autocapitalize="off"
            spellcheck="false"
            enterkeyhint="done"
            aria-label=${name}
            aria-invalid=${isInvalid}
            aria-describedby=${noteId}
            ?readonly=${isReadOnly}
            .value=${live(code)}
            @input=${this.#onType}
            @compositionend=${this.#onType}
            @paste=${this.#onPaste}
          />
        </form>
      </div>`;
  }

  /** Takes a code that came another way than by typing. */
  take(code: string): void {
    const digits = codeIn(code);
    if (digits) this.#onInput(digits);
  }

  readonly #onType = (event: Event): void => {
    if ((event as InputEvent).isComposing) return;
    const element = event.target as HTMLInputElement;
    const before = element.value;
    const caret = element.selectionStart ?? before.length;
    const digits = codeIn(before);
    if (digits !== before) {
      element.value = digits;
      const place = codeIn(before.slice(0, caret)).length;
      element.setSelectionRange(place, place);
    }
    this.#onInput(digits);
  };

  /** A code that is pasted takes the place of what was there; a few digits go where the caret is. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const digits = codeIn(event.clipboardData?.getData("text") ?? "");
    const element = event.target as HTMLInputElement;
    if (digits.length < 4 || element.readOnly) return;
    event.preventDefault();
    this.#onInput(digits);
  };
}
