// Icons use SVG presentation attributes, which no Content-Security-Policy forbids.
import { svg, type TemplateResult } from "./lit.js";

export const alertIcon = (): TemplateResult =>
  svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 4.75v3.75" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/><circle cx="8" cy="11" r=".9" fill="currentColor"/></svg>`;

export const checkIcon = (): TemplateResult =>
  svg`<svg class="check" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="24" fill="currentColor"/><path class="tick" d="m15 24.5 6.5 6.5L34 18" fill="none" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The circumference of the ring's circle. */
const CIRCUMFERENCE = 100;
const RADIUS = CIRCUMFERENCE / (2 * Math.PI);

/** A ring that is full at 1 and empty at 0. */
export const ring = (share: number): TemplateResult =>
  svg`<svg class="ring" viewBox="0 0 36 36" aria-hidden="true"><circle class="ring-track" cx="18" cy="18" r=${RADIUS}/><circle class="ring-left" cx="18" cy="18" r=${RADIUS} stroke-dasharray=${CIRCUMFERENCE} stroke-dashoffset=${(CIRCUMFERENCE * (1 - share)).toFixed(2)} transform="rotate(-90 18 18)"/></svg>`;
