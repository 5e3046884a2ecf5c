import { minutesAndSeconds } from "./digits.js";
import type { Side } from "./host.js";
import { html, nothing, type TemplateResult } from "./lit.js";
import type { Texts } from "./types.js";

/**
 * "Send again in 0:42": a text that becomes a button when the cool-down ends. Two hidden copies reserve the width of the wider one, so
 * that nothing moves. Announcements come from the live region, not from the timer.
 */
export function resend(
  side: Side,
  seconds: number,
  isBusy: boolean,
  canSend: boolean,
  texts: Texts,
  onPress: () => void,
): TemplateResult {
  const isWaiting = seconds > 0;
  const label = isBusy ? texts.sending : texts.sendAgain;
  const isInactive = isBusy || !canSend;
  return html`<span class="resend">
    <span class="ghost" aria-hidden="true">${texts.sendAgainIn("0:00")}</span>
    <span class="ghost" aria-hidden="true">${texts.sendAgain}</span>
    ${
      isWaiting && !isBusy
        ? html`<span class="resend-timer" part="timer" role="timer"
            >${texts.sendAgainIn(minutesAndSeconds(seconds))}</span
          >`
        : html`<button
            class="link"
            part="link"
            id="${side}-resend"
            type="button"
            aria-disabled=${isInactive}
            @click=${() => isInactive || onPress()}
          >
            ${isBusy ? html`<span class="spinner"></span>` : nothing}${label}
          </button>`
    }
  </span>`;
}
