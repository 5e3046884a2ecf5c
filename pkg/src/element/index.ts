import { FormElement } from "./form.js";
import type { UpdatePhoneFormElement, UpdatePhoneFormEventMap } from "./types.js";

export type { FormSnapshot, Texts, UpdatePhoneFormElement, UpdatePhoneFormEventMap } from "./types.js";

/** The class of `<update-phone-form>`. Importing this entry defines the element. On servers the import does nothing. */
export const UpdatePhoneForm: {
  /** Creates a form, as `document.createElement("update-phone-form")` does. */
  new (): UpdatePhoneFormElement;
  readonly prototype: UpdatePhoneFormElement;
} = FormElement;

// If a page has two copies of the package, the first definition stays.
if (globalThis.customElements && !customElements.get("update-phone-form")) {
  customElements.define("update-phone-form", FormElement);
}

declare global {
  interface HTMLElementTagNameMap {
    "update-phone-form": UpdatePhoneFormElement;
  }
  interface HTMLElementEventMap extends UpdatePhoneFormEventMap {}
}
