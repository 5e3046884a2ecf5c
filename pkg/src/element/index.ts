import { FormElement } from "./form.js";
import type { UpdatePhoneFormElement, UpdatePhoneFormEventMap } from "./types.js";

export type { FormSnapshot, Texts, UpdatePhoneFormElement, UpdatePhoneFormEventMap } from "./types.js";

/** The class of `<update-phone-form>`, which importing this entry defines. On servers it can be imported too, and does nothing there. */
export const UpdatePhoneForm: {
  /** Makes a form, as `document.createElement("update-phone-form")` does. */
  new (): UpdatePhoneFormElement;
  readonly prototype: UpdatePhoneFormElement;
} = FormElement;

// Twice in a page, as with two copies of the package, the first one stays.
if (globalThis.customElements && !customElements.get("update-phone-form")) {
  customElements.define("update-phone-form", FormElement);
}

declare global {
  interface HTMLElementTagNameMap {
    "update-phone-form": UpdatePhoneFormElement;
  }
  interface HTMLElementEventMap extends UpdatePhoneFormEventMap {}
}
