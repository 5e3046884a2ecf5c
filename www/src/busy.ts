/**
 * Shows that a button is at work: its second label takes the place of the first, and it keeps its size and its focus. It is
 * not `disabled`, which would take the focus away; the session makes one call at a time.
 */
export function setBusy(button: HTMLButtonElement, isBusy: boolean): void {
  button.classList.toggle("is-busy", isBusy);
  setUsable(button, !isBusy);
}

export function setUsable(button: HTMLButtonElement, isUsable: boolean): void {
  if (isUsable) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}
