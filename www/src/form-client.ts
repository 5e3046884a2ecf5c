import type { Client, Language } from "update-phone";
import type { FormSnapshot, UpdatePhoneFormElement } from "update-phone/element";
import { currentLanguage, onTexts } from "./language.js";

/**
 * The client of a form, in the page's language: errors are told in the client's. Another client begins the form anew, so one that is
 * on the way goes on with the client that it has, and gets the next one when it is begun again.
 */
export class FormClient {
  readonly #form: UpdatePhoneFormElement;
  readonly #create: (language: Language) => Client;
  #client: Client | undefined;
  #language: Language | undefined;
  #snapshot: FormSnapshot | undefined;

  constructor(form: UpdatePhoneFormElement, create: (language: Language) => Client) {
    this.#form = form;
    this.#create = create;
    form.addEventListener("update-phone-state", ({ detail }) => {
      this.#snapshot = detail;
    });
    onTexts(() => {
      if (this.#client && !this.#isInProgress) this.#replaceClient();
    });
  }

  /** Begins the form with what was typed already, or begins it again with empty fields. */
  begin(): void {
    if (this.#client) this.#form.reset();
    this.#replaceClient();
  }

  get #isInProgress(): boolean {
    const { state, newCooldownSeconds, oldCooldownSeconds } = this.#snapshot ?? {};
    return (state ?? "editing") !== "editing" || (newCooldownSeconds ?? 0) > 0 || (oldCooldownSeconds ?? 0) > 0;
  }

  #replaceClient(): void {
    const language = currentLanguage();
    if (language === this.#language) return;
    const previous = this.#client;
    this.#client = this.#create(language);
    this.#language = language;
    this.#form.client = this.#client;
    // The form uses the previous client until its next rendering.
    if (previous) setTimeout(() => previous.dispose());
  }
}
