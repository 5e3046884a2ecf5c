// The field for a pass code: one input over drawn slots, one slot for each digit.
import { extractCode } from "./digits.js";
import type { Host, Side } from "./host.js";
import { html, live, type TemplateResult } from "./lit.js";

/** The number of slots where the length of the code is not known. */
const DEFAULT_LENGTH = 6;

/** How a field is drawn. */
export interface CodeFieldView {
  readonly name: string;
  readonly noteId: string;
  /** The number of digits; undefined where it is not known. */
  readonly length: number | undefined;
  readonly isInvalid: boolean;
  readonly isReadOnly: boolean;
  /** The content at the end of the label's line. */
  readonly aside: unknown;
  readonly onEnter: () => void;
}

export class CodeField {
  readonly #host: Host;
  readonly #side: Side;
  readonly #getCode: () => string;
  readonly #onInput: (code: string) => void;

  constructor(host: Host, side: Side, getCode: () => string, onInput: (code: string) => void) {
    this.#host = host;
    this.#side = side;
    this.#getCode = getCode;
    this.#onInput = onInput;
  }

  render({ name, noteId, length, isInvalid, isReadOnly, aside, onEnter }: CodeFieldView): TemplateResult {
    const id = `${this.#side}-code`;
    const code = this.#getCode();
    const slotCount = Math.max(length ?? DEFAULT_LENGTH, code.length);
    const onSubmit = (event: SubmitEvent): void => {
      event.preventDefault();
      onEnter();
    };
    return html`<div class="label-row">
        <label class="label" part="label" for=${id}>${this.#host.texts.code}</label>
        ${aside}
      </div>
      <div class="code places-${slotCount} ${isInvalid ? "is-invalid" : ""}" part="code" dir="ltr">
        <span class="slots" aria-hidden="true">
          ${Array.from({ length: slotCount }, (_, slot) => {
            const isNext = slot === Math.min(code.length, slotCount - 1);
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

  /** Fills in a code that was not typed, such as one that the browser read from an SMS. */
  fill(code: string): void {
    const digits = extractCode(code);
    if (digits) this.#onInput(digits);
  }

  readonly #onType = (event: Event): void => {
    if ((event as InputEvent).isComposing) return;
    const element = event.target as HTMLInputElement;
    const before = element.value;
    const caret = element.selectionStart ?? before.length;
    const digits = extractCode(before);
    if (digits !== before) {
      element.value = digits;
      const position = extractCode(before.slice(0, caret)).length;
      element.setSelectionRange(position, position);
    }
    this.#onInput(digits);
  };

  /** A pasted code replaces the field's content. Fewer than 4 digits are inserted at the caret. */
  readonly #onPaste = (event: ClipboardEvent): void => {
    const digits = extractCode(event.clipboardData?.getData("text") ?? "");
    const element = event.target as HTMLInputElement;
    if (digits.length < 4 || element.readOnly) return;
    event.preventDefault();
    this.#onInput(digits);
  };
}
