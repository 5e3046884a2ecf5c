import type { UpdatePhoneFormElement } from "update-phone/element";

/** The page's one form. */
export function theForm(): UpdatePhoneFormElement {
  const form = document.querySelector("update-phone-form");
  if (!form) throw new Error("The page has no <update-phone-form>.");
  return form;
}
