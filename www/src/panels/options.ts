import type { FlowOptions } from "update-phone";
import { byId } from "../dom.js";

/** Calls the listener with the form's options, at once and after each change of a switch. */
export function mountOptions(listener: (options: FlowOptions) => void): void {
  const confirm = byId("option-confirm", HTMLInputElement);
  const autoSubmit = byId("option-auto-submit", HTMLInputElement);
  const oldPhone = byId("option-old-phone", HTMLSelectElement);
  const notify = (): void => {
    const wanted = oldPhone.value as "always" | "auto" | "never";
    listener({
      confirm: confirm.checked,
      ...(autoSubmit.checked && { autoSubmitLength: 6 }),
      verifyOldPhone: wanted === "auto" ? "auto" : wanted === "always",
    });
  };
  for (const control of [confirm, autoSubmit, oldPhone]) control.addEventListener("change", notify);
  notify();
}
