import type { UpdatePhoneFormElement } from "update-phone/element";

/** The fields of the form that the page's own buttons fill in. */
export type FieldId = "new-phone" | "new-code" | "old-code";

/**
 * Fills in one of the form's fields as a password manager does: through the field itself, since what is typed is the person's and
 * no property of the form. False where that field is not shown, or cannot be typed into now.
 */
export function fillIn(form: UpdatePhoneFormElement, id: FieldId, text: string): boolean {
  const field = form.shadowRoot?.querySelector<HTMLInputElement>(`#${id}`);
  if (!field || field.readOnly) return false;
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { inputType: "insertReplacementText", data: text, bubbles: true }));
  return true;
}
