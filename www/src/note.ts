import { setText } from "./dom.js";

/** The line of help under a field, which becomes the line of its error. Its height is there from the start. */
export class Note {
  readonly #line: HTMLElement;
  readonly #inputs: readonly HTMLInputElement[];

  /** `inputs`: those that the line describes. */
  constructor(line: HTMLElement, inputs: readonly HTMLInputElement[]) {
    this.#line = line;
    this.#inputs = inputs;
  }

  get isError(): boolean {
    return this.#line.classList.contains("is-error");
  }

  showHint(text: string): void {
    this.#show(text, []);
  }

  /** `wrong`: the inputs to mend. */
  showError(text: string, wrong: readonly HTMLInputElement[] = this.#inputs): void {
    this.#show(text, wrong);
  }

  #show(text: string, wrong: readonly HTMLInputElement[]): void {
    setText(this.#line, text);
    this.#line.classList.toggle("is-error", wrong.length > 0);
    for (const input of this.#inputs) markInvalid(input, wrong.includes(input));
  }
}

export function markInvalid(input: HTMLInputElement, isInvalid: boolean): void {
  if (isInvalid) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
